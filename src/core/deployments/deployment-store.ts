import { join } from 'node:path';
import { AppError } from '../errors';
import { isThere } from '../export/write-files';
import { ensureFolder, moveFolder, writeFileAtomic } from '../system/atomic-file';
import { mapBounded } from '../system/bounded';
import { readBounded } from '../system/bounded-file';
import { readdir } from '../system/file-calls';
import { type DeploymentRecord, deploymentRecordSchema } from './deployment-record';

/** A record has some two kilobytes, with the output of a reload (bytes). */
const maxBytes = 256 * 1024;

const readsAtOnce = 8;

export interface FoundDeployments {
  records: DeploymentRecord[];
  /** Paths of the records that cannot be read: said, and left where they are. */
  damaged: string[];
}

/** The only reader and writer of `deployments/`: one small file each, so that a damaged one takes no other with it. */
export class DeploymentStore {
  private readonly folder: string;
  private readonly bin: string;

  constructor(dataFolder: string) {
    this.folder = join(dataFolder, 'deployments');
    this.bin = join(dataFolder, 'bin');
  }

  /** All of them, the oldest first. */
  async list(): Promise<FoundDeployments> {
    const names = (await readdir(this.folder).catch(() => [] as string[])).filter((name) => /^d-.*\.json$/.test(name));
    const found = await mapBounded(names, readsAtOnce, async (name) => {
      const record = await this.read(name);
      return { path: join(this.folder, name), record };
    });
    return {
      records: found
        .flatMap(({ record }) => record ?? [])
        .sort((one, other) => one.createdAt.localeCompare(other.createdAt) || one.id.localeCompare(other.id)),
      damaged: found.filter(({ record }) => record === undefined).map(({ path }) => path),
    };
  }

  /** Throws `not-found`, also for a damaged one. */
  async get(id: string): Promise<DeploymentRecord> {
    const record = await this.read(`${id}.json`);
    if (record !== undefined) return record;
    throw new AppError('not-found', `There is no deployment ${id}, or its record is damaged.`, {
      hint: 'See “sealwax deploy list”, or export the certificate again.',
    });
  }

  /** Durable when it returns. The caller holds the lock. Throws `disk-full`, `read-only`. */
  async put(record: DeploymentRecord): Promise<void> {
    await ensureFolder(this.folder);
    const checked = deploymentRecordSchema.parse(record);
    await writeFileAtomic(join(this.folder, `${record.id}.json`), `${JSON.stringify(checked, null, 2)}\n`);
  }

  /** Moves the record into the bin, from which it is deleted after 30 days. The caller holds the lock. */
  async remove(id: string): Promise<void> {
    await ensureFolder(this.bin);
    await moveFolder(join(this.folder, `${id}.json`), this.binned(id));
  }

  /** Throws `not-found`. The caller holds the lock. */
  async restore(id: string): Promise<void> {
    if (await isThere(join(this.folder, `${id}.json`))) return;
    if (!(await isThere(this.binned(id)))) {
      throw new AppError('not-found', `The deployment ${id} is no longer in the bin.`, {
        hint: 'Export the certificate to that folder again.',
      });
    }
    await moveFolder(this.binned(id), join(this.folder, `${id}.json`));
  }

  private binned(id: string): string {
    return join(this.bin, `deployment-${id}.json`);
  }

  private async read(name: string): Promise<DeploymentRecord | undefined> {
    try {
      const text = (await readBounded(join(this.folder, name), maxBytes)).toString('utf8');
      const record = deploymentRecordSchema.parse(JSON.parse(text));
      return `${record.id}.json` === name ? record : undefined;
    } catch {
      return undefined;
    }
  }
}
