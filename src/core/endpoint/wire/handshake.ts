import { WireError } from './bytes';
import { clientHello, type HelloOptions, helloRecord } from './client-hello';
import type { Connection } from './connection';
import {
  type AskedCertificate,
  type KeyExchangeFacts,
  messageType,
  readCertificateRequest,
  readCertificateStatus,
  readCertificates,
  readEncryptedExtensions,
  readKeyExchange,
  readServerHello,
  type SentChain,
  type ServerHello,
} from './messages';
import { contentType, HandshakeReader, isForeign, RecordReader, type TlsRecord } from './records';
import { suiteOf } from './suites';
import { HandshakeCipher, makeKey } from './tls13-keys';
import { garbage, notTls } from './trouble';

export interface Ask extends Omit<HelloOptions, 'keyShares'> {
  /** Groups of TLS 1.3 for which a key is sent along; empty lets the server choose one. */
  shares?: readonly number[];
  /** "hello": the answer to the hello is enough; "flight": all that the server sends before it waits. */
  until: 'hello' | 'flight';
}

/** What a server answered to one hello. */
export interface Heard {
  hello?: ServerHello;
  /** It refused by an alert; the number of RFC 8446 section 6. */
  alert?: number;
  /** It refused by hanging up. */
  closed?: true;
  chain?: SentChain;
  request?: AskedCertificate;
  keyExchange?: KeyExchangeFacts;
  /** Of TLS 1.3 it comes encrypted, after the hello. */
  alpn?: string;
}

/** Sends one hello and reads what comes. Nothing else is sent. Throws `Trouble`, among them `garbage`, `not-tls`, `plain-http`. */
export async function talk(connection: Connection, ask: Ask, text: string): Promise<Heard> {
  const keys = (ask.shares ?? []).map(makeKey);
  const hello = clientHello({
    ...ask,
    ...(ask.shares === undefined ? {} : { keyShares: keys.map(({ group, publicKey }) => ({ group, publicKey })) }),
  });
  connection.write(helloRecord(hello, ask.version));
  const flight = new Flight(ask, hello, keys);
  try {
    for (;;) {
      const bytes = await connection.read();
      if (bytes === undefined) {
        flight.closed();
        return flight.heard;
      }
      if (flight.isBegin && isForeign(bytes)) throw notTls(text, bytes);
      if (flight.push(bytes)) return flight.heard;
    }
  } catch (error) {
    if (error instanceof WireError) throw garbage(text, error.message);
    // Who hangs up in the middle has said what it said: the certificates may be there.
    if (isReset(error) && (flight.heard.chain !== undefined || flight.isBegin)) {
      if (flight.isBegin) flight.closed();
      return flight.heard;
    }
    throw error;
  }
}

const isReset = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'reset';

class Flight {
  readonly heard: Heard = {};
  isBegin = true;
  private readonly records = new RecordReader();
  private readonly messages = new HandshakeReader();
  private cipher: HandshakeCipher | undefined;
  private done = false;

  constructor(
    private readonly ask: Ask,
    private readonly sent: Buffer,
    private readonly keys: readonly ReturnType<typeof makeKey>[],
  ) {}

  closed(): void {
    if (this.heard.hello === undefined && this.heard.alert === undefined) this.heard.closed = true;
  }

  /** True when all was heard that was waited for. */
  push(bytes: Buffer): boolean {
    this.isBegin = false;
    this.records.push(bytes);
    for (let record = this.records.next(); record !== undefined && !this.done; record = this.records.next()) {
      this.record(record);
    }
    return this.done;
  }

  private record(record: TlsRecord): void {
    if (record.type === contentType.changeCipherSpec) return;
    if (record.type === contentType.applicationData && this.cipher !== undefined) {
      const { type, content } = this.cipher.open(record);
      this.content(type, content);
      return;
    }
    this.content(record.type, record.body);
  }

  private content(type: number, body: Buffer): void {
    if (type === contentType.alert) {
      const [level, code = 0] = body;
      // A warning before the hello, e.g. that the name is not known, does not end it (RFC 6066 section 3).
      if (level === 1 && code !== 0) {
        this.heard.alert ??= code;
        return;
      }
      this.heard.alert = code;
      this.done = true;
      return;
    }
    if (type !== contentType.handshake) throw new WireError('data before the handshake was done');
    this.messages.push(body);
    for (let message = this.messages.next(); message !== undefined && !this.done; message = this.messages.next()) {
      this.message(message.type, message.body, message.whole);
    }
  }

  private message(type: number, body: Buffer, whole: Buffer): void {
    const { heard } = this;
    const { hello } = heard;
    if (hello === undefined) {
      if (type !== messageType.serverHello) throw new WireError('another message than its hello');
      this.hello(readServerHello(body), whole);
      return;
    }
    const tls13 = hello.version >= 0x0304;
    if (type === messageType.certificate) heard.chain = readCertificates(body, tls13);
    else if (type === messageType.certificateRequest) heard.request = readCertificateRequest(body, hello.version);
    else if (type === messageType.certificateStatus && heard.chain !== undefined)
      heard.chain.staple = readCertificateStatus(body);
    else if (type === messageType.serverKeyExchange)
      heard.keyExchange = readKeyExchange(body, suiteOf(hello.suite).keyExchange.startsWith('EC'));
    else if (type === messageType.encryptedExtensions) Object.assign(heard, readEncryptedExtensions(body));
    this.done = type === (tls13 ? messageType.finished : messageType.serverHelloDone);
  }

  private hello(hello: ServerHello, whole: Buffer): void {
    if (hello.version >= 0x0304 && !(this.ask.supportedVersions ?? []).includes(hello.version))
      throw new WireError('a version that was not offered');
    this.heard.hello = hello;
    if (hello.alpn !== undefined) this.heard.alpn = hello.alpn;
    if (this.ask.until === 'hello' || hello.retry) {
      this.done = true;
      return;
    }
    if (hello.version < 0x0304) return;
    const own = this.keys.find(({ group }) => group === hello.keyShare?.group);
    if (own === undefined || hello.keyShare === undefined) throw new WireError('a key of a group that was not offered');
    this.cipher = new HandshakeCipher(
      hello.suite,
      own.secret(hello.keyShare.publicKey),
      Buffer.concat([this.sent, whole]),
    );
  }
}
