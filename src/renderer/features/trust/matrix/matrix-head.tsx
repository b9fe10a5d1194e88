import { Button } from '@mantine/core';
import type { Matrix } from '../../../../ipc/trust-schemas';
import { useNow } from '../../../state/use-now';
import { pastDate } from '../../../text/dates';
import { Dot } from '../../../ui/tag';
import type { Everywhere } from './everywhere';
import styles from './matrix.module.css';
import { type Summary, summaryOf } from './verdicts';

interface MatrixHeadProps {
  matrix: Matrix;
  busy: boolean;
  onEverywhere: (action: Everywhere) => void;
}

const dotIcons = { ok: 'tick', bad: 'cross', warn: 'warning', idle: 'dash' } as const;

/** The verdict over all of it in one line, and what is done to all of it. */
export function MatrixHead({ matrix, busy, onEverywhere }: MatrixHeadProps) {
  const now = useNow();
  const summaries = matrix.roots.map(({ authorityId }) => summaryOf(matrix, authorityId));
  const [only] = summaries;
  const tone =
    (['bad', 'warn', 'ok'] as const).find((each) => summaries.some((summary) => summary.tone === each)) ?? 'ok';
  const checkedAt = summaries
    .flatMap((summary) => summary.checkedAt ?? [])
    .sort()
    .at(-1);
  const broken = matrix.rows.some((row) => row.cells.some((cell) => cell.actions.includes('repair')));
  return (
    <header className={styles.head}>
      <Dot tone={tone} icon={dotIcons[tone]} />
      <div>
        <h2>{summaries.length === 1 && only ? only.headline : headlineOf(summaries)}</h2>
        <p>
          {only && summaries.length === 1 && only.rest !== '' ? `${sentence(only.rest)}. ` : ''}
          {checkedAt
            ? `Last checked with real connections ${pastDate(checkedAt, now)}.`
            : 'Not checked with real connections yet.'}
        </p>
      </div>
      <div className={styles.headButtons}>
        {broken ? (
          <Button size="xs" variant="filled" disabled={busy} onClick={() => onEverywhere('repair')}>
            Repair all…
          </Button>
        ) : null}
        <Button size="xs" variant="danger" disabled={busy} onClick={() => onEverywhere('remove')}>
          Remove everywhere…
        </Button>
      </div>
    </header>
  );
}

function headlineOf(summaries: readonly Summary[]): string {
  const whole = summaries.filter(({ trusted, places }) => trusted === places).length;
  if (whole === summaries.length) return `All ${whole} roots are trusted everywhere`;
  if (whole === 0) return `None of the ${summaries.length} roots is trusted everywhere`;
  return `${whole} of the ${summaries.length} roots ${whole === 1 ? 'is' : 'are'} trusted everywhere`;
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
