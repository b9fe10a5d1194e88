import { Button } from '@mantine/core';
import type { ProveReport } from '../../../ipc/schemas';
import type { SetupResult } from '../../../ipc/setup-schemas';
import { reportVerdict } from '../../text/report-verdict';
import { ButtonsInOrder } from '../../ui/buttons-in-order';
import layout from '../../ui/layout.module.css';
import { Note } from '../../ui/notes';
import { Outcomes, Proofs } from '../../ui/results';
import { Dot } from '../../ui/tag';
import { Frame } from './frame';
import styles from './setup.module.css';
import { verdictOf } from './verdict';

interface ResultsStepProps {
  result: SetupResult;
  onLeave: (next: 'new-certificate' | 'overview') => void;
}

/** What was done in each store, and what real clients say of it. */
export function ResultsStep({ result, onLeave }: ResultsStepProps) {
  const verdict = verdictOf(result);
  return (
    <Frame
      title={verdict.title}
      foot={
        <ButtonsInOrder
          affirmative={
            <Button variant="filled" size="md" onClick={() => onLeave('new-certificate')}>
              Create your first certificate
            </Button>
          }
          others={
            <Button size="md" onClick={() => onLeave('overview')}>
              Go to the overview
            </Button>
          }
        />
      }
    >
      <div className={styles.verdict}>
        <Dot tone={verdict.tone} icon={verdict.tone === 'ok' ? 'tick' : 'warning'} />
        <p>{verdict.text}</p>
      </div>
      {result.outcomes.length > 0 ? (
        <section className={layout.card} aria-labelledby="setup-stores">
          <h2 id="setup-stores" className={styles.cardTitle}>
            Trust stores
          </h2>
          <Outcomes outcomes={result.outcomes} />
        </section>
      ) : null}
      {result.proof || result.proofProblem ? (
        <section className={layout.card} aria-labelledby="setup-proof">
          <h2 id="setup-proof" className={styles.cardTitle}>
            Proof
          </h2>
          {result.proofProblem ? (
            <div className={styles.cardNote}>
              <Note tone="warn" message={result.proofProblem.message} hint={result.proofProblem.hint} />
            </div>
          ) : null}
          {result.proof ? <ProofOf report={result.proof} /> : null}
        </section>
      ) : null}
    </Frame>
  );
}

function ProofOf({ report }: { report: ProveReport }) {
  return (
    <>
      <p className={styles.cardText}>
        {reportVerdict(report) === 'unchecked'
          ? `No client could open ${report.address}; the reasons stand here.`
          : `Each client opened ${report.address}, served with a fresh certificate, with its own trust.`}
      </p>
      <Proofs report={report} />
    </>
  );
}
