import { useMemo } from 'react';
import type { BatchRow } from '../../../ipc/issue-schemas';
import type { Purpose } from '../../../ipc/schemas';
import { purposeNames } from '../../text/key-types';
import { Tag } from '../../ui/tag';
import { VirtualTable } from '../../ui/virtual-table';

/** The list as it was understood, row by row. */
export function RowsTable({ rows, purpose }: { rows: readonly BatchRow[]; purpose: Purpose }) {
  const explained = useMemo(() => firstOfEachKind(rows), [rows]);
  return (
    <VirtualTable
      label="Rows of the list"
      rows={rows}
      rowKey={(row) => String(row.line)}
      columns={[
        { header: 'Line', cell: (row) => row.line },
        {
          header: 'Names',
          cell: (row) => <Names names={row.names} problem={row.problem} withHint={explained.has(row)} />,
        },
        {
          header: 'Purpose',

          drop: true,
          cell: (row) => purposeNames[row.purpose ?? purpose].label,
        },
        {
          header: 'Check',

          cell: (row) =>
            row.problem ? (
              <Tag tone="bad" icon="cross">
                left out
              </Tag>
            ) : (
              <Tag tone="ok" icon="tick">
                ready
              </Tag>
            ),
        },
      ]}
    />
  );
}

/** The way out is told once for each kind of problem: a hundred rows with the same one would bury the others. */
function firstOfEachKind(rows: readonly BatchRow[]): ReadonlySet<BatchRow> {
  const seen = new Map<string, BatchRow>();
  for (const row of rows) {
    if (row.problem && !seen.has(row.problem.code)) seen.set(row.problem.code, row);
  }
  return new Set(seen.values());
}

interface NamesProps {
  names: readonly string[];
  problem: { message: string; hint?: string | undefined } | undefined;
  withHint?: boolean;
}

/** More names than this are counted; a row may have a hundred. */
const namesShown = 4;

export function Names({ names, problem, withHint = true }: NamesProps) {
  const rest = names.length - namesShown;
  return (
    <>
      {names.slice(0, namesShown).join(', ') || 'no name'}
      {rest > 0 ? ` and ${rest} more` : ''}
      {problem ? (
        <small>{[problem.message, withHint ? problem.hint : undefined].filter(Boolean).join(' ')}</small>
      ) : null}
    </>
  );
}
