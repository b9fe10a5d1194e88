import { Button } from '@mantine/core';
import { useNow } from '../../state/use-now';
import { relativeDate } from '../../text/dates';
import layout from '../../ui/layout.module.css';
import { FailureNote } from '../../ui/notes';
import { Outcomes, Proofs, Steps } from '../../ui/results';
import { outcomesHeadline } from './headline';
import styles from './trust.module.css';
import type { useTrustWork } from './use-trust-work';

/** What is running, or what came of it, until it is put away. */
export function WorkPanel({ work }: { work: ReturnType<typeof useTrustWork> }) {
  const now = useNow();
  const failure = work.change.failure ?? work.prove.failure;
  if (failure) {
    return <FailureNote failure={failure} />;
  }
  if (work.busy) {
    return (
      <section className={layout.card} aria-label="Progress">
        <h2 className={styles.panelTitle}>Working…</h2>
        <Steps steps={work.steps} />
      </section>
    );
  }
  if (!work.results && !work.report) return null;
  return (
    <section className={layout.card} aria-label="Results">
      <header className={styles.panelTitle}>
        <h2>
          {work.results ? outcomesHeadline(work.results) : null}
          {work.report ? (work.report.passed ? 'The check passed' : 'The check failed') : null}
        </h2>
        <Button size="compact-sm" onClick={work.dismiss}>
          Close
        </Button>
      </header>
      {work.results ? <Outcomes outcomes={work.results.outcomes} /> : null}
      {work.report ? (
        <>
          <p className={styles.panelText}>
            Each client opened {work.report.address} with its own trust, {relativeDate(work.report.at, now)}.
          </p>
          <Proofs report={work.report} />
        </>
      ) : null}
    </section>
  );
}
