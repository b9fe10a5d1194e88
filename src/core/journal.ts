import { join } from 'node:path';
import { readHead, writeHead } from './activity/journal-head';
import { linesBackwards } from './activity/journal-lines';
import { sha256Hex } from './digest';
import { appendDurable } from './system/atomic-file';
import { closeFile, openFile, readFile, sizeOf } from './system/file-calls';

/** Who did it. */
export type Actor = 'window' | 'command-line' | 'automatic';

export interface JournalEntry {
  /** ISO 8601, UTC. */
  at: string;
  who: Actor;
  /** e.g. "authority.created", "certificate.issued", "trust.installed". */
  what: string;
  /** The folder name or fingerprint that it is about. */
  subject: string;
  /** Public facts only: never a key, a passphrase, or a command's input. */
  data?: Record<string, unknown>;
}

export type JournalNote = Pick<JournalEntry, 'what' | 'subject' | 'data'>;

export interface JournalLine extends JournalEntry {
  /** SHA-256 of the line before, without its line break; 64 zeros for the first. A gap or an edit breaks the chain. */
  previous: string;
}

export const firstLink = '0'.repeat(64);

/** What the history says of itself when its end was not as it had been left: the line that the evidence is kept in. */
export const tailChanged = 'history.tail-changed';

/** A line is far shorter, so the last one is found with one read of this many bytes. */
const tailBytes = 16 * 1024;

/** Append-only history of everything that was done, one JSON object a line, each chained to the one before. */
export class Journal {
  readonly file: string;

  constructor(
    private readonly folder: string,
    private readonly who: Actor,
    private readonly now: () => Date,
  ) {
    this.file = join(folder, 'journal.jsonl');
  }

  private failure: string | undefined;

  /** Why the history is not complete, or undefined: a line that could not be written never undoes what was done. */
  problem(): string | undefined {
    return this.failure;
  }

  /** Notes what was done. It does not throw: the work is done and confirmed, whether or not its line can be written. */
  async note(what: string, subject: string, data?: Record<string, unknown>): Promise<void> {
    await this.noteAll([{ what, subject, ...(data === undefined ? {} : { data }) }]);
  }

  /** Notes several things with one durable write, in order. It does not throw either. */
  async noteAll(notes: readonly JournalNote[]): Promise<void> {
    try {
      await this.addAll(notes);
    } catch (error) {
      this.failure = `The history could not be written: ${error instanceof Error ? error.message : 'unknown error'}`;
    }
  }

  /** Adds one line durably. The caller holds the folder's lock, so no other line can come between. */
  async add(what: string, subject: string, data?: Record<string, unknown>): Promise<void> {
    await this.addAll([{ what, subject, ...(data === undefined ? {} : { data }) }]);
  }

  private async addAll(notes: readonly JournalNote[]): Promise<void> {
    if (notes.length === 0) return;
    const at = this.now().toISOString();
    const tail = await this.tail();
    let previous = tail.last;
    let lines = '';
    for (const { what, subject, data } of [...(await this.changeOf(tail)), ...notes]) {
      const line: JournalLine = { at, who: this.who, what, subject, ...(data === undefined ? {} : { data }), previous };
      const text = JSON.stringify(line);
      previous = sha256Hex(text);
      lines += `${text}\n`;
    }
    const size = await appendDurable(this.file, lines);
    // Without it nothing is lost but the notice of a tail that was cut off.
    await writeHead(this.folder, { size, last: previous }).catch(() => undefined);
  }

  /** A note when the end of the file is not what the last writer left; a line that a crash tore off stands behind that. */
  private async changeOf({ size, last }: { size: number; last: string }): Promise<JournalNote[]> {
    const head = await readHead(this.folder);
    if (head === undefined || last === head.last) return [];
    if (size > head.size && (await this.tail(head.size)).last === head.last) return [];
    return [{ what: tailChanged, subject: 'history', data: { bytes: size, expectedBytes: head.size } }];
  }

  /** All lines that can be read, the oldest first; a torn line is left out. */
  async entries(): Promise<JournalEntry[]> {
    const text = await readFile(this.file, 'utf8').catch(() => '');
    return text.split('\n').flatMap((line) => {
      try {
        return line === '' ? [] : [JSON.parse(line) as JournalEntry];
      } catch {
        return [];
      }
    });
  }

  /** The size of the file and the hash of the last line before `end`. */
  private async tail(end?: number): Promise<{ size: number; last: string }> {
    const fd = await openFile(this.file, 'r').catch(() => undefined);
    if (fd === undefined) return { size: 0, last: firstLink };
    try {
      const size = await sizeOf(fd);
      for await (const { bytes } of linesBackwards(fd, end ?? size, tailBytes)) {
        if (bytes.length > 0) return { size, last: sha256Hex(bytes) };
      }
      return { size, last: firstLink };
    } finally {
      await closeFile(fd);
    }
  }
}
