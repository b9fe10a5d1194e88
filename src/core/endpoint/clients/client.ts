import type { ClientVerdict, InspectTarget } from '../../../ipc/inspect-schemas';
import type { Run, RunResult } from '../../system/run';

export type Said = Pick<ClientVerdict, 'result' | 'message'>;

export interface AskedTarget {
  target: InspectTarget;
  run: Run;
  env: NodeJS.ProcessEnv;
  signal?: AbortSignal | undefined;
  /** The PEM of our root in a file, where the chain leads to one or there is a default one. */
  rootFile?: string | undefined;
}

/** A program of this machine that makes one handshake with the server, the way its user's programs would. */
export interface InspectClient extends Pick<ClientVerdict, 'id' | 'label' | 'roots'> {
  ask(asked: AskedTarget): Promise<Said>;
}

/** Milliseconds for one handshake over a slow line. */
export const clientMs = 15_000;

export const accepted = (message: string): Said => ({ result: 'accepted', message });
export const refused = (message: string): Said => ({
  result: 'refused',
  message: message || 'It refused without a word.',
});
export const notHere = (message: string): Said => ({ result: 'not-here', message });

/** Turns a client's end into what it said; `verdict` is asked only when it ran to its end. */
export function judge(program: string, result: RunResult, verdict: () => Said): Said {
  if (result.missing) return notHere(`${program} is not installed.`);
  if (result.timedOut) return notHere(`${program} did not come to an end within its time limit.`);
  return verdict();
}

/** The name or address that the certificate must be for. */
export const nameFor = ({ serverName, host }: InspectTarget): string => serverName ?? host;

/** "host:port" for the command line of a client; an IPv6 address in brackets. */
export const addressFor = ({ host, port }: InspectTarget): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
