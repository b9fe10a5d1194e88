import { createHash } from 'node:crypto';
import { readAt } from '../system/file-calls';

/** One line as it lies in the file, without its line break. */
export interface RawLine {
  /** Where it begins, in bytes: a name that a line keeps for ever, since the file only grows. */
  start: number;
  /** Where the next one begins. */
  end: number;
  /** Empty when the line is longer than any that Sealwax writes. */
  bytes: Buffer;
  tooLong: boolean;
  /** False for a last line without its line break. */
  ended: boolean;
  /** Only reading forwards gives it: SHA-256 of the whole line in hexadecimal. */
  sha256?: string;
}

/** A line of 500 names has 130 kB; one of more than a megabyte is damage, and is never held in memory whole (bytes). */
export const longestLine = 1024 * 1024;

/** What is read at once (bytes). */
const chunkBytes = 256 * 1024;
const lineBreak = 0x0a;

/** The lines that begin before `before`, the last one first. Blank lines are given too. */
export async function* linesBackwards(
  file: number,
  before: number,
  chunk: number = chunkBytes,
): AsyncGenerator<RawLine, void> {
  let position = before;
  // What was read of the line whose beginning is not found yet, the part nearest to the beginning first.
  let parts: Buffer[] = [];
  let held = 0;
  let end = before;
  let ended = false;
  const finish = (start: number): RawLine => {
    const tooLong = held > longestLine;
    const line = { start, end, bytes: tooLong ? Buffer.alloc(0) : Buffer.concat(parts), tooLong, ended };
    [parts, held, end, ended] = [[], 0, start, true];
    return line;
  };
  const hold = (part: Buffer) => {
    held += part.length;
    parts = held > longestLine ? [] : [part, ...parts];
  };
  let first = true;
  while (position > 0) {
    const length = Math.min(chunk, position);
    position -= length;
    const bytes = await readAt(file, length, position);
    let to = bytes.length;
    if (first && bytes[to - 1] === lineBreak) {
      to -= 1;
      ended = true;
    }
    first = false;
    for (;;) {
      const at = to === 0 ? -1 : bytes.lastIndexOf(lineBreak, to - 1);
      if (at < 0) break;
      hold(bytes.subarray(at + 1, to));
      yield finish(position + at + 1);
      to = at;
    }
    hold(bytes.subarray(0, to));
  }
  if (before > 0) yield finish(0);
}

/** The lines from `start` on, in order, up to the end of the file at `size`. Blank lines are given too. */
export async function* linesForwards(file: number, start: number, size: number): AsyncGenerator<RawLine, void> {
  let position = start;
  let begin = start;
  let parts: Buffer[] = [];
  let held = 0;
  let hash = createHash('sha256');
  const hold = (part: Buffer) => {
    hash.update(part);
    held += part.length;
    parts = held > longestLine ? [] : [...parts, part];
  };
  const finish = (end: number, ended: boolean): RawLine => {
    const tooLong = held > longestLine;
    const bytes = tooLong ? Buffer.alloc(0) : Buffer.concat(parts);
    const line = { start: begin, end, bytes, tooLong, ended, sha256: hash.digest('hex') };
    [parts, held, begin, hash] = [[], 0, end, createHash('sha256')];
    return line;
  };
  while (position < size) {
    const bytes = await readAt(file, Math.min(chunkBytes, size - position), position);
    if (bytes.length === 0) break;
    let from = 0;
    for (let at = bytes.indexOf(lineBreak); at >= 0; at = bytes.indexOf(lineBreak, from)) {
      hold(bytes.subarray(from, at));
      from = at + 1;
      yield finish(position + from, true);
    }
    hold(bytes.subarray(from));
    position += bytes.length;
  }
  if (begin < position) yield finish(position, false);
}
