import { randomBytes } from 'node:crypto';
import { exitCodeFor } from '../../core/endpoint/judge/finding';
import { usualLimits } from '../../core/endpoint/wire/connection';
import { starts } from '../../core/endpoint/wire/starttls';
import type { InspectReport, Listening, Start } from '../../ipc/inspect-schemas';
import { type Parsed, UsageError } from '../command-line';
import type { CommandContext } from '../context';
import { exitCodes } from '../exit-codes';
import { wholeNumber } from '../inputs';
import { columns, day } from '../text';
import { reportLines } from './inspect-report';

/** `sealwax inspect SERVER`: the exit code is that of the worst kind of finding (`kindExitCodes`). */
export async function inspectServer(context: CommandContext, parsed: Parsed): Promise<number> {
  const timeout = parsed.value('timeout');
  const talkMs = timeout === undefined ? undefined : wholeNumber('--timeout', timeout, 1, 60) * 1000;
  const { inspector } = await (await context.services()).lifecycle.inspecting();
  const runId = `run-${randomBytes(8).toString('hex')}`;
  let interrupted = false;
  const interrupt = () => {
    interrupted = true;
    inspector.cancel(runId);
  };
  process.once('SIGINT', interrupt);
  try {
    const found = await inspector.inspect(
      {
        runId,
        target: parsed.positionals[0] as string,
        start: startOf(parsed),
        serverName: parsed.value('name'),
        clients: !parsed.has('no-clients'),
        browsers: parsed.has('browsers'),
        ...(talkMs === undefined ? {} : { limits: { ...usualLimits, connectMs: talkMs, talkMs } }),
      },
      ({ state, label }) => {
        if (state === 'running' && context.io.interactive) context.note(`${label} …`);
      },
    );
    // Names a run of the window alone.
    const { runId: _, ...report }: InspectReport = found;
    const exitCode = exitCodeFor(report.findings, parsed.has('strict'));
    context.result({ ...report, exitCode }, () => reportLines(found));
    return exitCode;
  } catch (error) {
    if (interrupted) return exitCodes.interrupted;
    throw error;
  } finally {
    process.off('SIGINT', interrupt);
  }
}

function startOf(parsed: Parsed): Start | undefined {
  const typed = parsed.value('starttls');
  if (typed === undefined || typed === 'tls') return typed;
  const known = starts.find(({ id, schemes }) => id === typed || schemes.includes(typed));
  if (known !== undefined) return known.id;
  throw new UsageError(
    `“${typed}” is no protocol that begins in the clear.`,
    `One of: tls, ${starts.map(({ id }) => id).join(', ')}.`,
  );
}

/** `sealwax inspect --listening`. */
export async function inspectListening(context: CommandContext): Promise<number> {
  const { listening } = await (await context.services()).lifecycle.inspecting();
  const report = await listening.find();
  context.result(report, () => (report.servers.length === 0 ? [] : columns(report.servers.map(row))));
  if (report.servers.length === 0) context.note('No server listens on this machine.');
  for (const note of report.notes) context.note(note);
  return exitCodes.ok;
}

const words = {
  tls: 'TLS',
  http: 'plain HTTP',
  starttls: 'STARTTLS',
  other: 'no TLS',
  silent: 'silent',
  unknown: 'not asked',
};
const origins = { ours: 'yours', public: 'public', 'self-signed': 'self-signed', other: 'another authority' };

function row({ port, address, process, pid, folder, speaks, start, certificate }: Listening): string[] {
  const where = folder === undefined ? '' : ` in ${folder}`;
  return [
    String(port),
    address,
    process === undefined ? '' : `${process} (${pid})${where}`,
    start === undefined ? words[speaks] : `${words[speaks]} ${start}`,
    certificate === undefined
      ? ''
      : `${certificate.commonName || certificate.names[0] || 'no name'}, ${origins[certificate.origin]}, ${certificate.expired ? 'expired' : 'until'} ${day(certificate.notAfter)}`,
  ];
}
