import type { ExportFormat } from '../../ipc/issue-schemas';
import type { Certificates } from '../authority/certificates';
import { sha256Hex } from '../digest';
import { AppError } from '../errors';
import { exportFiles, needsPassphrase } from '../export/formats';
import type { Journal } from '../journal';
import { errnoOf } from '../system/fs-error';
import { isFolder } from '../system/present';
import type { DeployedFile, DeploymentProblem, DeploymentRecord } from './deployment-record';
import type { DeploymentStore } from './deployment-store';
import { checkFolder, conflictOf, type FoundFile, lookAtFiles, wipeFound } from './look-at-files';
import { namesOf } from './names-of';
import { place, type Replacement, replacementOf, settle, stage } from './replace-files';

export interface WriteOptions {
  store: DeploymentStore;
  certificates: Pick<Certificates, 'get' | 'readFiles'>;
  journal: Pick<Journal, 'note'>;
  now: () => Date;
  random: (bytes: number) => Buffer;
}

export interface WriteRequest {
  /** Whether what somebody else changed may be replaced. */
  replace?: boolean;
  /** For the encrypted formats; without it they wait for a person. */
  passphrase?: Buffer | undefined;
}

export const formatsOf = ({ files }: Pick<DeploymentRecord, 'files'>): ExportFormat[] =>
  files.map(({ format }) => format);

/**
 * Brings the files of a deployment up to its certificate, all of them or none, and gives its new record. Why they were not written
 * is in the record, not thrown. The caller holds the data folder's lock. The order is what makes a kill harmless: the intent is
 * durable before the first file, the last rename before the result.
 */
export async function writeDeployment(
  before: DeploymentRecord,
  request: WriteRequest,
  options: WriteOptions,
): Promise<DeploymentRecord> {
  const { store, journal } = options;
  let record = before;
  try {
    record = await settled(before, options);
    return await write(record, request, options);
  } catch (error) {
    const problem = problemOf(error, options.now());
    const next = { ...(await store.get(record.id)), problem };
    await store.put(next);
    // Tried again and again, the same is noted once.
    if (record.problem?.message !== problem.message) {
      const what = problem.kind === 'conflict' ? 'deployment.conflict' : 'deployment.failed';
      await journal.note(what, record.id, {
        ...(await namesOf(options.certificates, record.certificateId)),
        folder: record.folder,
        reason: problem.message,
      });
    }
    return next;
  }
}

async function write(
  record: DeploymentRecord,
  { replace = false, passphrase }: WriteRequest,
  options: WriteOptions,
): Promise<DeploymentRecord> {
  const { store } = options;
  await checkFolder(record.folder);
  const found = await lookAtFiles(record);
  try {
    const conflict = conflictOf(found);
    const isNew = record.deployed.certificateId !== record.certificateId;
    if (conflict === undefined && !isNew && passphrase === undefined) {
      const next = without(record, 'problem', 'keptInsteadOf');
      if (record.problem !== undefined || record.keptInsteadOf !== undefined) await store.put(next);
      return next;
    }
    if (conflict !== undefined && !replace) {
      throw new AppError('already-exists', `Not written, since somebody else was there: ${conflict}`, {
        hint: 'Replace it with the new files, keep what is there, or forget this deployment.',
      });
    }
    if (needsPassphrase(formatsOf(record)) && passphrase === undefined) throw passphraseNeeded();
    const files = await replacements(record, found, passphrase, options);
    try {
      const writing = {
        certificateId: record.certificateId,
        files: files.map(({ name, temporary, sha256, found: { content } }) => ({
          name,
          temporary,
          sha256,
          ...(content === undefined ? {} : { over: sha256Hex(content) }),
        })),
      };
      await store.put({ ...record, writing });
      try {
        await stage(record.folder, files);
        await place(record.folder, files);
      } catch (error) {
        // Both take away what they made, so nothing is left to be ended.
        await store.put(record);
        throw error;
      }
      return await finish(record, files, options);
    } finally {
      for (const { data } of files) data.fill(0);
    }
  } finally {
    wipeFound(found);
  }
}

/** Notes durably that the files are in place, and what is to follow. */
async function finish(
  record: DeploymentRecord,
  files: readonly Pick<Replacement, 'name' | 'sha256' | 'mode' | 'uid' | 'gid'>[],
  { store, certificates, journal, now }: WriteOptions,
): Promise<DeploymentRecord> {
  const next: DeploymentRecord = {
    ...without(record, 'problem', 'keptInsteadOf', 'writing'),
    files: record.files.map((file) =>
      written(
        file,
        files.find(({ name }) => name === file.name),
      ),
    ),
    deployed: { certificateId: record.certificateId, at: now().toISOString() },
    ...(record.reload === undefined ? {} : { reloadDue: true }),
  };
  await store.put(next);
  await journal.note('deployment.written', record.id, {
    ...(await namesOf(certificates, record.certificateId)),
    folder: record.folder,
    files: files.map(({ name }) => name),
  });
  return next;
}

function written(
  file: DeployedFile,
  by: Pick<Replacement, 'sha256' | 'mode' | 'uid' | 'gid'> | undefined,
): DeployedFile {
  if (by === undefined) return file;
  const { sha256, mode, uid, gid } = by;
  return { ...file, sha256, mode, ...(uid === undefined ? {} : { uid }), ...(gid === undefined ? {} : { gid }) };
}

async function replacements(
  record: DeploymentRecord,
  found: readonly FoundFile[],
  passphrase: Buffer | undefined,
  { certificates, random }: WriteOptions,
): Promise<Replacement[]> {
  const certificate = await certificates.get(record.certificateId);
  const { certificatePem, keyPem, fullChainPem, rootPem } = await certificates.readFiles(certificate.id);
  const material = {
    baseName: 'certificate',
    commonName: certificate.commonName,
    certificatePem,
    chainPem: fullChainPem,
    rootPem,
    ...(keyPem === undefined ? {} : { keyPem }),
    ...(passphrase === undefined ? {} : { passphrase }),
  };
  const made = await exportFiles(material, formatsOf(record), random);
  return made.flatMap(({ format, data }) => {
    const there = found.find(({ file }) => file.format === format);
    return there === undefined ? [] : [replacementOf(there, Buffer.from(data))];
  });
}

/**
 * The record without files on their way: those that a kill left are put in place, or taken away. Where the folder is not there, on a
 * disk that is not mounted, they wait for it.
 */
export async function settled(record: DeploymentRecord, options: WriteOptions): Promise<DeploymentRecord> {
  if (record.writing === undefined || !(await isFolder(record.folder))) return record;
  const { complete, placed } = await settle(record);
  const { certificateId } = record.writing;
  const placedFiles = [...placed].map(([name, sha256]) => {
    const { mode = 0o600, uid, gid } = record.files.find((file) => file.name === name) ?? {};
    return { name, sha256, mode, uid, gid };
  });
  // What it followed may have moved on since; what lies there is the one that was being written.
  if (complete)
    return {
      ...(await finish({ ...record, certificateId }, placedFiles, options)),
      certificateId: record.certificateId,
    };
  const next = {
    ...without(record, 'writing'),
    files: record.files.map((file) =>
      written(
        file,
        placedFiles.find(({ name }) => name === file.name),
      ),
    ),
  };
  await options.store.put(next);
  return next;
}

export function passphraseNeeded(): AppError {
  return new AppError('passphrase-needed', 'These files are encrypted with a passphrase that Sealwax does not keep.', {
    hint: 'Deploy them by hand and type the passphrase: press Deploy, or run “sealwax deploy write”.',
  });
}

function problemOf(error: unknown, now: Date): DeploymentProblem {
  const at = now.toISOString();
  if (!(error instanceof AppError)) {
    return {
      kind: 'failed',
      code: 'internal',
      message: `The files could not be written (${errnoOf(error) ?? 'unknown error'}).`,
      at,
    };
  }
  const { code, message, hint } = error;
  const kind = code === 'already-exists' ? 'conflict' : code === 'passphrase-needed' ? 'passphrase' : 'failed';
  return { kind, code, message, at, ...(hint === undefined ? {} : { hint }) };
}

/** A copy without these fields: absent is not the same as undefined to the schema. */
export function without<K extends keyof DeploymentRecord>(
  record: DeploymentRecord,
  ...fields: K[]
): Omit<DeploymentRecord, K> {
  const copy = { ...record };
  for (const field of fields) delete copy[field];
  return copy;
}
