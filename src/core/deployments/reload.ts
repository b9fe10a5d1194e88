import { isAbsolute, join } from 'node:path';
import { AppError } from '../errors';
import type { Run } from '../system/run';
import { isProgram, which } from '../system/which';
import type { Reload, Reloaded } from './deployment-record';
import { callUrl } from './reload-http';
import { sendSignal } from './reload-signal';

/** Seconds that a reload may take unless the person says otherwise; a healthy server needs a fraction of one. */
export const defaultTimeoutSeconds = 30;
/** Characters of output that are kept: its end, where programs say why they failed. */
const keptOutput = 2_000;

export interface ReloadOptions {
  run: Run;
  env: NodeJS.ProcessEnv;
  now: () => Date;
  /** Also trusted for an HTTPS call, next to what Node trusts: the root of the deployed certificate. */
  rootPem: string;
  /** Where a command runs: the folder of the files. */
  folder: string;
}

/** What came of it, without the time. */
export type Outcome = Pick<Reloaded, 'ok' | 'code' | 'message' | 'hint' | 'output'>;

/** As a person reads it before it runs; arguments with spaces or quotes are set apart, since no shell will. */
export function reloadText(reload: Reload): string {
  switch (reload.kind) {
    case 'command':
      return [reload.program, ...reload.args]
        .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(word)))
        .join(' ');
    case 'signal':
      return `${reload.signal} to the process in ${reload.pidFile}`;
    case 'http':
      return `${reload.method} ${reload.url}`;
  }
}

/** What is kept of it in the history: arguments, and the query of an address, may hold a token. */
export function historyText(reload: Reload): string {
  if (reload.kind === 'command') return reload.program;
  return reloadText(reload.kind === 'http' ? { ...reload, url: reload.url.replace(/[?#].*$/s, '') } : reload);
}

/**
 * The reload with its program as an absolute path, so that what is shown is what runs. A word without a slash is looked for in
 * PATH. Throws `not-found` for a program that is not there, `invalid-input` for a relative path, a URL that is none, or one with
 * a password in it.
 */
export async function acceptReload(reload: Reload, env: NodeJS.ProcessEnv): Promise<Reload> {
  if (reload.kind === 'command') return { ...reload, program: await programOf(reload.program, env) };
  if (reload.kind === 'http') return { ...reload, url: urlOf(reload.url) };
  if (!isAbsolute(reload.pidFile)) {
    throw new AppError('invalid-input', `The pid file ${reload.pidFile} is not an absolute path.`, {
      hint: 'Name it from the top, e.g. /run/nginx.pid.',
      field: 'pidFile',
    });
  }
  return reload;
}

async function programOf(typed: string, env: NodeJS.ProcessEnv): Promise<string> {
  const program = /[/\\]/.test(typed) ? typed : ((await which(typed, env)) ?? (await administrators(typed)));
  if (program !== undefined && isAbsolute(program) && (await isProgram(program))) return program;
  throw new AppError(
    program !== undefined && !isAbsolute(program) ? 'invalid-input' : 'not-found',
    `There is no program ${typed} that your account may run.`,
    {
      hint: 'Type its whole path, e.g. /usr/sbin/nginx, and its arguments one by one; no shell reads them.',
      field: 'program',
    },
  );
}

/** Servers lie in sbin, which many accounts do not have in their PATH. */
async function administrators(name: string): Promise<string | undefined> {
  for (const folder of ['/usr/local/sbin', '/usr/sbin', '/sbin']) {
    if (await isProgram(join(folder, name))) return join(folder, name);
  }
  return undefined;
}

function urlOf(typed: string): string {
  const url = URL.canParse(typed) ? new URL(typed) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '')
    return url.href;
  throw new AppError('invalid-input', 'This is no address that can be called.', {
    hint: 'Write http://localhost:2019/load or the like; a user name or a password in it is not kept.',
    field: 'url',
  });
}

/** Runs it, and says what came of it: a failure is data. It takes no longer than its time limit. */
export async function runReload(reload: Reload, options: ReloadOptions): Promise<Reloaded> {
  const at = options.now().toISOString();
  const started = performance.now();
  const outcome = await outcomeOf(reload, options);
  return { ...outcome, at, output: tail(outcome.output), durationMs: Math.round(performance.now() - started) };
}

function outcomeOf(reload: Reload, options: ReloadOptions): Promise<Outcome> {
  switch (reload.kind) {
    case 'command':
      return runCommand(reload, options);
    case 'signal':
      return sendSignal(reload);
    case 'http':
      return callUrl(reload, options.rootPem);
  }
}

async function runCommand(
  { program, args, timeoutSeconds }: Extract<Reload, { kind: 'command' }>,
  { run, env, folder }: ReloadOptions,
): Promise<Outcome> {
  const { code, stdout, stderr, timedOut, missing } = await run(program, args, {
    env,
    cwd: folder,
    timeoutMs: timeoutSeconds * 1000,
  });
  const output = [stdout, stderr].filter((text) => text.trim() !== '').join('\n');
  const base = { ok: false, output, ...(code === null ? {} : { code }) };
  if (missing) {
    return { ...base, message: `${program} is not there any more.`, hint: 'Install it again, or change the reload.' };
  }
  if (timedOut) {
    return {
      ...base,
      message: `${program} did not end within ${timeoutSeconds} seconds and was ended.`,
      hint: 'Run it by hand to see what it waits for; a server itself must not be started here.',
    };
  }
  if (code !== 0) {
    return {
      ...base,
      message: code === null ? `${program} was ended by a signal.` : `${program} ended with exit code ${code}.`,
      hint: 'The files are new; the server may still serve the old ones. Read what it printed, then reload again.',
    };
  }
  return { ...base, ok: true, message: `${program} ended with exit code 0.` };
}

function tail(text: string): string {
  const trimmed = text.trim();
  return trimmed.length <= keptOutput ? trimmed : `…${trimmed.slice(-keptOutput)}`;
}
