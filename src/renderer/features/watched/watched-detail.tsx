import { ActionIcon, Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { Seen, Watched } from '../../../ipc/watched-schemas';
import { useNow } from '../../state/use-now';
import { pastDate } from '../../text/dates';
import { CopyValue } from '../../ui/copy';
import { Icon } from '../../ui/icons';
import layout from '../../ui/layout.module.css';
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
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, []);
  const sign = signOf(item.state, item.kind);
  const shown = inOrder(item.seen).slice(0, shownAtMost);
  return (
    <aside className={`${layout.card} ${styles.detail}`} aria-label="Watched thing">
      <div className={styles.close}>
        <Button size="xs" className={styles.back} leftSection={<Icon name="back" size={15} />} onClick={onClose}>
          Back to the list
        </Button>
        <ActionIcon className={styles.cross} aria-label="Close the details" onClick={onClose}>
          <Icon name="cross" size={15} />
        </ActionIcon>
      </div>
      <header className={styles.title}>
        <h2 ref={heading} tabIndex={-1} dir="auto">
          {item.name}
        </h2>
        <Tag tone={sign.tone} icon={sign.icon}>
          {sign.word}
        </Tag>
      </header>
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
        <Button leftSection={<Icon name="renew" size={16} />} loading={checking} onClick={onCheck}>
          Check now
        </Button>
        <Button variant="danger" onClick={onStop}>
          Stop watching
        </Button>
      </footer>
    </aside>
  );
}
