import { lstat, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportFormat } from '../../ipc/issue-schemas';
import type { Certificates } from '../authority/certificates';
import { sha256Hex } from '../digest';
import { needsPassphrase } from '../export/formats';
import type { Journal, JournalNote } from '../journal';
import { mapBounded } from '../system/bounded';
import type { DeployedFile, DeploymentRecord, Reload } from './deployment-record';
import type { DeploymentStore } from './deployment-store';
import { namesOf } from './names-of';
import { without } from './write-deployment';

/** What an export wrote of one certificate. */
export interface WrittenExport {
  certificateId: string;
  /** Where its files lie. */
  folder: string;
  files: readonly { name: string; format: ExportFormat; data: string | Buffer }[];
}

/** Records that are flushed to the disk at once. */
const writesAtOnce = 8;

interface RememberOptions {
  store: DeploymentStore;
  certificates: Pick<Certificates, 'get'>;
  journal: Pick<Journal, 'noteAll'>;
  now: () => Date;
  random: (bytes: number) => Buffer;
}

/**
 * Makes deployments of what was exported and gives their ids. Files that an earlier deployment wrote, and this export replaced,
 * belong to it no longer, whether or not the new ones are remembered; its reload goes over to the new one. The caller holds the lock.
 */
export async function remember(
  exported: readonly WrittenExport[],
  wanted: boolean,
  options: RememberOptions,
): Promise<string[]> {
  const { records: known } = await options.store.list();
  const notes: JournalNote[] = [];
  const records: DeploymentRecord[] = [];
  for (const { certificateId, folder: chosen, files } of exported) {
    const folder = await realpath(chosen);
    const names = new Set(files.map(({ name }) => name));
    const touched = known.filter((each) => each.folder === folder && each.files.some(({ name }) => names.has(name)));
    const reload = await takeOver(touched, names, options, notes);
    if (!wanted) continue;
    // Encrypted files wait for a person at each renewal; the others must not wait with them.
    const locked = files.filter(({ format }) => needsPassphrase([format]));
    const open = files.filter((file) => !locked.includes(file));
    for (const group of [open, locked].filter(({ length }) => length > 0)) {
      records.push(await recordOf(certificateId, folder, group, reload, options));
    }
  }
  await mapBounded(records, writesAtOnce, (record) => options.store.put(record));
  for (const { id, certificateId, folder, files } of records) {
    const facts = await namesOf(options.certificates, certificateId);
    const data = { ...facts, folder, files: files.map(({ name }) => name) };
    notes.push({ what: 'deployment.added', subject: id, data });
  }
  await options.journal.noteAll(notes);
  return records.map(({ id }) => id);
}

/** Takes the files away from the deployments that had them, and gives the reload of one that is left with none. */
async function takeOver(
  records: readonly DeploymentRecord[],
  names: ReadonlySet<string>,
  { store }: RememberOptions,
  notes: JournalNote[],
): Promise<Reload | undefined> {
  let reload: Reload | undefined;
  for (const record of records) {
    const files = record.files.filter(({ name }) => !names.has(name));
    if (files.length > 0) {
      await store.put({ ...without(record, 'writing'), files });
      continue;
    }
    reload ??= record.reload;
    await store.remove(record.id);
    notes.push({ what: 'deployment.forgotten', subject: record.id, data: { folder: record.folder, replaced: true } });
  }
  return reload;
}

async function recordOf(
  certificateId: string,
  folder: string,
  files: WrittenExport['files'],
  reload: Reload | undefined,
  { now, random }: RememberOptions,
): Promise<DeploymentRecord> {
  const at = now().toISOString();
  const found = await Promise.all(
    files.map(async ({ name, format, data }): Promise<DeployedFile> => {
      const { mode, uid, gid } = await lstat(join(folder, name));
      return { name, format, sha256: sha256Hex(data), mode: mode & 0o777, uid, gid };
    }),
  );
  return {
    version: 1,
    id: `d-${random(4).toString('hex')}`,
    certificateId,
    folder,
    createdAt: at,
    files: found,
    deployed: { certificateId, at },
    ...(reload === undefined ? {} : { reload }),
  };
}
