import { AppError, type ErrorCode } from '../../core/errors';
import { readOwnCertificate } from '../../core/proxy/own-certificate';
import type { Proxies } from '../../core/proxy/proxies';
import type { ProxyRequest, ProxyView } from '../../ipc/proxy-schemas';
import { type Parsed, UsageError } from '../command-line';
import { type CommandContext, pathOf } from '../context';
import { exitCodes } from '../exit-codes';
import { formOf } from '../proxy-form';
import { visible } from '../text';
import { authorityOf } from './authorities';
import { leadsTo, meant } from './proxy';

/** Requests in flight at Ctrl-C get this long (milliseconds). */
const graceMs = 2_000;

/** `sealwax proxy`: serves until Ctrl-C. With --json a line for how they stand, then a line for each request. */
export async function run(context: CommandContext, parsed: Parsed): Promise<number> {
  const { proxies } = (await context.services()).lifecycle;
  const silent = parsed.has('no-log');
  proxies.tellTo({ traffic: ({ requests }) => (silent ? undefined : print(context, requests)) });
  const interrupted = interruption();
  try {
    const ids = await chosen(context, parsed, proxies);
    const standing = (await proxies.resume(ids)).filter(
      ({ id, wish }) => (ids?.includes(id) ?? true) && wish !== 'stopped',
    );
    if (standing.length === 0) {
      context.note('No kept proxy is to run. Begin with: sealwax proxy --to 5000 --domain app.test');
      return exitCodes.failed;
    }
    tell(context, standing);
    await interrupted.came;
    return exitCodes.ok;
  } finally {
    await proxies.close(graceMs);
    interrupted.forget();
  }
}

/** Which to run: one made of the options, those named, or undefined for all that are kept. */
async function chosen(context: CommandContext, parsed: Parsed, proxies: Proxies): Promise<string[] | undefined> {
  if (parsed.values('to').length === 0) {
    const [lonely] = ['from', 'domain', 'cert', 'key'].filter((name) => parsed.has(name));
    if (lonely !== undefined)
      throw new UsageError(`--${lonely} needs --to: the server behind.`, 'Write --to 127.0.0.1:5000.');
    return parsed.positionals.length === 0
      ? undefined
      : meant(await proxies.list(), parsed.positionals).map(({ id }) => id);
  }
  if (parsed.positionals.length > 0) {
    throw new UsageError('A kept proxy and --to do not go together.', 'Leave one of them out.');
  }
  const [cert, key] = [parsed.value('cert'), parsed.value('key')];
  if ((cert === undefined) !== (key === undefined))
    throw new UsageError('--cert and --key go together.', 'Give both files.');
  const ca = parsed.value('ca');
  const form = formOf(parsed, ca === undefined ? undefined : (await authorityOf(context, ca)).id);
  const own =
    cert === undefined || key === undefined
      ? undefined
      : await readOwnCertificate(pathOf(context.io, cert), pathOf(context.io, key));
  return [await proxies.addForThisRun(form, own)];
}

/** Throws why nothing runs; says of each what is to be known. */
function tell(context: CommandContext, proxies: readonly ProxyView[]): void {
  const running = proxies.filter(({ state }) => state !== 'failed');
  for (const { state, problem, urls } of proxies) {
    if (problem === undefined) continue;
    if (running.length === 0) {
      const { code, message, hint } = problem;
      throw new AppError(code as ErrorCode, message, hint === undefined ? {} : { hint });
    }
    context.warn(
      `${state === 'failed' ? `${urls.join(' ')} does not run: ` : ''}${problem.message} ${problem.hint ?? ''}`.trimEnd(),
    );
  }
  if (context.json) context.io.out(`${JSON.stringify({ proxies })}\n`);
  else {
    for (const each of running) {
      const paused = each.state === 'paused' ? ' (paused)' : '';
      context.io.out(`${visible(`${each.urls.join(' ')} leads to ${leadsTo(each)}${paused}`)}\n`);
    }
  }
  if (running.some(({ open }) => open)) context.note('Others than this machine can reach it.');
  for (const { keyLogFile } of running) {
    if (keyLogFile !== undefined)
      context.warn(`Whoever reads ${keyLogFile} can read all that passes through. Delete it when you are done.`);
  }
  context.note('Ctrl-C ends it.');
}

function print({ io, json }: CommandContext, requests: readonly ProxyRequest[]): void {
  // One write for all that came together.
  const lines = requests.map((each) => (json ? JSON.stringify(each) : visible(lineOf(each))));
  if (lines.length > 0) io.out(`${lines.join('\n')}\n`);
}

function lineOf(request: ProxyRequest): string {
  const { at, status, method, host, path, query, durationMs, sent, protocol, backend, error } = request;
  const where = backend === undefined ? '' : ` ${backend}`;
  const words = `${status === 0 ? '---' : status} ${method} ${host}${path}${query ? '?…' : ''}`;
  const why = error === undefined ? '' : `  ${error}`;
  return `${at.slice(11, 19)} ${words} ${durationMs.toFixed(1)} ms ${sent} B ${protocol}${where}${why}`;
}

/** The first Ctrl-C, or SIGTERM; a second one ends the process as it would have. */
function interruption(): { came: Promise<void>; forget: () => void } {
  let come: () => void = () => undefined;
  const came = new Promise<void>((resolve) => {
    come = resolve;
  });
  process.once('SIGINT', come);
  process.once('SIGTERM', come);
  // With all that it serves stopped there is nothing else to wait for, and it must still be here when they are started again.
  const stay = setInterval(() => undefined, 60_000);
  return {
    came,
    forget: () => {
      clearInterval(stay);
      process.off('SIGINT', come);
      process.off('SIGTERM', come);
    },
  };
}
