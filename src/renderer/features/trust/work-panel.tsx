import { Button } from '@mantine/core';
import type { ProveReport } from '../../../ipc/schemas';
import { useNow } from '../../state/use-now';
import { relativeDate } from '../../text/dates';
import { type ReportVerdict, reportVerdict } from '../../text/report-verdict';
import layout from '../../ui/layout.module.css';
import { FailureNote } from '../../ui/notes';
import { Outcomes, Proofs, Steps } from '../../ui/results';
import { outcomesHeadline } from './headline';
import styles from './trust.module.css';
import type { useTrustWork } from './use-trust-work';

const headings: Record<ReportVerdict, string> = {
  passed: 'The check passed',
  failed: 'The check failed',
  unchecked: 'Nothing could be checked',
};

/** What is running, or what came of it, until it is put away. */
export function WorkPanel({ work }: { work: ReturnType<typeof useTrustWork> }) {
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
          {work.report ? headings[reportVerdict(work.report)] : null}
        </h2>
        <Button size="compact-sm" onClick={work.dismiss}>
          Close
        </Button>
      </header>
      {work.results ? <Outcomes outcomes={work.results.outcomes} /> : null}
      {work.report ? <Report report={work.report} /> : null}
    </section>
  );
}

function Report({ report }: { report: ProveReport }) {
  const when = relativeDate(report.at, useNow());
  return (
    <>
      <p className={styles.panelText}>
        {reportVerdict(report) === 'unchecked'
          ? `No client could open ${report.address}, ${when}. What stood in the way:`
          : `Each client opened ${report.address} with its own trust, ${when}.`}
      </p>
      <Proofs report={report} />
    </>
  );
}
