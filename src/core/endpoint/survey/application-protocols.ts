import type { InspectReport, Start } from '../../../ipc/inspect-schemas';
import { mapBounded } from '../../system/bounded';
import type { Probing } from '../wire/probe';
import type { VersionId } from '../wire/registry';
import { Trouble } from '../wire/trouble';
import { askReadably, oldestHello, tried, usualHello } from './ask';
import { atOnce } from './versions';

/** Names of the registry of ALPN that belong to what is looked at. */
const ofStart: Partial<Record<Start, readonly string[]>> = {
  tls: ['h2', 'http/1.1'],
  imap: ['imap'],
  pop3: ['pop3'],
  ftp: ['ftp'],
  xmpp: ['xmpp-client', 'xmpp-server'],
  postgres: ['postgresql'],
};

export const alpnFor = (start: Start): readonly string[] => ofStart[start] ?? [];

/** Offers each protocol by itself (RFC 7301). */
export async function surveyAlpn(probing: Probing, accepted: readonly VersionId[]): Promise<InspectReport['alpn']> {
  const offered = [...alpnFor(probing.target.start)];
  const modern = accepted.includes('tls1.3') || accepted.includes('tls1.2');
  const taken = await mapBounded(offered, atOnce, async (name) => {
    const heard = await tried(askReadably(probing, modern ? usualHello([name]) : oldestHello([name])));
    return !(heard instanceof Trouble) && heard.alpn === name;
  });
  const chosen = offered.filter((_, index) => taken[index] === true);
  return { offered, accepted: chosen, message: sentence(offered, chosen) };
}

function sentence(offered: readonly string[], accepted: readonly string[]): string {
  if (offered.length === 0) return 'No protocol was offered: this one has no name for it.';
  if (accepted.length === 0) return 'The server takes part in no choice of protocol (ALPN).';
  return `The server takes ${accepted.join(', ')}.`;
}
