import { UnstyledButton } from '@mantine/core';
import type { Counts } from '../../../ipc/overview-schemas';
import { useNavigation } from '../../state/navigation';
import { certificateSigns, type Sign } from '../../ui/status';
import { Tag } from '../../ui/tag';
import styles from './overview.module.css';

const explained = [
  ['healthy', 'healthy', 'nothing to do'],
  ['expiring', 'expiring', 'close to the end'],
  ['expired', 'expired', 'refused by browsers'],
  ['broken', 'broken', 'a file is wrong'],
  ['notYetValid', 'not-yet-valid', 'begins later'],
  ['revoked', 'revoked', 'taken back for good'],
] as const;

/** Most machines never have one of these: such a number appears with the first. */
const rare: ReadonlySet<string> = new Set(['notYetValid', 'revoked']);

/** Numbers that open the list of what they count. What is rare has one only where there is any. */
export function Counters({ counts }: { counts: Counts }) {
  const { go } = useNavigation();
  const { unmanaged } = counts;
  return (
    <ul className={styles.counters} aria-label="Certificates by status">
      {explained.map(([name, status, meaning]) =>
        rare.has(name) && counts[name] === 0 ? null : (
          <Counter
            key={name}
            count={counts[name]}
            sign={certificateSigns[status]}
            meaning={meaning}
            onOpen={() => go('certificates', { kind: 'status', status })}
          />
        ),
      )}
      {unmanaged === undefined ? null : (
        <Counter
          count={unmanaged.total}
          sign={{
            tone: unmanaged.attention > 0 ? 'warn' : 'idle',
            icon: unmanaged.attention > 0 ? 'warning' : 'search',
            word: 'unmanaged',
          }}
          meaning={unmanaged.attention === 0 ? 'watched here' : `${unmanaged.attention} need attention`}
          onOpen={() => go('watched')}
        />
      )}
    </ul>
  );
}

interface CounterProps {
  count: number;
  sign: Sign;
  meaning: string;
  onOpen: () => void;
}

function Counter({ count, sign, meaning, onOpen }: CounterProps) {
  return (
    <li>
      <UnstyledButton className={styles.counter} onClick={onOpen}>
        <strong>{count.toLocaleString('en-GB')}</strong>
        <Tag tone={count === 0 ? 'idle' : sign.tone} icon={sign.icon}>
          {sign.word}
        </Tag>
        <small>{meaning}</small>
      </UnstyledButton>
    </li>
  );
}
