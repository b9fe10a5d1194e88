import { join } from 'node:path';
import { appendDurable, ensureFolder, writeFileAtomic } from '../system/atomic-file';
import { readFile } from '../system/file-calls';
import { errnoOf } from '../system/fs-error';
import { readRecordLine } from './record-schemas';
import type { AcmeRecord } from './records';

/** The file that holds accounts, authorizations and orders: one JSON object a line, of which the last with an id counts. */
export const logFile = (dataFolder: string): string => join(dataFolder, 'acme', 'log.jsonl');

/** What the log says, from the first line to the last; what is damaged or torn off is passed over. */
export async function readLog(dataFolder: string): Promise<AcmeRecord[]> {
  const text = await readFile(logFile(dataFolder), 'utf8').catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n').flatMap((line) => (line === '' ? [] : (readRecordLine(line) ?? [])));
}

const linesOf = (records: Iterable<AcmeRecord>) => [...records].map((each) => `${JSON.stringify(each)}\n`).join('');

/**
 * Appends to the log. What comes while a write is under way goes with the next one: twenty clients share a flush of the disk.
 * One process at a time has it (the server's lock).
 */
export class RecordLog {
  private waiting = '';
  private next: Promise<void> | undefined;
  /** One write after the other. */
  private tail: Promise<void> = Promise.resolve();

  constructor(private readonly dataFolder: string) {}

  /**
   * Durable when it returns. Throws `disk-full` and `read-only`; the lines are then kept, and written with the next ones, since the
   * running server goes by them already.
   */
  append(records: readonly AcmeRecord[]): Promise<void> {
    this.waiting += linesOf(records);
    this.next ??= this.inTurn(() => this.flush());
    return this.next;
  }

  /** Writes the log anew with these records alone, as they are when its turn comes. */
  rewrite(records: () => Iterable<AcmeRecord>): Promise<void> {
    return this.inTurn(async () => {
      await ensureFolder(join(this.dataFolder, 'acme'));
      await writeFileAtomic(logFile(this.dataFolder), linesOf(records()));
    });
  }

  /** Waits for what is being written. */
  settle(): Promise<void> {
    return this.tail;
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.tail.then(work);
    this.tail = turn.catch(() => undefined);
    return turn;
  }

  private async flush(): Promise<void> {
    const lines = this.waiting;
    this.waiting = '';
    this.next = undefined;
    try {
      await appendDurable(logFile(this.dataFolder), lines);
    } catch (error) {
      this.waiting = lines + this.waiting;
      throw error;
    }
  }
}
