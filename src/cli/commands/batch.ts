import type { BatchProgress, BatchResult, IssueOptions } from '../../ipc/issue-schemas';
import type { Parsed } from '../command-line';
import type { CommandContext } from '../context';
import { exitCodes } from '../exit-codes';
import { readText } from '../files';
import { formatsOf } from '../inputs';
import { visible } from '../text';
import type { ExportTarget } from './export';

/** A line of progress is written over this often at the most (milliseconds). */
const tellEveryMs = 100;

/**
 * `sealwax issue --batch FILE`: a certificate for each row, a result for each row. Ctrl-C lets the certificate under way be
 * finished, and then ends; a second one ends at once.
 */
export async function issueBatch(
  context: CommandContext,
  parsed: Parsed,
  file: string,
  optionsOf: () => Promise<IssueOptions>,
): Promise<number> {
  const writes = parsed.has('out') || parsed.has('format');
  const target = writes
    ? await (await import('./export')).prepareExport(context, parsed, formatsOf(parsed))
    : undefined;
  try {
    return await issueRows(context, file, optionsOf, target);
  } finally {
    target?.wipe();
  }
}

async function issueRows(
  context: CommandContext,
  file: string,
  optionsOf: () => Promise<IssueOptions>,
  target: Pick<ExportTarget, 'write'> | undefined,
): Promise<number> {
  const text = await readText(context.io, file);
  const options = await optionsOf();
  const { certificates } = await context.services();
  const rows = await certificates.checkBatch(text, options.authorityId, options.purpose);
  const controller = new AbortController();
  const interrupt = () => controller.abort();
  process.once('SIGINT', interrupt);
  try {
    const report = await certificates.issueMany(rows, options, {
      signal: controller.signal,
      progress: progressLine(context),
    });
    if (context.io.statusLine && !context.quiet) context.io.err('\r\u001b[K');
    for (const result of report.results) tell(context, result);
    const issued = report.results.flatMap(({ certificate }) => certificate?.id ?? []);
    if (target !== undefined && issued.length > 0) {
      const files = await target.write(issued);
      context.note(`${files.length} files written.`);
    }
    context.note(
      `${report.issued} issued, ${report.failed} not${report.cancelled ? ' (stopped)' : ''}, of ${report.results.length}.`,
    );
    if (controller.signal.aborted && report.cancelled) return exitCodes.interrupted;
    if (report.failed === 0) return exitCodes.ok;
    return report.issued === 0 ? exitCodes.failed : exitCodes.partly;
  } finally {
    process.off('SIGINT', interrupt);
  }
}

function progressLine({ io, quiet }: CommandContext): (progress: BatchProgress) => void {
  let told = Number.NEGATIVE_INFINITY;
  return ({ done, failed, total }) => {
    if (!io.statusLine || quiet || performance.now() - told < tellEveryMs) return;
    told = performance.now();
    const text = `${done + failed} of ${total}${failed === 0 ? '' : `, ${failed} failed`}`;
    io.err(`\r\u001b[K${text}`);
  };
}

/** With --json one object a line, in the order of the rows. */
function tell({ io, json }: CommandContext, result: BatchResult): void {
  if (json) {
    io.out(`${JSON.stringify(result)}\n`);
    return;
  }
  const names = visible(result.names.join(' '));
  const outcome = result.certificate === undefined ? `failed: ${result.problem?.message}` : result.certificate.id;
  io.out(`${result.line}\t${names}\t${outcome}\n`);
}
