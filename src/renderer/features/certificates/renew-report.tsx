import type { RenewalReport, RenewalResult } from '../../../ipc/renewal-schemas';
import { formatDay } from '../../text/dates';
import layout from '../../ui/layout.module.css';
import results from '../../ui/results.module.css';
import type { Sign } from '../../ui/status';
import { Tag } from '../../ui/tag';
import styles from './renew.module.css';
import { reportWords } from './renewal-words';

/** More rows than this are no help to read at once; those with a problem come first. */
const shownMax = 200;

function signOf({ certificate, problem, warning }: RenewalResult): Sign {
  if (certificate) {
    return warning ? { tone: 'warn', icon: 'warning', word: 'renewed' } : { tone: 'ok', icon: 'tick', word: 'renewed' };
  }
  return problem?.code === 'cancelled'
    ? { tone: 'idle', icon: 'dash', word: 'stopped before' }
    : { tone: 'bad', icon: 'cross', word: 'not renewed' };
}

/** What became of each, with what needs a person first. */
export function RenewReport({ report }: { report: RenewalReport }) {
  const inOrder = [...report.results].sort((one, other) => urgency(one) - urgency(other));
  const left = inOrder.length - shownMax;
  return (
    <>
      <p role="status">
        <strong>{reportWords(report)}</strong>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by key. */}
      <ul className={`${results.list} ${styles.results}`} aria-label="Results" tabIndex={0}>
        {inOrder.slice(0, shownMax).map((result) => {
          const sign = signOf(result);
          const more = [result.problem?.message, result.problem?.hint, result.warning].filter(Boolean).join(' ');
          return (
            <li key={result.id} className={results.item}>
              <div>
                <strong>{result.name}</strong>
                {result.certificate ? (
                  <div className={layout.mute}>until {formatDay(result.certificate.notAfter)}</div>
                ) : null}
              </div>
              <Tag tone={sign.tone} icon={sign.icon}>
                {sign.word}
              </Tag>
              {more ? <p className={`${results.more} ${layout.mute}`}>{more}</p> : null}
            </li>
          );
        })}
      </ul>
      {left > 0 ? <p className={layout.mute}>and {left} more</p> : null}
    </>
  );
}

const urgency = ({ problem, warning }: RenewalResult) => (problem ? 0 : warning ? 1 : 2);
