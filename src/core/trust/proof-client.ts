import type { Proof } from '../../ipc/schemas';
import type { Run, RunResult } from '../system/run';

export type Answer = Pick<Proof, 'result' | 'message'>;

/** One program that opens the address once, the way its user would. */
export interface ProofClient {
  id: string;
  label: string;
  /** The rows of the matrix that its answer says something of. */
  about: string[];
  /** False for a client with a list of roots of its own: its refusal is a matter of a recipe, and not of the stores. */
  counts: boolean;
  open(target: ProofTarget): Promise<Answer>;
}

export interface ProofTarget {
  run: Run;
  /** The person's own environment. */
  env: NodeJS.ProcessEnv;
  /** Where this client's own server listens. */
  port: number;
  /** What our server answers with. */
  token: string;
  /** What the server saw of this client: the page asked for, or alerts about the certificate. */
  seen: () => { opened: boolean; alerts: string[] };
  /** Ends when the server has seen either. */
  settled: Promise<void>;
}

/** Milliseconds for one handshake on this machine; it takes some 50 ms. */
export const clientMs = 10_000;

export const passed = (message: string): Answer => ({ result: 'passed', message });
export const failed = (message: string): Answer => ({ result: 'failed', message });
export const notRun = (message: string): Answer => ({ result: 'not-run', message });

/** Lists of roots that the system's own tool writes lie in these folders; a client that reads another list says nothing about it. */
const systemFolders = ['/etc/', '/usr/lib/ssl', '/usr/share/', '/var/lib/ca-certificates/'];

/** What to say of a client that reads none of the system's lists; undefined for one that does. */
export function ownList(client: string, paths: readonly (string | undefined)[]): string | undefined {
  const given = paths.filter((path): path is string => path !== undefined && path !== '');
  if (given.length === 0 || given.some((path) => systemFolders.some((folder) => path.startsWith(folder))))
    return undefined;
  return `This ${client} reads a list of roots of its own (${given.join(', ')}) and not the system store, so its answer says nothing about it.`;
}

/** Turns a client's end into an answer; `verdict` is asked only when the client ran to its end. */
export function judge(program: string, result: RunResult, verdict: () => Answer): Answer {
  if (result.missing) return notRun(`${program} is not installed.`);
  if (result.timedOut) return failed(`${program} did not answer within its time limit.`);
  return verdict();
}

export const lastLine = (text: string) => text.trim().split('\n').pop()?.trim() ?? '';
