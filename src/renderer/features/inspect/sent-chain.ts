import type { ChainNode } from '../../../ipc/chain-schemas';
import type { InspectReport, SentCertificate } from '../../../ipc/inspect-schemas';

const kindOf = ({ facts: { isAuthority, selfSigned } }: SentCertificate): ChainNode['kind'] =>
  isAuthority ? (selfSigned ? 'root' : 'intermediate') : 'leaf';

/** Certificates as they were sent, drawn as a chain: each edge is to the next one sent, whoever signed it. */
export const sentNodes = (sent: readonly SentCertificate[]): ChainNode[] =>
  sent.map((each) => ({
    kind: kindOf(each),
    name: each.facts.commonName || each.facts.subject || 'no name',
    fingerprint: each.facts.fingerprint,
    serial: each.facts.serial,
    keyType: each.facts.keyType,
    notBefore: each.facts.notBefore,
    notAfter: each.facts.notAfter,
    checks: each.checks,
  }));

/** What the server sent is the path, or its beginning: then one picture shows both. */
export const sentAsPath = ({ chain, path }: Pick<InspectReport, 'chain' | 'path'>): boolean =>
  chain.length > 0 &&
  chain.length <= path.length &&
  chain.every(({ facts }, index) => facts.fingerprint === path[index]?.fingerprint);

/** Beside each certificate of the path: whether it was sent, and by which place. */
export const pathNotes = ({ chain, path }: Pick<InspectReport, 'chain' | 'path'>): string[] =>
  path.map(({ fingerprint }) => {
    const place = chain.findIndex(({ facts }) => facts.fingerprint === fingerprint);
    return place < 0 ? 'not sent: known here' : `sent, number ${place + 1}`;
  });

/** Beside each certificate that was sent: who signed it, of those that were sent. */
export const sentNotes = (sent: readonly SentCertificate[]): string[] =>
  sent.map(({ signedBy, role }, index) => {
    const place = `number ${index + 1}${role === 'extra' ? ', not needed' : ''}`;
    if (signedBy === index) return `${place}, signed by itself`;
    return `${place}, signed by ${signedBy === null ? 'none that was sent' : `number ${signedBy + 1}`}`;
  });
