import { UnstyledButton } from '@mantine/core';
import type { Overview } from '../../../ipc/schemas';
import { useNavigation } from '../../state/navigation';
import { certificateSigns } from '../../ui/status';
import { Tag } from '../../ui/tag';
import styles from './overview.module.css';

const explained = [
  ['healthy', 'nothing to do'],
  ['expiring', 'close to the end'],
  ['expired', 'refused by browsers'],
  ['broken', 'a file is wrong'],
  ['revoked', 'taken back for good'],
] as const;

/** Most machines never revoke anything: that number appears with the first. */
const isShown =
  (counts: Overview['counts']) =>
  ([status]: (typeof explained)[number]) =>
    status !== 'revoked' || counts.revoked > 0;

/** Four or five numbers; each opens the list of what it counts. */
export function Counters({ counts }: { counts: Overview['counts'] }) {
  const { go } = useNavigation();
  return (
    <ul className={styles.counters} aria-label="Certificates by status">
      {explained.filter(isShown(counts)).map(([status, meaning]) => {
        const sign = certificateSigns[status];
        return (
          <li key={status}>
            <UnstyledButton className={styles.counter} onClick={() => go('certificates', { kind: 'status', status })}>
              <strong>{counts[status]}</strong>
              <Tag tone={counts[status] === 0 ? 'idle' : sign.tone} icon={sign.icon}>
                {sign.word}
              </Tag>
              <small>{meaning}</small>
            </UnstyledButton>
          </li>
        );
      })}
    </ul>
  );
}
