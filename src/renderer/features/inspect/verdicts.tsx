import { Button } from '@mantine/core';
import type { ClientVerdict } from '../../../ipc/inspect-schemas';
import { Icon } from '../../ui/icons';
import layout from '../../ui/layout.module.css';
import { Tag } from '../../ui/tag';
import { Part } from './part';
import styles from './report.module.css';
import { verdictSigns, verdictsInBrief } from './words';

interface VerdictsProps {
  verdicts: readonly ClientVerdict[];
  /** Asks again, and the browsers too; absent where they were asked. */
  onBrowsers?: (() => void) | undefined;
}

/** Who accepts what the server sends: the programs of this machine as they are, and the rules with one set of roots. */
export function Verdicts({ verdicts, onBrowsers }: VerdictsProps) {
  const asked = verdicts.filter(({ result }) => result !== 'not-here');
  const left = verdicts.filter(({ result }) => result === 'not-here');
  if (verdicts.length === 0) return null;
  return (
    <Part title="Who accepts it" text={verdictsInBrief(verdicts)}>
      {asked.length > 0 ? (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Client</th>
              <th scope="col">Its answer</th>
              <th scope="col">Verdict</th>
            </tr>
          </thead>
          <tbody>
            {asked.map((verdict) => (
              <Verdict key={verdict.id} verdict={verdict} />
            ))}
          </tbody>
        </table>
      ) : null}
      {left.length > 0 ? (
        <ul className={styles.left} aria-label="Not asked">
          {left.map(({ id, label, message }) => (
            <li key={id}>
              <Icon name="dash" size={14} />
              <span>
                {label}: {message}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {onBrowsers === undefined ? null : (
        <div className={layout.row}>
          <Button size="xs" onClick={onBrowsers}>
            Ask the browsers too
          </Button>
          <small>Each starts with a profile of its own and opens the page: some five seconds.</small>
        </div>
      )}
    </Part>
  );
}

function Verdict({ verdict }: { verdict: ClientVerdict }) {
  const sign = verdictSigns[verdict.result];
  return (
    <tr>
      <th scope="row">{verdict.label}</th>
      <td>{verdict.message}</td>
      <td>
        <Tag tone={sign.tone} icon={sign.icon}>
          {sign.word}
        </Tag>
      </td>
    </tr>
  );
}
