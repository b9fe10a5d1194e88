import { join } from 'node:path';
import { AppError } from '../errors';
import type { Journal } from '../journal';
import { ensureFolder, writeFileAtomic } from '../system/atomic-file';
import { readFile, stat } from '../system/file-calls';
import { errnoOf } from '../system/fs-error';
import type { FolderLock } from '../system/lock';
import type { AcmeConfig } from './config-schema';

const emptyConfig: AcmeConfig = { version: 1, keys: [], policies: {}, blocked: [], answers: [] };

/** Of what is noted when the configuration changes. */
export interface ConfigNote {
  what: string;
  subject: string;
  data?: Record<string, unknown>;
}

/**
 * `acme/config.json`: keys for binding accounts, policies and answers. The window, the command line and a running server share it;
 * writers hold the folder's lock. It holds the secrets of the binding keys, so it is private (0600).
 */
export class AcmeConfigFile {
  private readonly file: string;
  private known: { stamp: string; config: AcmeConfig } | undefined;

  constructor(
    private readonly dataFolder: string,
    private readonly lock: FolderLock,
    private readonly journal: Journal,
  ) {
    this.file = join(dataFolder, 'acme', 'config.json');
  }

  /** As it stands now. Throws `file-unreadable` for a damaged one: who may ask for what must not be guessed. */
  async read(): Promise<AcmeConfig> {
    const stamp = await stat(this.file).then(
      ({ ino, size, mtimeMs }) => `${ino} ${size} ${mtimeMs}`,
      (error: unknown) => {
        if (errnoOf(error) === 'ENOENT') return undefined;
        throw this.damaged(error);
      },
    );
    if (stamp === undefined) return emptyConfig;
    if (this.known?.stamp === stamp) return this.known.config;
    // Loaded when there is something to check.
    const { acmeConfigSchema } = await import('./config-schema');
    try {
      const config = acmeConfigSchema.parse(JSON.parse(await readFile(this.file, 'utf8')));
      this.known = { stamp, config };
      return config;
    } catch (error) {
      throw this.damaged(error);
    }
  }

  /** Changes it, durably, and notes what was done. Throws what `change` throws, `disk-full`, `read-only`. */
  change(change: (config: AcmeConfig) => { config: AcmeConfig; note?: ConfigNote }): Promise<AcmeConfig> {
    return this.lock.hold(async () => {
      const { config, note } = change(await this.read());
      await ensureFolder(join(this.dataFolder, 'acme'));
      await writeFileAtomic(this.file, `${JSON.stringify(config, null, 2)}\n`);
      this.known = undefined;
      if (note !== undefined) await this.journal.note(note.what, note.subject, note.data);
      return config;
    });
  }

  private damaged(cause: unknown): AppError {
    return new AppError('file-unreadable', `The configuration of the ACME server cannot be read: ${this.file}.`, {
      hint: 'Put the file back from a backup, or delete it: its binding keys and policies are then gone.',
      cause,
    });
  }
}
