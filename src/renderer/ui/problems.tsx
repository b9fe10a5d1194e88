import { Button } from '@mantine/core';
import type { Problem } from '../../ipc/schemas';
import { Note } from './notes';
import styles from './problems.module.css';

type Remedy = NonNullable<Problem['remedy']>;

const labels: Record<Remedy, string> = {
  'make-private': 'Make it private',
  'set-aside': 'Set aside…',
  'open-trust': 'Show',
  'install-trust': 'Install…',
};

interface ProblemsProps {
  problems: readonly Problem[];
  onRemedy: (remedy: Remedy) => void;
  /** The remedy that is running. */
  busy?: boolean;
}

/** What is wrong, each with its way out as words and, where the window can do it, as a button. */
export function Problems({ problems, onRemedy, busy = false }: ProblemsProps) {
  return (
    <ul className={styles.list}>
      {problems.map((problem) => {
        const { remedy } = problem;
        return (
          <li key={`${problem.code} ${problem.message}`}>
            <Note tone="warn" message={problem.message} hint={problem.hint}>
              {remedy ? (
                <Button size="xs" disabled={busy} onClick={() => onRemedy(remedy)}>
                  {labels[remedy]}
                </Button>
              ) : null}
            </Note>
          </li>
        );
      })}
    </ul>
  );
}
