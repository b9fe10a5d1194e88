import type { InspectFinding, SentCertificate } from '../../../ipc/inspect-schemas';
import { snippet } from './cures';
import { finding } from './finding';

/** OpenSSL's limit for the certificates of a handshake (bytes), which many programs keep. */
const usualBytes = 100 * 1024;
/** OpenSSL reads as many intermediates as this; Java and NSS take fewer. */
const usualCount = 10;

export interface SentFacts {
  chain: readonly SentCertificate[];
  sentCount: number;
  sentBytes: number;
  unreadable: readonly number[];
}

/** What is wrong with how the certificates were sent: their order, their number, their size. */
export function orderFindings({ chain, sentCount, sentBytes, unreadable }: SentFacts): InspectFinding[] {
  const found: InspectFinding[] = [];
  const id = chain[0]?.certificateId;
  const cures = [id === undefined ? undefined : snippet({ id })];
  for (const at of unreadable) {
    found.push(
      finding(
        'unreadable-certificate',
        at === 0 ? 'bad' : 'warn',
        `What was sent as number ${at + 1} cannot be read as a certificate.`,
      ),
    );
  }
  const misplaced = chain.findIndex(
    ({ signedBy }, index) => signedBy !== null && signedBy !== index && signedBy !== index + 1,
  );
  if (misplaced >= 0) {
    const message = `Number ${misplaced + 1} is signed by number ${(chain[misplaced]?.signedBy ?? 0) + 1}, which does not follow it; some clients stop there.`;
    found.push(finding('wrong-order', 'warn', message, { certificate: misplaced, cures }));
  }
  const extra = extras(chain);
  if (extra.length > 0) {
    const which = extra
      .map((index) => index + 1)
      .slice(0, 10)
      .join(', ');
    found.push(
      finding(
        'extra-certificates',
        'info',
        `${extra.length === 1 ? 'Number' : 'Numbers'} ${which} of what was sent do not belong to the chain.`,
        { certificate: extra[0], cures },
      ),
    );
  }
  const root = chain.findIndex(({ role }, index) => role === 'root' && !extra.includes(index));
  if (root > 0) {
    found.push(
      finding(
        'root-sent',
        'info',
        'The root itself is sent too: it costs bytes in every handshake, and nobody needs it.',
        { certificate: root, cures },
      ),
    );
  }
  if (sentCount > usualCount) {
    found.push(
      finding(
        'too-many-certificates',
        'bad',
        `The server sends ${sentCount} certificates; the first ${chain.length} were looked at.`,
        { cures },
      ),
    );
  }
  if (sentBytes > usualBytes) {
    found.push(
      finding(
        'large-certificate',
        'bad',
        `The certificates take ${Math.ceil(sentBytes / 1024)} KiB; OpenSSL and others refuse more than 100 KiB.`,
        { cures },
      ),
    );
  }
  return found;
}

/** Those that nothing leads to from the leaf, and copies. */
function extras(chain: readonly SentCertificate[]): number[] {
  const reached = new Set<number>();
  for (let at: number | null | undefined = 0; at !== null && at !== undefined && !reached.has(at); ) {
    reached.add(at);
    at = chain[at]?.signedBy;
  }
  return [...chain.keys()].filter((index) => !reached.has(index));
}
