import { basename } from 'node:path';
import { AppError } from '../errors';
import { readBounded, refuseSize } from '../system/bounded-file';
import { wipeContent } from './opened-content';
import { type Opened, type Part, recogniseParts, wipeParts } from './opened-parts';
import { contentLimit } from './recognise';

/** What was opened stays for this long, unless it is looked at again (milliseconds). */
const lifetimeMs = 30 * 60_000;
/** Contents that are kept at once; the one that was not looked at for the longest time goes first. */
const keptAtMost = 20;
/** Files that are opened together: a certificate, its key, its chain; and whoever drops a folder's worth. */
const filesAtMost = 50;

interface Entry {
  parts: Part[];
  content: Opened;
  lastUsed: number;
}

export interface OpenedFilesOptions {
  now: () => Date;
  random: (bytes: number) => Buffer;
}

/**
 * What was opened, dropped or pasted, by a token that says nothing: the window never sees a path or a private key. Everything
 * is wiped when it is dropped, pushed out, or left alone for 30 minutes.
 */
export class OpenedFiles {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly options: OpenedFilesOptions) {}

  /** Takes over the bytes and wipes them in the end. Throws as `recognise`; nothing is kept then. */
  add(title: string, bytes: Buffer): Promise<string> {
    return this.keep(title, [{ name: title, bytes }], []);
  }

  /** Reads several files as one content. Throws `file-too-large` before reading, `file-unreadable`, `not-found`. */
  async read(paths: readonly string[]): Promise<string> {
    const [first] = paths;
    if (first === undefined || paths.length > filesAtMost) {
      throw new AppError('invalid-input', `${paths.length} files cannot be opened together.`, {
        hint: `Choose 1 to ${filesAtMost} files.`,
      });
    }
    const parts: Part[] = [];
    try {
      for (const path of paths) parts.push({ name: basename(path), bytes: await readBounded(path, contentLimit) });
      refuseSize(
        parts.reduce((sum, { bytes }) => sum + bytes.length, 0),
        contentLimit,
        'All files together',
      );
    } catch (error) {
      wipeParts(parts);
      throw error;
    }
    const title = paths.length === 1 ? basename(first) : `${basename(first)} and ${paths.length - 1} more`;
    return this.keep(title, parts, paths);
  }

  /** Reads one file. Throws as `read`. */
  readFile(path: string): Promise<string> {
    return this.read([path]);
  }

  /** The content stays this object's: no caller changes or wipes it. Throws `not-found` for a token that is not known any more. */
  get(token: string): Opened {
    return this.entry(token).content;
  }

  /** Opens what is locked. Throws `passphrase-wrong`, with everything as it was; `not-found`. The caller wipes the passphrase. */
  async unlock(token: string, passphrase: Buffer): Promise<void> {
    const entry = this.entry(token);
    const content = await recogniseParts(entry.content.title, entry.parts, entry.content.paths, passphrase);
    wipeContent(entry.content);
    entry.content = content;
  }

  drop(token: string): void {
    const entry = this.entries.get(token);
    this.entries.delete(token);
    if (entry === undefined) return;
    wipeContent(entry.content);
    wipeParts(entry.parts);
  }

  dropAll(): void {
    for (const token of [...this.entries.keys()]) this.drop(token);
  }

  private async keep(title: string, parts: Part[], paths: readonly string[]): Promise<string> {
    try {
      const content = await recogniseParts(title, parts, paths);
      this.sweep();
      const token = this.options.random(16).toString('hex');
      this.entries.set(token, { parts, content, lastUsed: this.options.now().getTime() });
      return token;
    } catch (error) {
      wipeParts(parts);
      throw error;
    }
  }

  private entry(token: string): Entry {
    this.sweep(0);
    const found = this.entries.get(token);
    if (found === undefined) {
      throw new AppError('not-found', 'What was opened is no longer kept.', { hint: 'Open the file again.' });
    }
    found.lastUsed = this.options.now().getTime();
    return found;
  }

  /** Drops what is old, and what leaves no room for `more`. */
  private sweep(more = 1): void {
    const oldest = this.options.now().getTime() - lifetimeMs;
    const byAge = [...this.entries].sort(([, a], [, b]) => a.lastUsed - b.lastUsed);
    const tooMany = byAge.length + more - keptAtMost;
    byAge.forEach(([token, { lastUsed }], index) => {
      if (lastUsed < oldest || index < tooMany) this.drop(token);
    });
  }
}
