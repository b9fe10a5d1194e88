import { constants } from 'node:crypto';
import { createSecureContext, type SecureVersion, type TLSSocket, connect as tlsConnect } from 'node:tls';
import { openForTls, type Probing } from '../wire/probe';

export interface WholeHandshake {
  /** It came to its end. */
  done: boolean;
  /** The server took up the session that was offered. */
  reused: boolean;
  /** For another connection; absent when the server gave none. */
  session?: Buffer;
  /** The session of TLS 1.2 is a ticket, which the server need not remember. */
  ticket: boolean;
  /** The server ended it afterwards, or before, for want of a certificate of the client. */
  wantsCertificate: boolean;
}

export interface HandshakeWish {
  version: SecureVersion;
  session?: Buffer | undefined;
  withoutTickets?: boolean;
}

/** A server sends its tickets of TLS 1.3, or its refusal, right after the handshake (milliseconds). */
const afterMs = 700;
/** For the last words to be sent (milliseconds). */
const goodByeMs = 200;

/**
 * A handshake to its end by the library of this process, for what cannot be seen before: sessions, and whether a client without a
 * certificate may stay. Nothing else is sent. Throws `Trouble` of the connection; a handshake that fails is no error.
 */
export async function wholeHandshake(probing: Probing, wish: HandshakeWish): Promise<WholeHandshake> {
  const { version, session, withoutTickets } = wish;
  const connection = await openForTls(probing);
  const socket = connection.release();
  const { serverName } = probing.target;
  let secure: TLSSocket | undefined;
  try {
    secure = tlsConnect({
      socket,
      secureContext: contextOf(version, withoutTickets === true),
      // Ours is the judgement; what is looked at may be as wrong as can be.
      rejectUnauthorized: false,
      ...(serverName === undefined ? {} : { servername: serverName }),
      ...(session === undefined ? {} : { session }),
    });
    const whole = await ended(secure, version, probing);
    if (whole.done) await goodBye(secure);
    return whole;
  } finally {
    secure?.destroy();
    socket.destroy();
  }
}

/** A server forgets the session of a connection that ends without its "close notify" (RFC 5246 section 7.2.1). */
function goodBye(secure: TLSSocket): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, goodByeMs);
    secure.end(() => {
      clearTimeout(timer);
      // The callback comes when the words are handed over; closing at once could still overtake them.
      setImmediate(resolve);
    });
  });
}

function contextOf(version: SecureVersion, withoutTickets: boolean) {
  const options = {
    ...{ ca: [], minVersion: version, maxVersion: version },
    ...(withoutTickets ? { secureOptions: constants.SSL_OP_NO_TICKET } : {}),
  };
  try {
    return createSecureContext({ ...options, ciphers: 'DEFAULT@SECLEVEL=0' });
  } catch {
    // BoringSSL, in Electron, has no such levels.
    return createSecureContext(options);
  }
}

function ended(secure: TLSSocket, version: SecureVersion, { limits, signal }: Probing): Promise<WholeHandshake> {
  return new Promise((resolve) => {
    let done = false;
    let reused = false;
    let ticket = false;
    let session: Buffer | undefined;
    let wantsCertificate = false;
    const finish = () => {
      clearTimeout(timer);
      clearTimeout(after);
      signal?.removeEventListener('abort', finish);
      resolve({ done, reused, ticket, wantsCertificate, ...(session === undefined ? {} : { session }) });
    };
    let after: NodeJS.Timeout | undefined;
    const timer = setTimeout(finish, limits?.talkMs ?? 5_000);
    signal?.addEventListener('abort', finish, { once: true });
    secure.on('session', (bytes) => {
      session = bytes;
      if (version === 'TLSv1.3' && done) finish();
    });
    secure.once('secureConnect', () => {
      done = true;
      // Asked here and not at the end: Node dies when it is asked for the ticket of a connection that has ended.
      reused = secure.isSessionReused();
      ticket = version !== 'TLSv1.3' && secure.getTLSTicket() !== undefined;
      if (version !== 'TLSv1.3') {
        session ??= secure.getSession();
        finish();
      } else if (session !== undefined) finish();
      else after = setTimeout(finish, afterMs);
    });
    secure.on('error', (error: Error & { code?: string }) => {
      // OpenSSL and BoringSSL name the alerts 116, 40 and 42 (RFC 8446 section 6.2) in their own ways.
      wantsCertificate ||=
        /CERTIFICATE_REQUIRED|certificate required|HANDSHAKE_FAILURE|handshake failure|BAD_CERTIFICATE|bad certificate/i.test(
          `${error.code ?? ''} ${error.message}`,
        );
      finish();
    });
    secure.once('close', finish);
  });
}
