import type { Start } from '../../../ipc/inspect-schemas';
import type { Connection } from './connection';
import { notTls, startOf, Trouble } from './trouble';

export interface StartFacts {
  id: Start;
  label: string;
  schemes: readonly string[];
  /** Ports where it is spoken (IANA service names). */
  ports: readonly number[];
}

/** Protocols that begin in the clear, with the document of their way into TLS. */
export const starts: readonly StartFacts[] = [
  { id: 'smtp', label: 'SMTP', schemes: ['smtp', 'submission'], ports: [25, 587] },
  { id: 'imap', label: 'IMAP', schemes: ['imap'], ports: [143] },
  { id: 'pop3', label: 'POP3', schemes: ['pop3', 'pop'], ports: [110] },
  { id: 'ldap', label: 'LDAP', schemes: ['ldap'], ports: [389] },
  { id: 'ftp', label: 'FTP', schemes: ['ftp'], ports: [21] },
  { id: 'xmpp', label: 'XMPP', schemes: ['xmpp', 'xmpp-client', 'xmpp-server'], ports: [5222, 5269] },
  { id: 'postgres', label: 'PostgreSQL', schemes: ['postgres', 'postgresql'], ports: [5432] },
  { id: 'mysql', label: 'MySQL', schemes: ['mysql', 'mariadb'], ports: [3306] },
];

export const startLabel = (id: Start): string => starts.find((each) => each.id === id)?.label ?? 'TLS';

interface Talk {
  connection: Connection;
  host: string;
  port: number;
  text: string;
}

/** Bytes of a greeting or an answer. */
const answerAtMost = 16 * 1024;

/**
 * Says what has to be said before TLS begins; no name, no password. Throws `Trouble`: `no-starttls` when the server does not want
 * to, and those of the connection.
 */
export async function beginTls(start: Start, talk: Talk): Promise<void> {
  if (start !== 'tls') await talks[start](talk);
}

const talks: Record<Exclude<Start, 'tls'>, (talk: Talk) => Promise<void>> = {
  // RFC 3207.
  async smtp(talk) {
    await expect(talk, 'SMTP', numbered, /^220/);
    say(talk, 'EHLO localhost\r\n');
    const offers = await expect(talk, 'SMTP', numbered, /^250/);
    if (!/^250[ -]STARTTLS\s*$/im.test(offers)) throw refusal(talk, 'SMTP');
    say(talk, 'STARTTLS\r\n');
    await expect(talk, 'SMTP', numbered, /^220/);
  },
  // RFC 9051 section 6.2.1.
  async imap(talk) {
    await expect(talk, 'IMAP', (text) => text.includes('\n'), /^\* OK/);
    say(talk, 'a1 STARTTLS\r\n');
    await expect(talk, 'IMAP', (text) => /^a1 [^\n]*\n/m.test(text), /^a1 OK/m);
  },
  // RFC 2595 section 4.
  async pop3(talk) {
    await expect(talk, 'POP3', (text) => text.includes('\n'), /^\+OK/);
    say(talk, 'STLS\r\n');
    await expect(talk, 'POP3', (text) => text.includes('\n'), /^\+OK/);
  },
  // RFC 4217 section 4.
  async ftp(talk) {
    await expect(talk, 'FTP', numbered, /^220/);
    say(talk, 'AUTH TLS\r\n');
    await expect(talk, 'FTP', numbered, /^234/);
  },
  // RFC 4511 section 4.14: an extended request of that name; the answer with result code 0.
  async ldap(talk) {
    const oid = Buffer.from('1.3.6.1.4.1.1466.20037', 'ascii');
    talk.connection.write(
      Buffer.concat([Buffer.from([0x30, oid.length + 7, 2, 1, 1, 0x77, oid.length + 2, 0x80, oid.length]), oid]),
    );
    const whole = (bytes: Buffer) => bytes.length >= 2 && (bytes[1] ?? 0) < 0x80 && bytes.length >= 2 + (bytes[1] ?? 0);
    const answer = await receive(talk, whole, 'LDAP');
    // messageID, then [APPLICATION 24] with an ENUMERATED at its begin.
    if (answer[0] !== 0x30 || answer[5] !== 0x78 || answer.readUIntBE(7, 3) !== 0x0a0100) throw refusal(talk, 'LDAP');
  },
  // RFC 6120 section 5.4.
  async xmpp(talk) {
    const kind = talk.port === 5269 ? 'jabber:server' : 'jabber:client';
    say(
      talk,
      `<?xml version='1.0'?><stream:stream xmlns='${kind}' xmlns:stream='http://etherx.jabber.org/streams' to='${talk.host}' version='1.0'>`,
    );
    const ended = /<\/stream:features>|<stream:features\/>|<stream:error|<\/stream:stream>/;
    await expect(talk, 'XMPP', (text) => ended.test(text), /<starttls[\s/>]/);
    say(talk, "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
    await expect(talk, 'XMPP', (text) => /<(proceed|failure)[^>]*>/.test(text), /<proceed/);
  },
  // PostgreSQL, "SSL Session Encryption": SSLRequest, answered by S or N.
  async postgres(talk) {
    talk.connection.write(Buffer.from('0000000804d2162f', 'hex'));
    const answer = await receive(talk, (bytes) => bytes.length >= 1, 'PostgreSQL');
    if (answer[0] !== 0x53) throw refusal(talk, 'PostgreSQL');
  },
  // MySQL, "Protocol::SSLRequest": after the greeting, with the capabilities of the 4.1 protocol and TLS.
  async mysql(talk) {
    const whole = (bytes: Buffer) => bytes.length >= 4 && bytes.length >= 4 + bytes.readUIntLE(0, 3);
    const greeting = await receive(talk, whole, 'MySQL');
    if (!offersTls(greeting)) throw refusal(talk, 'MySQL');
    const request = Buffer.alloc(36);
    request.writeUIntLE(32, 0, 3);
    request.writeUInt8(1, 3);
    // PROTOCOL_41, SSL, SECURE_CONNECTION.
    request.writeUInt32LE(0x0000_8a00, 4);
    request.writeUInt32LE(0x0100_0000, 8);
    // utf8mb4.
    request.writeUInt8(45, 12);
    talk.connection.write(request);
  },
};

function offersTls(greeting: Buffer): boolean {
  // Protocol 10; then the version, ended by a zero, the thread, 8 bytes of challenge and a zero, the capabilities.
  const end = greeting.indexOf(0, 5);
  const at = end + 1 + 4 + 8 + 1;
  if (greeting[4] !== 10 || end < 0 || greeting.length < at + 2) return false;
  return (greeting.readUInt16LE(at) & 0x0800) !== 0;
}

const say = ({ connection }: Talk, text: string) => connection.write(Buffer.from(text, 'ascii'));

/** Answers of SMTP and FTP: the last line has a space after its number (RFC 5321 section 4.2.1). */
const numbered = (text: string) => /^\d{3}(?: [^\n]*)?\r?\n/m.test(text);

async function expect(talk: Talk, name: string, whole: (text: string) => boolean, good: RegExp): Promise<string> {
  const bytes = await receive(talk, (each) => whole(each.toString('latin1')), name);
  const text = bytes.toString('latin1');
  if (good.test(text)) return text;
  if (bytes[0] === 0x15 || bytes[0] === 0x16) throw beginsWithTls(talk, name);
  // A greeting of another protocol, or an HTTP server's complaint.
  throw startOf(text) === undefined && !text.startsWith('HTTP/') ? refusal(talk, name) : notTls(hostOf(talk), bytes);
}

async function receive(talk: Talk, whole: (bytes: Buffer) => boolean, name: string): Promise<Buffer> {
  let all: Buffer = Buffer.alloc(0);
  for (;;) {
    const bytes = await talk.connection.read();
    if (bytes === undefined) throw refusal(talk, name);
    all = Buffer.concat([all, bytes]);
    if (whole(all)) return all;
    if (all.length > answerAtMost) throw refusal(talk, name);
  }
}

const hostOf = ({ text }: Talk) => text.replace(/^[a-z0-9]+:\/\//, '');

const refusal = (talk: Talk, name: string) =>
  new Trouble(
    'no-starttls',
    `${hostOf(talk)} does not begin TLS when it is asked to in ${name}.`,
    `Switch TLS on in the settings of the ${name} server, or check the port and the protocol.`,
  );

const beginsWithTls = (talk: Talk, name: string) =>
  new Trouble(
    'no-starttls',
    `${hostOf(talk)} begins with TLS at once, and not after a start in ${name}.`,
    'Look at it as tls instead.',
  );
