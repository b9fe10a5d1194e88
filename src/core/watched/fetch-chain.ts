import { connect, type Socket } from 'node:net';
import {
  createSecureContext,
  type DetailedPeerCertificate,
  type SecureContext,
  type TLSSocket,
  connect as tlsConnect,
} from 'node:tls';
import type { Finding, FindingCode } from '../../ipc/watched-schemas';
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

/** Certificates of a chain that are read; those in use have up to five. */
const chainAtMost = 20;
/** Bytes that a server may send before its certificates are known; OpenSSL's own limit for them is 100 KiB. */
const bytesAtMost = 512 * 1024;
/** How often the bytes are counted (milliseconds). */
const countEveryMs = 50;

export type Fetched = { chain: Buffer[] } | { finding: Finding };

/**
 * The certificates that a server sends, in DER, its own first, in the order in which one signs the other. Any certificate is taken:
 * nothing is sent to the server but a handshake, and what comes is judged by our own path validation and not by the TLS library. What
 * goes wrong is a finding; it does not throw.
 */
export async function fetchChain(target: HostTarget, limits: FetchLimits = usualLimits): Promise<Fetched> {
  let socket: Socket | undefined;
  let secure: TLSSocket | undefined;
  try {
    socket = await connected(target, limits.connectMs);
    if ('finding' in socket) return socket as { finding: Finding };
    const opened = handshake(socket, target, limits.handshakeMs);
    secure = opened.secure;
    return await opened.fetched;
  } finally {
    secure?.destroy();
    socket?.destroy();
  }
}

type NoConnection = Socket & { finding: Finding };

function connected({ host, port, text }: HostTarget, limitMs: number): Promise<Socket | NoConnection> {
  return new Promise((resolve) => {
    // A second for each address: the default of 250 ms ends connections to servers that are merely far away.
    const socket = connect({ host, port, autoSelectFamilyAttemptTimeout: 1_000 });
    const end = (finding: Finding) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(Object.assign(socket, { finding }));
    };
    const timer = setTimeout(
      () => end(late('timed-out', `${text} did not answer within ${seconds(limitMs)}.`)),
      limitMs,
    );
    // Later errors are the handshake's.
    socket.once('error', (error) => end(whyNotConnected(error, host, text)));
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.removeAllListeners('error');
      // Until the handshake listens.
      socket.on('error', () => undefined);
      resolve(socket);
    });
  });
}

function handshake(socket: Socket, target: HostTarget, limitMs: number) {
  const isAddress = parseIp(target.host) !== undefined;
  const secure = tlsConnect({
    socket,
    secureContext: anyServer(),
    // Ours is the judgement: a server with a wrong certificate is the very thing that is looked for.
    rejectUnauthorized: false,
    // An address is no server name (RFC 6066 section 3).
    ...(isAddress ? {} : { servername: target.host }),
  });
  const fetched = new Promise<Fetched>((resolve) => {
    const end = (answer: Fetched) => {
      clearTimeout(timer);
      clearInterval(counter);
      resolve(answer);
    };
    const timer = setTimeout(
      () =>
        end({
          finding: late('stalled', `${target.text} did not finish the TLS handshake within ${seconds(limitMs)}.`),
        }),
      limitMs,
    );
    const counter = setInterval(() => {
      if (socket.bytesRead > bytesAtMost) end({ finding: tooMuch(target.text) });
    }, countEveryMs);
    secure.once('secureConnect', () => {
      const chain = chainOf(secure.getPeerCertificate(true));
      end(chain.length === 0 ? { finding: noCertificate(target.text) } : { chain });
    });
    secure.on('error', (error) => {
      // Who wants a certificate of the client ends the handshake after it has shown its own.
      const chain = chainOf(secure.getPeerCertificate(true));
      end(chain.length > 0 ? { chain } : { finding: whyNoHandshake(error, target.text) });
    });
    secure.once('close', () => end({ finding: reset(target.text) }));
  });
  return { secure, fetched };
}

/**
 * Takes old protocols and weak keys too, so that a server that has them is shown and not merely called broken. No roots: the library
 * would add those that it knows to what the server sent.
 */
function anyServer(): SecureContext {
  const old = { ca: [], minVersion: 'TLSv1' as const };
  try {
    return createSecureContext({ ...old, ciphers: 'DEFAULT@SECLEVEL=0' });
  } catch {
    // BoringSSL, in Electron, has no such levels.
    return createSecureContext(old);
  }
}

/** Empty when the server has not shown any: the answer is null then, or an object without a certificate. */
function chainOf(first: DetailedPeerCertificate | null): Buffer[] {
  const chain: Buffer[] = [];
  let at: DetailedPeerCertificate | null | undefined = first;
  while (at?.raw !== undefined && chain.length < chainAtMost) {
    const { raw } = at;
    if (chain.some((known) => known.equals(raw))) break;
    chain.push(raw);
    at = at.issuerCertificate;
  }
  return chain;
}

function whyNotConnected(error: Error, host: string, text: string): Finding {
  const codes = codesOf(error);
  const has = (...some: string[]) => codes.some((code) => some.includes(code));
  if (has('ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME', 'EAI_FAIL')) {
    return bad('unresolved', `No address is known for ${host}.`, 'Check the name, the hosts file and the network.');
  }
  if (has('ECONNREFUSED')) {
    return bad('refused', `Nothing listens at ${text}.`, 'Start the server, or check the port.');
  }
  if (has('ETIMEDOUT')) return late('timed-out', `${text} did not answer.`);
  if (has('ECONNRESET', 'EPIPE')) return reset(text);
  return bad(
    'no-route',
    `${text} cannot be reached: ${codes[0] ?? 'the network is down'}.`,
    'Check the network or the VPN.',
  );
}

/** Several addresses of one name each have an error of their own. */
function codesOf(error: Error): string[] {
  const all = error instanceof AggregateError ? (error.errors as Error[]) : [error];
  return all.flatMap((each) => ('code' in each && typeof each.code === 'string' ? [each.code] : []));
}

function whyNoHandshake(error: Error & { code?: string }, text: string): Finding {
  const code = error.code ?? '';
  const said = `${code} ${error.message}`;
  if (/ECONNRESET|EPIPE|ERR_STREAM/.test(code)) return reset(text);
  if (/EXCESSIVE_MESSAGE_SIZE|excessive message size/i.test(said)) return tooMuch(text);
  // The names of the alerts: RFC 8446 section 6, as OpenSSL and BoringSSL write them.
  if (/ALERT/i.test(said)) {
    return bad(
      'tls-refused',
      `${text} ended the handshake with an alert: it wants another name or another protocol.`,
      'Look into the log of the server, and check that it serves this name.',
    );
  }
  if (
    /WRONG_VERSION_NUMBER|wrong version number|HTTP_REQUEST|http request|UNKNOWN_PROTOCOL|packet length|record|UNEXPECTED_MESSAGE/i.test(
      said,
    )
  ) {
    return notTls(text);
  }
  return bad('tls-refused', `The TLS handshake with ${text} failed.`, 'Look into the log of the server.');
}

const seconds = (ms: number) => (ms < 1000 ? `${ms} ms` : `${Math.round(ms / 1000)} s`);
const bad = (code: FindingCode, message: string, hint: string): Finding => ({ code, severity: 'bad', message, hint });
const late = (code: FindingCode, message: string) =>
  bad(code, message, 'Check that the server runs and that no firewall is between, then check again.');
const reset = (text: string) =>
  bad('reset', `${text} ended the connection in the handshake.`, 'Look into the log of the server.');
const notTls = (text: string) =>
  bad('not-tls', `What listens at ${text} does not speak TLS.`, 'Check the port: the one for HTTPS is meant.');
const noCertificate = (text: string) =>
  bad('no-certificate', `${text} sent no certificate.`, 'Give the server a certificate and its key.');
const tooMuch = (text: string) =>
  bad(
    'too-large',
    `${text} sends more than a chain of certificates can have.`,
    'Give the server its certificate and the intermediates alone.',
  );
