import { Button } from '@mantine/core';
import type { Seen, Watched } from '../../../ipc/watched-schemas';
import { useNavigation } from '../../state/navigation';
import { useNow } from '../../state/use-now';
import { pastDate } from '../../text/dates';
import { CopyValue } from '../../ui/copy';
import { Icon } from '../../ui/icons';
import layout from '../../ui/layout.module.css';
import { DetailPanel, DetailTitle } from '../../ui/list-detail';
import { Tag } from '../../ui/tag';
import { Findings } from './findings';
import { SeenItem } from './seen-item';
import styles from './watched.module.css';
import { inOrder, kindWords, signOf } from './words';

interface WatchedDetailProps {
  item: Watched;
  checking: boolean;
  onCheck: () => void;
  onStop: () => void;
  onRenew: (seen: Seen) => void;
  onClose: () => void;
}

/** Certificates of a folder that are shown in full. */
const shownAtMost = 100;

/** One thing in full: what was found, and each certificate that was seen. In a narrow window it takes the place of the list. */
export function WatchedDetail({ item, checking, onCheck, onStop, onRenew, onClose }: WatchedDetailProps) {
  const now = useNow();
  const { go } = useNavigation();
  const sign = signOf(item.state, item.kind);
  const shown = inOrder(item.seen).slice(0, shownAtMost);
  return (
    <DetailPanel label="Watched thing" onClose={onClose}>
      <DetailTitle
        sign={
          <Tag tone={sign.tone} icon={sign.icon}>
            {sign.word}
          </Tag>
        }
      >
        {item.name}
      </DetailTitle>
      <div>
        <CopyValue text={item.target} what={item.kind === 'host' ? 'host and port' : 'path'} />
        <p className={layout.mute} role="status">
          {kindWords(item)},{' '}
          {checking
            ? 'checking now'
            : item.checkedAt === undefined
              ? 'not checked yet'
              : `checked ${pastDate(item.checkedAt, now)}`}
        </p>
      </div>
      <Findings findings={item.findings} />
      {item.state === 'unreachable' && shown.length > 0 ? (
        <p className={layout.mute}>This is what was seen there last:</p>
      ) : null}
      {shown.map((seen) => (
        <SeenItem key={seen.id} item={item} seen={seen} onRenew={() => onRenew(seen)} />
      ))}
      {item.seen.length > shown.length ? (
        <p className={layout.mute}>and {item.seen.length - shown.length} more that are no worse.</p>
      ) : null}
      <footer className={styles.foot}>
        <div className={layout.row}>
          <Button leftSection={<Icon name="renew" size={16} />} loading={checking} onClick={onCheck}>
            Check now
          </Button>
          {item.kind === 'host' ? (
            <Button
              leftSection={<Icon name="inspect" size={16} />}
              onClick={() => go('inspect', { kind: 'inspect', target: item.target })}
            >
              Inspect
            </Button>
          ) : null}
        </div>
        <Button variant="danger" onClick={onStop}>
          Stop watching
        </Button>
      </footer>
    </DetailPanel>
  );
}
