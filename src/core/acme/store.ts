import { join } from 'node:path';
import { ensureFolder } from '../system/atomic-file';
import { FolderLock } from '../system/lock';
import { RecordLog, readLog } from './record-log';
import type { AcmeRecord } from './records';
import { AcmeState } from './state';

/** Records appended before the log is written anew with what still counts. */
const rewriteAfter = 50_000;
/** How long a second server waits for the first one's lock (milliseconds): a killed one leaves it for five seconds. */
const lockWaitMs = 7_000;

/** The state of a running server: in memory, and durable in the log. */
export class AcmeStore {
  private appended = 0;

  private constructor(
    readonly state: AcmeState,
    private readonly log: RecordLog,
    private readonly release: () => Promise<void>,
  ) {}

  /**
   * Takes the lock of the folder's server, which no two processes have, and reads the state. Throws `busy` when another Sealwax
   * serves from this folder, `disk-full`, `read-only`.
   */
  static async open(dataFolder: string): Promise<AcmeStore> {
    await ensureFolder(join(dataFolder, 'acme'));
    const release = await holdOpen(new FolderLock(join(dataFolder, 'acme'), '.server-lock', lockWaitMs));
    try {
      const state = new AcmeState(await readLog(dataFolder));
      state.prune();
      const log = new RecordLog(dataFolder);
      await log.rewrite(() => state.all());
      return new AcmeStore(state, log, release);
    } catch (error) {
      await release();
      throw error;
    }
  }

  /**
   * Takes over new and changed records. They count at once; durable when it returns. Throws `disk-full`, `read-only`.
   */
  async put(...records: readonly AcmeRecord[]): Promise<void> {
    for (const each of records) this.state.put(each);
    this.appended += records.length;
    await this.log.append(records);
    if (this.appended < rewriteAfter) return;
    this.appended = 0;
    this.state.prune();
    await this.log.rewrite(() => this.state.all());
  }

  async close(): Promise<void> {
    await this.log.settle();
    await this.release();
  }
}

/** Holds a lock until the function that is given back is called. */
function holdOpen(lock: FolderLock): Promise<() => Promise<void>> {
  return new Promise((resolve, reject) => {
    let end: () => void = () => undefined;
    const held = new Promise<void>((done) => {
      end = done;
    });
    const whole = lock.hold(async () => {
      resolve(async () => {
        end();
        await whole;
      });
      await held;
    });
    whole.catch(reject);
  });
}
