import type { InspectReport } from '../../../ipc/inspect-schemas';
import { Fold } from '../../ui/fold';
import { ChainPart } from './chain-part';
import { Findings } from './findings';
import { Handshake } from './handshake';
import { IssuedPart } from './issued-part';
import { Part } from './part';
import styles from './report.module.css';
import { ReportHead } from './report-head';
import { Verdicts } from './verdicts';

interface ReportProps {
  report: InspectReport;
  onAgain: () => void;
  /** Absent where the browsers were asked. */
  onBrowsers?: (() => void) | undefined;
}

/** Everything that a look at a server gave, what matters most first. */
export function Report({ report, onAgain, onBrowsers }: ReportProps) {
  const { outcome, findings, issued, verdicts, eavesdropper, notes } = report;
  const inspected = outcome === 'inspected';
  return (
    <>
      <ReportHead report={report} onAgain={onAgain} />
      <Findings findings={findings} />
      {inspected ? (
        <>
          <IssuedPart issued={issued} />
          <Verdicts verdicts={verdicts} onBrowsers={onBrowsers} />
          <ChainPart report={report} />
          <Handshake report={report} />
        </>
      ) : null}
      {eavesdropper.length > 0 ? (
        <Part title="For the curious">
          <Fold label="What an eavesdropper sees">
            <ul className={styles.sentences}>
              {eavesdropper.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </Fold>
        </Part>
      ) : null}
      {notes.length > 0 ? (
        <Part title="What could not be found out">
          <ul className={styles.sentences}>
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </Part>
      ) : null}
    </>
  );
}
