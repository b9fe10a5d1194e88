import type { Socket } from 'node:net';
import { chunkOf } from '../wire/chunked';
import { type Fields, textOf } from '../wire/fields';

/** Pieces up to this size wait for what comes in the same moment, to be one write and one TLS record (bytes). */
const heldAtMost = 32 * 1024;

/**
 * Writes answers of HTTP/1 with as few writes as possible: what is there in one turn of the event loop goes out as one buffer. A write through
 * TLS costs more than copying some kilobytes.
 */
export class Http1Output {
  private text = '';
  private piece: Buffer | undefined;
  private waits = false;
  private chunked = false;

  constructor(private readonly socket: Socket) {}

  /** `chunked`: how the body is sent. */
  head(text: string, chunked: boolean): void {
    this.flush();
    this.text = text;
    this.chunked = chunked;
    this.later();
  }

  /** False when the client takes no more for now. */
  body(piece: Buffer): boolean {
    if (this.piece === undefined && this.text !== '' && piece.length <= heldAtMost) {
      this.piece = piece;
      return true;
    }
    this.flush();
    return this.socket.write(this.chunked ? chunkOf(piece) : piece);
  }

  end(trailers: Fields): void {
    const last = this.chunked ? `0\r\n${textOf(trailers)}\r\n` : '';
    this.chunked = false;
    const { text, piece } = this;
    if (text === '' && piece === undefined) {
      if (last !== '') this.socket.write(last, 'latin1');
    } else if (last === '') this.flush();
    else if (piece === undefined) this.send(text + last);
    else this.join(`${text}${piece.length.toString(16)}\r\n`, piece, `\r\n${last}`);
  }

  /** Writes what waits. */
  flush(): void {
    const { text, piece } = this;
    if (text === '') return;
    if (piece === undefined) this.send(text);
    else if (this.chunked) this.join(`${text}${piece.length.toString(16)}\r\n`, piece, '\r\n');
    else this.join(text, piece, '');
  }

  private send(text: string): void {
    this.text = '';
    this.socket.write(text, 'latin1');
  }

  private join(before: string, piece: Buffer, after: string): void {
    this.text = '';
    this.piece = undefined;
    const all = Buffer.allocUnsafe(before.length + piece.length + after.length);
    all.write(before, 0, 'latin1');
    piece.copy(all, before.length);
    if (after !== '') all.write(after, before.length + piece.length, 'latin1');
    this.socket.write(all);
  }

  private later(): void {
    if (this.waits) return;
    this.waits = true;
    queueMicrotask(this.now);
  }

  private readonly now = (): void => {
    this.waits = false;
    this.flush();
  };
}
