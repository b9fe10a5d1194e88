import { join } from 'node:path';
import { sha256Hex } from './digest';
import { appendDurable } from './system/atomic-file';
import { closeFile, openFile, readAt, readFile, sizeOf } from './system/file-calls';

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

interface JournalLine extends JournalEntry {
  /** SHA-256 of the line before, without its line break; 64 zeros for the first. A gap or an edit breaks the chain. */
  previous: string;
}

const firstLink = '0'.repeat(64);

/** The last line is read from this many bytes at the end; a line is far shorter. */
const tailBytes = 64 * 1024;

/** Append-only history of everything that was done, one JSON object a line, each chained to the one before. */
export class Journal {
  readonly file: string;

  constructor(
    folder: string,
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
    let previous = await this.lastLink();
    let lines = '';
    for (const { what, subject, data } of notes) {
      const line: JournalLine = { at, who: this.who, what, subject, ...(data === undefined ? {} : { data }), previous };
      const text = JSON.stringify(line);
      previous = sha256Hex(text);
      lines += `${text}\n`;
    }
    await appendDurable(this.file, lines);
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

  private async lastLink(): Promise<string> {
    const fd = await openFile(this.file, 'r').catch(() => undefined);
    if (fd === undefined) return firstLink;
    try {
      const size = await sizeOf(fd);
      const length = Math.min(size, tailBytes);
      const lines = (await readAt(fd, length, size - length))
        .toString('utf8')
        .split('\n')
        .filter((line) => line !== '');
      const last = lines[lines.length - 1];
      return last === undefined ? firstLink : sha256Hex(last);
    } finally {
      await closeFile(fd);
    }
  }
}
