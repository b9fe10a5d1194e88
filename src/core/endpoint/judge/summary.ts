import type { ClientVerdict, InspectFinding } from '../../../ipc/inspect-schemas';
import type { Paths } from './paths';

/** What was found in one sentence or two: the worst, or that all is good. */
export function summaryOf(findings: readonly InspectFinding[], { best }: Paths, name: string): string {
  const [worst] = findings;
  const bad = findings.filter(({ severity }) => severity === 'bad').length;
  if (worst !== undefined && bad > 0) return `${worst.message}${bad > 1 ? ` ${bad - 1} more below.` : ''}`;
  const root = best.chain.at(-1);
  const leads =
    root === undefined || !best.trusted ? '' : `, and its chain leads to ${root.commonName || root.subject}`;
  return `The certificate is good for ${name}${leads}.${worst?.severity === 'warn' ? ` ${worst.message}` : ''}`;
}

/** How many of the clients that were run accept it; empty when none was. */
export function clientsSay(verdicts: readonly ClientVerdict[]): string {
  const ran = verdicts.filter(({ by, result }) => by === 'client' && result !== 'not-here');
  const accepting = ran.filter(({ result }) => result === 'accepted').length;
  if (ran.length === 0) return '';
  if (ran.length === 1) return ` The one client that was asked ${accepting === 1 ? 'accepts' : 'refuses'} it.`;
  if (accepting === ran.length) return ` Each of the ${ran.length} clients that were asked accepts it.`;
  if (accepting === 0) return ` None of the ${ran.length} clients that were asked accepts it.`;
  return ` ${accepting} of the ${ran.length} clients that were asked ${accepting === 1 ? 'accepts' : 'accept'} it.`;
}
