import { ActionIcon, Button, Menu } from '@mantine/core';
import type { ProxyView } from '../../../ipc/proxy-schemas';
import { useNavigation } from '../../state/navigation';
import { CopyIcon, useCopy } from '../../ui/copy';
import { Icon, type IconName } from '../../ui/icons';
import { Tag } from '../../ui/tag';
import styles from './proxy.module.css';
import { nameOf, rateInWords, routesOf, stateSigns } from './words';

export interface RowActions {
  onStart: (proxy: ProxyView) => void;
  onPause: (proxy: ProxyView) => void;
  onStop: (proxy: ProxyView) => void;
  onOpen: (proxy: ProxyView, name: string) => void;
  onChange: (proxy: ProxyView) => void;
  onRemove: (proxy: ProxyView) => void;
}

interface ProxyRowProps extends RowActions {
  proxy: ProxyView;
  /** Requests a second. */
  rate: number;
}

/** One proxy: how it stands, what it serves and where that goes, and what can be done with it. */
export function ProxyRow({ proxy, rate, onStart, onPause, onStop, onOpen, onChange, onRemove }: ProxyRowProps) {
  const { names, urls, state, wish, problem, certificates } = proxy;
  const { go } = useNavigation();
  const copy = useCopy();
  const sign = stateSigns[state];
  const called = nameOf(proxy);
  const [certificate] = certificates;
  return (
    <li className={styles.proxy}>
      <span className={styles.state}>
        <Tag tone={sign.tone} icon={sign.icon}>
          {sign.word}
        </Tag>
      </span>
      <div className={styles.names}>
        {names.map(({ name, routes }, index) => (
          <p key={name} className={styles.name}>
            <span className={styles.url}>{urls[index]}</span>
            <CopyIcon text={urls[index] ?? ''} what={`the address of ${name}`} />
            <small>to {routesOf(routes)}</small>
          </p>
        ))}
        {problem === undefined ? null : (
          <p className={styles.problem}>
            {problem.message} {problem.hint}
          </p>
        )}
        {proxy.open ? <p className={styles.open}>Everybody in the network can reach it.</p> : null}
      </div>
      <span className={styles.rate}>{state === 'running' ? `${rateInWords(rate)} requests/s` : ''}</span>
      <div className={styles.deeds}>
        {state === 'failed' ? (
          <Deed icon="renew" word="Try again" called={called} onPress={() => onStart(proxy)} />
        ) : wish === 'running' ? (
          <Deed
            icon="pause"
            word="Pause"
            called={called}
            disabled={state !== 'running'}
            onPress={() => onPause(proxy)}
          />
        ) : (
          <Deed
            icon="play"
            word={wish === 'paused' ? 'Resume' : 'Start'}
            called={called}
            onPress={() => onStart(proxy)}
          />
        )}
        <Deed icon="stop" word="Stop" called={called} disabled={wish === 'stopped'} onPress={() => onStop(proxy)} />
        <Menu width={250} position="bottom-end" withinPortal withInitialFocusPlaceholder={false} returnFocus>
          <Menu.Target>
            <ActionIcon aria-label={`More for ${called}`} size={30}>
              <Icon name="dots" size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {names.slice(0, menuNames).map(({ name }) => (
              <Menu.Item
                key={name}
                disabled={state !== 'running'}
                leftSection={<Icon name="open" size={16} />}
                onClick={() => onOpen(proxy, name)}
              >
                Open {name}
              </Menu.Item>
            ))}
            <Menu.Item
              leftSection={<Icon name="copy" size={16} />}
              onClick={() => copy(urls.join('\n'), urls.length === 1 ? 'address' : 'addresses')}
            >
              Copy {urls.length === 1 ? 'the address' : 'the addresses'}
            </Menu.Item>
            {certificate === undefined ? null : (
              <Menu.Item
                leftSection={<Icon name="certificate" size={16} />}
                onClick={() => go('certificates', { kind: 'certificate', id: certificate.certificateId })}
              >
                Show the certificate
              </Menu.Item>
            )}
            <Menu.Divider />
            <Menu.Item leftSection={<Icon name="sliders" size={16} />} onClick={() => onChange(proxy)}>
              Change…
            </Menu.Item>
            <Menu.Item leftSection={<Icon name="bin" size={16} />} onClick={() => onRemove(proxy)}>
              Remove
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
    </li>
  );
}

interface DeedProps {
  icon: IconName;
  word: string;
  /** What it is done to. */
  called: string;
  disabled?: boolean;
  onPress: () => void;
}

/** A button of the row; with little room its word is in its name alone. */
function Deed({ icon, word, called, disabled = false, onPress }: DeedProps) {
  return (
    <Button
      size="xs"
      className={styles.deed ?? ''}
      disabled={disabled}
      title={word}
      aria-label={`${word}: ${called}`}
      onClick={onPress}
    >
      <Icon name={icon} size={14} />
      <span className={styles.word}>{word}</span>
    </Button>
  );
}

/** Names of one proxy that a menu opens; the others are in the list. */
const menuNames = 5;
