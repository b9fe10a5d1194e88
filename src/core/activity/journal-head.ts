import { join } from 'node:path';
import { closeFile, openFile, readFile, writeAll } from '../system/file-calls';

/** How far the history had been written when its last line was: what makes lines that were cut off its end noticed. */
export interface JournalHead {
  /** Bytes of the file. */
  size: number;
  /** SHA-256 of the last line. */
  last: string;
}

const fileOf = (folder: string) => join(folder, 'journal-head.json');

/** What is known of the end; undefined when nothing is, which is no fault: older versions did not write it. */
export async function readHead(folder: string): Promise<JournalHead | undefined> {
  try {
    const { size, last } = JSON.parse(await readFile(fileOf(folder), 'utf8')) as Record<string, unknown>;
    const whole = Number.isSafeInteger(size) && (size as number) > 0 && /^[0-9a-f]{64}$/.test(String(last));
    return whole ? { size: size as number, last: String(last) } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Written after the line itself is durable, in place and without a flush: after a power cut it is behind, or unreadable and then
 * unknown, but never ahead of the history, and a line costs no second wait for the disk.
 */
export async function writeHead(folder: string, head: JournalHead): Promise<void> {
  const file = await openFile(fileOf(folder), 'w', 0o600);
  try {
    await writeAll(file, Buffer.from(`${JSON.stringify(head)}\n`, 'utf8'));
  } finally {
    await closeFile(file);
  }
}
