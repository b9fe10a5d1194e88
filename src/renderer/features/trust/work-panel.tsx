import { Button } from '@mantine/core';
import { useNow } from '../../state/use-now';
import { pastDate } from '../../text/dates';
import { type ReportVerdict, reportVerdict } from '../../text/report-verdict';
import layout from '../../ui/layout.module.css';
import { FailureNote } from '../../ui/notes';
import { Outcomes, Proofs, Steps } from '../../ui/results';
import { outcomesHeadline } from './headline';
import styles from './trust.module.css';
import type { Proven, TrustWork } from './use-trust-work';

const headings: Record<ReportVerdict, string> = {
  passed: 'The check passed',
  failed: 'The check failed',
  unchecked: 'Nothing could be checked',
};

/** What is running, or what came of it, until it is put away. */
export function WorkPanel({ work }: { work: TrustWork }) {
  const failure = work.change.failure ?? work.prove.failure;
  if (failure) {
    return <FailureNote failure={failure} />;
  }
  if (work.busy) {
    return (
      <section className={layout.card} aria-label="Progress">
        <h2 className={styles.panelTitle}>{work.now}…</h2>
        <div className={styles.steps}>
          <Steps steps={work.steps} />
        </div>
      </section>
    );
  }
  if (!work.results && work.proven.length === 0) return null;
  return (
    <section className={layout.card} aria-label="Results">
      <header className={styles.panelTitle}>
        <h2>{work.results ? outcomesHeadline(work.results) : headingOf(work.proven)}</h2>
        <Button size="compact-sm" onClick={work.reset}>
          Close
        </Button>
      </header>
      {work.results ? <Outcomes outcomes={work.results.outcomes} /> : null}
      {work.proven.map((proven) => (
        <Report key={proven.root.authorityId} proven={proven} named={work.proven.length > 1} />
      ))}
    </section>
  );
}

/** The worst of them: one root that fails is what a person has to see. */
function headingOf(proven: readonly Proven[]): string {
  const verdicts = proven.map(({ report }) => reportVerdict(report));
  const worst = verdicts.find((verdict) => verdict === 'failed') ?? verdicts.find((verdict) => verdict === 'unchecked');
  return headings[worst ?? 'passed'];
}

function Report({ proven: { root, report }, named }: { proven: Proven; named: boolean }) {
  const when = pastDate(report.at, useNow());
  return (
    <>
      {named ? <h3 className={styles.panelText}>{root.name}</h3> : null}
      <p className={styles.panelText}>
        {reportVerdict(report) === 'unchecked'
          ? `No client could open ${report.address}, ${when}. What stood in the way:`
          : `Each client opened ${report.address} with its own trust, ${when}.`}
      </p>
      <Proofs report={report} />
    </>
  );
}
