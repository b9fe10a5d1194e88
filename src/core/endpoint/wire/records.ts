import { WireError } from './bytes';

export const contentType = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23 } as const;

export interface TlsRecord {
  type: number;
  version: number;
  /** The five bytes before the body: TLS 1.3 authenticates them. */
  header: Buffer;
  body: Buffer;
}

/** 2^14 and what encryption may add (RFC 5246 section 6.2.3, RFC 8446 section 5.2). */
const bodyAtMost = 16_384 + 2048;
/** Records without content keep a reader busy and carry nothing. */
const emptyAtMost = 32;

/** True when the bytes cannot be the beginning of an answer in TLS: no known type, or no version 3.x. */
export function isForeign(bytes: Buffer): boolean {
  const [type = 0x16, major = 3] = bytes;
  return type < 20 || type > 24 || major !== 3;
}

/** Cuts a stream of bytes into records (RFC 8446 section 5.1). Throws WireError. */
export class RecordReader {
  private rest: Buffer = Buffer.alloc(0);
  private empty = 0;

  push(bytes: Buffer): void {
    this.rest = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes]);
  }

  /** The next whole record; undefined until more bytes come. */
  next(): TlsRecord | undefined {
    if (this.rest.length < 5) return undefined;
    const header = this.rest.subarray(0, 5);
    if (isForeign(header)) throw new WireError('bytes that are no record');
    const length = header.readUInt16BE(3);
    if (length > bodyAtMost) throw new WireError(`a record of ${length} bytes, where ${bodyAtMost} are the most`);
    if (this.rest.length < 5 + length) return undefined;
    const body = this.rest.subarray(5, 5 + length);
    this.rest = this.rest.subarray(5 + length);
    if (length === 0) {
      this.empty += 1;
      if (this.empty > emptyAtMost) throw new WireError('empty records without end');
    }
    return { type: header.readUInt8(0), version: header.readUInt16BE(1), header, body };
  }
}

export interface HandshakeMessage {
  type: number;
  body: Buffer;
  /** With its header, as the transcript has it. */
  whole: Buffer;
}

/** Certificates of 1 MiB are more than any client takes; no other message is as long. */
const messageAtMost = 1024 * 1024;
/** A server's flight has up to eight; a few more may follow. */
const messagesAtMost = 64;

/** Puts handshake messages together from the bodies of records (RFC 8446 section 4). Throws WireError. */
export class HandshakeReader {
  private parts: Buffer[] = [];
  private length = 0;
  private count = 0;

  push(body: Buffer): void {
    this.parts.push(body);
    this.length += body.length;
  }

  next(): HandshakeMessage | undefined {
    if (this.length < 4) return undefined;
    const head = this.joined(4);
    const length = head.readUIntBE(1, 3);
    if (length > messageAtMost)
      throw new WireError(`a message of ${length} bytes, where ${messageAtMost} are the most`);
    // Joined when it is whole, and not at every record: a long one would be copied again and again.
    if (this.length < 4 + length) return undefined;
    const all = this.joined(this.length);
    this.count += 1;
    if (this.count > messagesAtMost) throw new WireError('messages without end');
    const whole = all.subarray(0, 4 + length);
    const rest = all.subarray(4 + length);
    this.parts = rest.length === 0 ? [] : [rest];
    this.length = rest.length;
    return { type: whole.readUInt8(0), body: whole.subarray(4), whole };
  }

  private joined(atLeast: number): Buffer {
    const [first] = this.parts;
    if (first !== undefined && first.length >= atLeast) return first;
    const all = Buffer.concat(this.parts);
    this.parts = [all];
    return all;
  }
}
