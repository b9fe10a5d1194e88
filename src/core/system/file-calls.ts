import fs from 'node:fs';
import { promisify } from 'node:util';

// The calls of node:fs as promises. They are those of `node:fs/promises`, which however loads readline, file watchers and streams
// too: a tenth of the command line's start. Its file handles also cost half a millisecond more a certificate, a sixth of all that
// issuing one takes in a batch.

let inPlace = false;

/**
 * From now on all but flushing is done in place, not in a thread of the pool: a small file is read in 30 µs instead of 300. For
 * the command line, where nobody waits for anything else; a window would stand still when a disk is slow.
 */
export function workInPlace(): void {
  inPlace = true;
}

/** Whether `workInPlace` was called. */
export const worksInPlace = (): boolean => inPlace;

/** The same call in its two forms, as one of the first's type. */
const either = <Pooled>(pooled: Pooled, direct: (...args: never[]) => unknown): Pooled =>
  (async (...args: never[]) =>
    inPlace ? direct(...args) : (pooled as (...args: never[]) => unknown)(...args)) as Pooled;

export const readFile = either(promisify(fs.readFile), fs.readFileSync);
/**
 * A small file's text, read in place even in the window, where the caller lets events in between files: to read thousands by the
 * pool takes five times as long, all of it spent in handing over.
 */
export const readInPlace = async (path: string): Promise<string> => fs.readFileSync(path, 'utf8');
export const readdir = either(promisify(fs.readdir), fs.readdirSync);
export const stat = either(promisify(fs.stat), fs.statSync);
export const mkdir = either(promisify(fs.mkdir), fs.mkdirSync);
export const rename = either(promisify(fs.rename), fs.renameSync);
export const rm = promisify(fs.rm);
export const openFile = either(promisify(fs.open), fs.openSync);
export const closeFile = either(promisify(fs.close), fs.closeSync);
/** Always in the pool: files are flushed side by side. */
export const flushFile = promisify(fs.fsync);
/** What an open file is. */
export const factsOf = either(promisify(fs.fstat), fs.fstatSync);
export const sizeOf = async (file: number): Promise<number> => (await factsOf(file)).size;

/** Writes all of it at the file's place, or at its end where it was opened for that. */
export async function writeAll(file: number, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    at += inPlace ? fs.writeSync(file, bytes, at, bytes.length - at) : await writeOnce(file, bytes, at);
  }
}

function writeOnce(file: number, bytes: Uint8Array, at: number): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.write(file, bytes, at, bytes.length - at, null, (error, written) => (error ? reject(error) : resolve(written)));
  });
}

/** The bytes from a place on, as many as are there; fewer when the file ends before. */
export async function readAt(file: number, length: number, position: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let have = 0;
  while (have < length) {
    const [left, place] = [length - have, position + have];
    const read = inPlace ? fs.readSync(file, bytes, have, left, place) : await readOnce(file, bytes, have, place);
    if (read === 0) break;
    have += read;
  }
  return bytes.subarray(0, have);
}

function readOnce(file: number, bytes: Buffer, at: number, position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.read(file, bytes, at, bytes.length - at, position, (error, read) => (error ? reject(error) : resolve(read)));
  });
}
