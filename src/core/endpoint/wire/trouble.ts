/** Why no handshake came of a connection. */
export type TroubleCode =
  | 'unresolved'
  | 'refused'
  | 'no-route'
  | 'timed-out'
  | 'stalled'
  | 'reset'
  | 'too-much'
  | 'garbage'
  | 'plain-http'
  | 'not-tls'
  | 'no-starttls'
  | 'cancelled';

/** `message` is one sentence about the server, `hint` the way out. */
export class Trouble extends Error {
  constructor(
    readonly code: TroubleCode,
    message: string,
    readonly hint: string,
  ) {
    super(message);
    this.name = 'Trouble';
  }
}

/** What the system said about a connection, as trouble. */
export function connectTrouble(error: Error, host: string, text: string): Trouble {
  const codes = codesOf(error);
  const has = (...some: string[]) => codes.some((code) => some.includes(code));
  if (has('ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME', 'EAI_FAIL')) {
    return new Trouble(
      'unresolved',
      `No address is known for ${host}.`,
      'Check the name, the hosts file and the network.',
    );
  }
  if (has('ECONNREFUSED')) {
    return new Trouble('refused', `Nothing listens at ${text}.`, 'Start the server, or check the port.');
  }
  if (has('ETIMEDOUT')) return late('timed-out', `${text} did not answer.`);
  if (has('ECONNRESET', 'EPIPE')) return hungUp(text);
  const why = codes[0] ?? 'the network is down';
  return new Trouble('no-route', `${text} cannot be reached: ${why}.`, 'Check the network or the VPN.');
}

/** Several addresses of one name each have an error of their own. */
function codesOf(error: Error): string[] {
  const all = error instanceof AggregateError ? (error.errors as Error[]) : [error];
  return all.flatMap((each) => ('code' in each && typeof each.code === 'string' ? [each.code] : []));
}

export const late = (code: 'timed-out' | 'stalled', message: string): Trouble =>
  new Trouble(code, message, 'Check that the server runs and that no firewall is between, then try again.');

export const hungUp = (text: string): Trouble =>
  new Trouble('reset', `${text} ended the connection in the handshake.`, 'Look into the log of the server.');

export const tooMuch = (text: string): Trouble =>
  new Trouble(
    'too-much',
    `${text} sends more than a chain of certificates can have.`,
    'Give the server its certificate and the intermediates alone.',
  );

export const garbage = (text: string, what: string): Trouble =>
  new Trouble(
    'garbage',
    `${text} began to speak TLS and then sent ${what}.`,
    'Check that nothing between changes the bytes, and look into the log of the server.',
  );

/** From the first bytes that came instead of a record of TLS. */
export function notTls(text: string, first: Buffer): Trouble {
  const said = first.toString('latin1');
  if (/^HTTP\/\d/.test(said) || /^\s*<(!doctype|html)/i.test(said)) {
    const hint = 'Put HTTPS in front of it, or give the server a certificate and its key.';
    return new Trouble('plain-http', `${text} speaks plain HTTP: everything sent to it can be read on the way.`, hint);
  }
  const start = startOf(said);
  if (start !== undefined) {
    const message = `${text} speaks ${start.label} in the clear first, so TLS has to be asked for (STARTTLS).`;
    return new Trouble('not-tls', message, `Look at ${start.scheme}://${text} instead.`);
  }
  return new Trouble(
    'not-tls',
    `What listens at ${text} does not speak TLS.`,
    'Check the port: the one for HTTPS is meant.',
  );
}

/** A greeting that comes without being asked tells the protocol. */
export function startOf(greeting: string): { scheme: string; label: string } | undefined {
  if (/^220[ -].*(smtp|mail)/i.test(greeting)) return { scheme: 'smtp', label: 'SMTP' };
  if (/^220[ -]/.test(greeting)) return { scheme: 'ftp', label: 'FTP' };
  if (/^\* (OK|PREAUTH)/.test(greeting)) return { scheme: 'imap', label: 'IMAP' };
  if (/^\+OK/.test(greeting)) return { scheme: 'pop3', label: 'POP3' };
  // Protocol 10 of MySQL, in a packet of number 0.
  if (/^..\0\0\n\d+\./s.test(greeting)) return { scheme: 'mysql', label: 'MySQL' };
  return undefined;
}
