import type { Finding, FindingCode } from '../../ipc/watched-schemas';
import { firstLook, whyRefused } from '../endpoint/survey/first-look';
import { alertName } from '../endpoint/wire/registry';
import { Trouble, type TroubleCode } from '../endpoint/wire/trouble';
import { parseIp } from '../pki/ip';
import type { HostTarget } from './host-target';

export interface FetchLimits {
  /** Milliseconds until the connection stands, the name looked up included. */
  connectMs: number;
  /** Milliseconds of the handshake after that. */
  handshakeMs: number;
}

/** A server of development or of the office answers in well under a second; a busy one over a slow line needs a few. */
export const usualLimits: FetchLimits = { connectMs: 5_000, handshakeMs: 5_000 };

/** Bytes that a server may send before its certificates are known; OpenSSL's own limit for them is 100 KiB. */
const bytesAtMost = 512 * 1024;

export type Fetched = { chain: Buffer[] } | { finding: Finding };

/**
 * The certificates that a server sends, in DER and as it sends them, its own first. Any certificate is taken: nothing is sent to the
 * server but hellos, and what comes is judged by our own path validation. What goes wrong is a finding; it does not throw.
 */
export async function fetchChain(target: HostTarget, limits: FetchLimits = usualLimits): Promise<Fetched> {
  // An address is no server name (RFC 6066 section 3).
  const named = parseIp(target.host) === undefined ? { serverName: target.host } : {};
  const { connectMs, handshakeMs } = limits;
  try {
    const { heard } = await firstLook(
      { target: { ...target, ...named, start: 'tls' }, limits: { connectMs, talkMs: handshakeMs, bytes: bytesAtMost } },
      [],
    );
    const chain = heard.chain?.ders ?? [];
    if (chain.length > 0) return { chain };
    if (heard.closed === true) {
      return { finding: bad('reset', `${target.text} ended the connection in the handshake.`, inTheLog) };
    }
    if (heard.alert === undefined) {
      return {
        finding: bad(
          'no-certificate',
          `${target.text} sent no certificate.`,
          'Give the server a certificate and its key.',
        ),
      };
    }
    const why = `${whyRefused(heard)} (${alertName(heard.alert)})`;
    return {
      finding: bad(
        'tls-refused',
        `${target.text} ended the handshake: ${why}.`,
        `${inTheLog.slice(0, -1)}, and check that it serves this name.`,
      ),
    };
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    return { finding: bad(codes[error.code], error.message, error.hint) };
  }
}

const inTheLog = 'Look into the log of the server.';

const codes: Record<TroubleCode, FindingCode> = {
  unresolved: 'unresolved',
  refused: 'refused',
  'no-route': 'no-route',
  'timed-out': 'timed-out',
  stalled: 'stalled',
  reset: 'reset',
  'too-much': 'too-large',
  garbage: 'not-tls',
  'plain-http': 'not-tls',
  'not-tls': 'not-tls',
  'no-starttls': 'not-tls',
  cancelled: 'stalled',
};

const bad = (code: FindingCode, message: string, hint: string): Finding => ({ code, severity: 'bad', message, hint });
