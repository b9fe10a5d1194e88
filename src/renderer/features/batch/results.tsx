import { Button } from '@mantine/core';
import type { BatchReport } from '../../../ipc/issue-schemas';
import { useNavigation } from '../../state/navigation';
import { formatDay } from '../../text/dates';
import { Icon } from '../../ui/icons';
import layout from '../../ui/layout.module.css';
import { Dot, Tag } from '../../ui/tag';
import { VirtualTable } from '../../ui/virtual-table';
import styles from './batch.module.css';
import { reportWords, restOf } from './batch-text';
import { Names } from './rows-table';

interface ResultsProps {
  report: BatchReport;
  /** Back to the field, with this list in it. */
  onAgain: (text: string) => void;
}

/** What became of each row. */
export function Results({ report, onAgain }: ResultsProps) {
  const { go, open } = useNavigation();
  const left = report.results.length - report.issued;
  const words = reportWords(report.issued, left, report.cancelled);
  const ids = report.results.flatMap((result) => (result.certificate ? [result.certificate.id] : []));
  return (
    <>
      <section className={`${layout.card} ${layout.pad} ${styles.report}`} aria-label="Result">
        <Dot tone={left === 0 ? 'ok' : report.issued === 0 ? 'bad' : 'warn'} icon={left === 0 ? 'tick' : 'warning'} />
        <h2>{words}</h2>
        <div className={layout.row}>
          {left > 0 ? <Button onClick={() => onAgain(restOf(report.results))}>Try the others again</Button> : null}
          <Button onClick={() => onAgain('')}>New list</Button>
          <Button onClick={() => go('certificates')}>Show in Certificates</Button>
          {ids.length > 0 ? (
            <Button
              variant="filled"
              leftSection={<Icon name="export" size={16} />}
              onClick={() => open({ kind: 'export', ids })}
            >
              Export all…
            </Button>
          ) : null}
        </div>
      </section>
      <VirtualTable
        label="Results"
        rows={report.results}
        rowKey={(row) => String(row.line)}
        columns={[
          { header: 'Line', cell: (row) => row.line },
          { header: 'Names', cell: (row) => <Names names={row.names} problem={row.problem} /> },
          {
            header: 'Until',

            drop: true,
            cell: (row) => (row.certificate ? formatDay(row.certificate.notAfter) : ''),
          },
          {
            header: 'Result',

            cell: (row) =>
              row.certificate ? (
                <Tag tone="ok" icon="tick">
                  issued
                </Tag>
              ) : row.problem?.code === 'cancelled' ? (
                <Tag tone="idle" icon="dash">
                  cancelled
                </Tag>
              ) : (
                <Tag tone="bad" icon="cross">
                  not issued
                </Tag>
              ),
          },
        ]}
      />
    </>
  );
}
