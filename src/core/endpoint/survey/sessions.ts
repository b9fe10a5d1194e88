import type { InspectReport } from '../../../ipc/inspect-schemas';
import type { AskedCertificate } from '../wire/messages';
import type { Probing } from '../wire/probe';
import type { VersionId } from '../wire/registry';
import { Trouble } from '../wire/trouble';
import { tried } from './ask';
import { type HandshakeWish, type WholeHandshake, wholeHandshake } from './whole-handshake';

type Resumption = InspectReport['resumption'];
type Answer = Resumption['tickets'];

/** Whether a second connection can take up where the first ended: tried, and not taken from what the server announces. */
export async function surveyResumption(
  probing: Probing,
  accepted: readonly VersionId[],
  until: () => boolean,
): Promise<Resumption> {
  const resumes = (wish: HandshakeWish, byTicket = false) =>
    until() ? Promise.resolve<Answer>('unknown') : comesBack(probing, wish, byTicket);
  const older = accepted.includes('tls1.2');
  const tls13 = accepted.includes('tls1.3') ? await resumes({ version: 'TLSv1.3' }) : 'no';
  const tickets = older ? await resumes({ version: 'TLSv1.2' }, true) : 'no';
  const sessionIds = older ? await resumes({ version: 'TLSv1.2', withoutTickets: true }) : 'no';
  return { tickets, sessionIds, tls13, message: sentence({ tickets, sessionIds, tls13 }) };
}

async function comesBack(probing: Probing, wish: HandshakeWish, byTicket: boolean): Promise<Answer> {
  const first = await tried(wholeHandshake(probing, wish));
  if (first instanceof Trouble || !first.done) return 'unknown';
  if (first.session === undefined || (byTicket && !first.ticket)) return 'no';
  const second = await tried(wholeHandshake(probing, { ...wish, session: first.session }));
  if (second instanceof Trouble || !second.done) return 'unknown';
  return second.reused ? 'yes' : 'no';
}

function sentence({ tickets, sessionIds, tls13 }: Omit<Resumption, 'message'>): string {
  const ways = [
    ...(tls13 === 'yes' ? ['a ticket of TLS 1.3'] : []),
    ...(tickets === 'yes' ? ['a ticket of TLS 1.2'] : []),
    ...(sessionIds === 'yes' ? ['a session identifier'] : []),
  ];
  if (ways.length > 0) return `A client that comes back saves a round of the handshake by ${ways.join(', ')}.`;
  if ([tickets, sessionIds, tls13].includes('unknown')) return 'Whether sessions are resumed could not be found out.';
  return 'Each connection makes a whole handshake; sessions are not resumed.';
}

/** Whether a certificate of the client is wanted, and whether one without may stay. */
export async function surveyClientCertificate(
  probing: Probing,
  asked: AskedCertificate | undefined,
  version: VersionId | undefined,
): Promise<InspectReport['clientCertificate']> {
  if (asked === undefined) {
    const message = 'The server asks no client for a certificate.';
    return { wanted: 'no', authorities: [], authorityCount: 0, message };
  }
  const { authorities, count } = asked;
  const found = { authorities, authorityCount: count };
  if (version !== 'tls1.3' && version !== 'tls1.2') {
    return { wanted: 'asked', ...found, message: `The server asks for a certificate${of(asked)}.` };
  }
  const wish: HandshakeWish = { version: version === 'tls1.3' ? 'TLSv1.3' : 'TLSv1.2' };
  const ended: WholeHandshake | Trouble = await tried(wholeHandshake(probing, wish));
  if (ended instanceof Trouble) {
    const message = `The server asks for a certificate${of(asked)}; whether it insists could not be found out.`;
    return { wanted: 'unknown', ...found, message };
  }
  return ended.wantsCertificate || !ended.done
    ? { wanted: 'required', ...found, message: `The server lets in only clients with a certificate${of(asked)}.` }
    : {
        ...{ wanted: 'asked', ...found },
        message: `The server asks for a certificate${of(asked)}, and goes on without; what it then allows is its own matter.`,
      };
}

function of({ authorities, count }: AskedCertificate): string {
  if (count === 0) return ' of any authority';
  return ` of ${authorities.slice(0, 3).join('; ')}${count > 3 ? ` or ${count - 3} more` : ''}`;
}
