import { addField, type Fields } from './fields';
import { HeadError } from './head-error';

/** A size line, or a line of the trailers, longer than this is refused (bytes). */
const lineAtMost = 1024;
/** All trailers together (bytes). */
const trailersAtMost = 16 * 1024;

const sizeLine = /^([0-9a-fA-F]{1,13})[ \t]*(?:;[^\r\n]*)?$/;

/**
 * Takes a body out of its chunks (RFC 9112 section 7.1), strictly: each size in hexadecimal digits alone, each line ended by CR LF. Lines may
 * come in any number of pieces. Throws `HeadError` with the given status.
 */
export class ChunkedReader {
  trailers: Fields = [];
  private left = 0;
  /** What is read next. */
  private state: 'size' | 'data' | 'data-end' | 'trailers' | 'done' = 'size';
  private line = '';
  private trailerBytes = 0;

  constructor(private readonly status: number) {}

  get done(): boolean {
    return this.state === 'done';
  }

  /** Ready for another body. */
  reset(): void {
    this.state = 'size';
    this.left = 0;
    this.line = '';
    this.trailers = [];
    this.trailerBytes = 0;
  }

  /** Reads on at `from` and gives each piece of the body to `take`. Gives back where it stopped: the end of `bytes`, or of the body. */
  read(bytes: Buffer, from: number, take: (piece: Buffer) => void): number {
    let at = from;
    while (at < bytes.length && this.state !== 'done') {
      if (this.state === 'data') {
        const end = Math.min(bytes.length, at + this.left);
        this.left -= end - at;
        take(at === 0 && end === bytes.length ? bytes : bytes.subarray(at, end));
        at = end;
        if (this.left === 0) this.state = 'data-end';
        continue;
      }
      const end = bytes.indexOf(10, at);
      const piece = bytes.toString('latin1', at, end < 0 ? bytes.length : end + 1);
      this.line += piece;
      at += piece.length;
      if (this.line.length > lineAtMost) throw new HeadError(this.status, 'A line of the chunked body is too long.');
      if (end < 0) break;
      if (!this.line.endsWith('\r\n'))
        throw new HeadError(this.status, 'A line of the chunked body does not end in CR LF.');
      const line = this.line.slice(0, -2);
      this.line = '';
      this.take(line);
    }
    return at;
  }

  private take(line: string): void {
    if (this.state === 'data-end') {
      if (line !== '') throw new HeadError(this.status, 'A chunk is longer than it says.');
      this.state = 'size';
    } else if (this.state === 'size') {
      const size = sizeLine.exec(line)?.[1];
      if (size === undefined) throw new HeadError(this.status, 'The size of a chunk is no number.');
      this.left = Number.parseInt(size, 16);
      this.state = this.left === 0 ? 'trailers' : 'data';
    } else if (line === '') {
      this.state = 'done';
    } else {
      this.trailerBytes += line.length;
      if (this.trailerBytes > trailersAtMost) throw new HeadError(this.status, 'The trailers are too long.');
      addField(this.trailers, line, this.status);
    }
  }
}

/** One piece of a body as a chunk: small ones in one buffer, as each write costs more than the copy. */
export function chunkOf(piece: Buffer): Buffer {
  const size = `${piece.length.toString(16)}\r\n`;
  const chunk = Buffer.allocUnsafe(size.length + piece.length + 2);
  chunk.write(size, 0, 'latin1');
  piece.copy(chunk, size.length);
  chunk[chunk.length - 2] = 13;
  chunk[chunk.length - 1] = 10;
  return chunk;
}
