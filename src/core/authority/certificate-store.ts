import { utimes } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Certificate } from '../../ipc/schemas';
import { AppError } from '../errors';
import { expiryStatus } from '../lifecycle/expiry';
import { dayMs } from '../pki/profile';
import type { RevocationStore, RevokedLookup } from '../revocation/revocation-store';
import { createFoldersWhole, ensureFolder, moveFolder, sweepTemporary } from '../system/atomic-file';
import { paced } from '../system/bounded';
import { readdir, readFile, readInPlace, rm, stat } from '../system/file-calls';
import { isFolder } from '../system/present';
import { CertificateCache } from './certificate-cache';
import {
  type CertificateFiles,
  certificateFile,
  type FoundCertificate,
  fingerprintOf,
  fullChainFile,
  keyFile,
  readCertificateFolder,
  readRecord,
  recordFile,
  rootFile,
  summaryOf,
} from './certificate-files';
import { FolderScan } from './folder-scan';
import { type CertificateRecord, isId } from './record';

/** A deleted certificate can be brought back for this long (milliseconds). */
export const binLifetimeMs = 30 * dayMs;

/** What each folder says, by its id. */
type Found = Map<string, FoundCertificate | undefined>;

export interface NewCertificate {
  record: CertificateRecord;
  files: CertificateFiles;
}

/** The only reader and writer of `certificates/` and its bin. Each certificate is one folder that never changes. */
export class CertificateStore {
  readonly folder: string;
  private readonly bin: string;
  private readonly cache = new CertificateCache();
  private readonly scan: FolderScan<Found>;

  constructor(
    dataFolder: string,
    /** What was revoked; nothing unless told. */
    private readonly revocations?: Pick<RevocationStore, 'lookup'>,
  ) {
    this.folder = join(dataFolder, 'certificates');
    this.bin = join(dataFolder, 'bin');
    this.scan = new FolderScan(this.folder, () => this.lookAtAll());
  }

  async prepare(): Promise<void> {
    await ensureFolder(this.folder);
    await ensureFolder(this.bin);
  }

  paths(id: string): Certificate['files'] {
    // By hand: for ten thousand, `join` takes longer than all the rest of their summaries.
    const folder = `${this.folder}${sep}${id}`;
    const file = (name: string) => `${folder}${sep}${name}`;
    return { folder, certificate: file(certificateFile), key: file(keyFile), fullChain: file(fullChainFile) };
  }

  /** Writes the whole folder or nothing; once it returns, the certificate survives a power cut. */
  async create(record: CertificateRecord, files: CertificateFiles): Promise<void> {
    const [failure] = await this.createMany([{ record, files }]);
    if (failure !== undefined) throw failure;
  }

  /**
   * Writes several, each whole or not at all, flushed together. One entry for each in order: undefined when it is durable,
   * else why it was not written (`disk-full`, `read-only`, …).
   */
  async createMany(certificates: readonly NewCertificate[]): Promise<unknown[]> {
    const failures = await createFoldersWhole(
      this.folder,
      certificates.map(({ record, files }) => ({ name: record.id, files: filesOf(record, files) })),
    );
    for (const [index, { record }] of certificates.entries()) {
      if (failures[index] !== undefined) continue;
      this.cache.set(record.id, this.cache.stampOf(join(this.folder, record.id)), { record, broken: undefined });
    }
    return failures;
  }

  /**
   * All that can be shown. `maxAgeMs`: a scan that is no older will do, unless a folder came or went since; for pictures that are
   * drawn anew with each turn of a wheel.
   */
  async list(now: Date, { maxAgeMs = 0 } = {}): Promise<Certificate[]> {
    const found = this.scan.recent(maxAgeMs) ?? (await this.scan.now());
    const revoked = await this.revocations?.lookup();
    return [...found].flatMap(([id, each]) => this.summary(id, each, now, revoked) ?? []);
  }

  /** The first instant after the given one (milliseconds since 1970) at which a listed certificate gets another status. */
  nextChange(after: number): number | undefined {
    return this.cache.nextChange(after);
  }

  /** Every folder as it is now. */
  private async lookAtAll(): Promise<Found> {
    const entries = await readdir(this.folder, { withFileTypes: true }).catch(() => []);
    const found: Found = new Map();
    const pause = paced();
    for (const entry of entries) {
      const id = entry.name;
      if (!entry.isDirectory() || !isId(id)) continue;
      const stamp = this.cache.stampOf(`${this.folder}${sep}${id}`);
      const known = this.cache.get(id, stamp);
      found.set(id, known === undefined ? await this.read(id, stamp, readInPlace) : known.found);
      await pause();
    }
    this.cache.keepOnly(new Set(found.keys()));
    return found;
  }

  /** One certificate, or `not-found`. */
  async get(id: string, now: Date): Promise<Certificate> {
    const certificate = this.summary(id, await this.find(id), now, await this.revocations?.lookup());
    if (certificate !== undefined) return certificate;
    throw new AppError('not-found', `There is no certificate ${id} here.`, {
      hint: 'It may have been deleted in another window or on the command line; look at the list again.',
    });
  }

  /** What was noted when it was issued; undefined when that is lost. */
  async record(id: string): Promise<CertificateRecord | undefined> {
    return isId(id) ? readRecord(join(this.folder, id), id) : undefined;
  }

  async readPem(id: string): Promise<string> {
    return this.readFile(id, certificateFile, 'certificate');
  }

  /** Everything in the folder. Throws `certificate-unreadable` with the path of the file that is gone. */
  async readFiles(id: string): Promise<CertificateFiles> {
    const { keyHere } = await this.get(id, new Date(0));
    const [files, keyPem] = await Promise.all([
      this.readPublicFiles(id),
      keyHere ? this.readFile(id, keyFile, 'key') : undefined,
    ]);
    return { ...files, ...(keyPem === undefined ? {} : { keyPem }) };
  }

  /** The same without the key, which may then be missing or damaged. */
  async readPublicFiles(id: string): Promise<Omit<CertificateFiles, 'keyPem'>> {
    const { authorityId } = await this.get(id, new Date(0));
    const [certificatePem, fullChainPem, rootPem] = await Promise.all([
      this.readPem(id),
      this.readFile(id, fullChainFile, 'chain'),
      // Who signed a request of ours may have sent no root.
      this.readFile(id, rootFile, 'root').catch((error: unknown) => {
        if (authorityId === 'unknown') return '';
        throw error;
      }),
    ]);
    return { certificatePem, fullChainPem, rootPem };
  }

  /** The root with this fingerprint (SHA-256, hex), from the copy beside any certificate that it signed. */
  async findRoot(fingerprint: string): Promise<string | undefined> {
    for (const id of await readdir(this.folder).catch(() => [] as string[])) {
      const pem = await readFile(join(this.folder, id, rootFile), 'utf8').catch(() => '');
      if (fingerprintOf(pem) === fingerprint) return pem;
    }
    return undefined;
  }

  async moveToBin(id: string, now: Date): Promise<void> {
    // The age in the bin counts from the deletion, not from the issuing. Before the move, so that a kill in between costs nothing.
    await utimes(join(this.folder, id), now, now);
    const target = join(this.bin, id);
    // One that was deleted, came again and is deleted again; the earlier copy may be the one with the key, so it stays too.
    if (await isFolder(target)) await moveFolder(target, `${target}-earlier-${now.getTime()}`);
    await moveFolder(join(this.folder, id), target);
  }

  async restore(id: string): Promise<void> {
    const source = join(this.bin, id);
    if (!(await isFolder(source))) {
      throw new AppError('not-found', `${id} is no longer in the bin.`, { hint: 'Issue the certificate again.' });
    }
    if (await isFolder(join(this.folder, id))) return;
    await moveFolder(source, join(this.folder, id));
  }

  /** Clears what a kill left behind, and what has lain in the bin for 30 days. The caller holds the lock. */
  async sweep(now: Date): Promise<void> {
    await sweepTemporary(this.folder);
    for (const name of await readdir(this.bin).catch(() => [] as string[])) {
      // Authorities that were set aside stay until somebody deletes them by hand.
      if (name.includes('-set-aside-')) continue;
      const path = join(this.bin, name);
      // What cannot be looked at or removed stays; tidying up is no reason not to start.
      const age = await stat(path).then(
        ({ mtimeMs }) => now.getTime() - mtimeMs,
        () => 0,
      );
      if (age > binLifetimeMs) await rm(path, { recursive: true, force: true }).catch(() => undefined);
    }
  }

  private async find(id: string): Promise<FoundCertificate | undefined> {
    if (!isId(id)) return undefined;
    const stamp = this.cache.stampOf(join(this.folder, id));
    const known = this.cache.get(id, stamp);
    return known === undefined ? this.read(id, stamp) : known.found;
  }

  private async read(
    id: string,
    stamp: string,
    how?: (path: string) => Promise<string>,
  ): Promise<FoundCertificate | undefined> {
    const found = await readCertificateFolder(join(this.folder, id), id, how);
    this.cache.set(id, stamp, found);
    return found;
  }

  private summary(
    id: string,
    found: FoundCertificate | undefined,
    now: Date,
    revoked: RevokedLookup | undefined,
  ): Certificate | undefined {
    if (found === undefined) return undefined;
    const { notBefore, notAfter } = found.record;
    const status = expiryStatus(Date.parse(notBefore), Date.parse(notAfter), now.getTime());
    return summaryOf(found, this.paths(id), status, revoked?.of(found.record));
  }

  private async readFile(id: string, name: string, what: string): Promise<string> {
    const path = join(this.folder, id, name);
    try {
      return await readFile(path, 'utf8');
    } catch (error) {
      throw new AppError('certificate-unreadable', `Could not read the ${what} file ${path}.`, {
        hint: 'Put the file back, or delete this entry and issue the certificate again.',
        cause: error,
      });
    }
  }
}

function filesOf(record: CertificateRecord, files: CertificateFiles) {
  return [
    { name: certificateFile, data: files.certificatePem, mode: 0o644 },
    ...(files.keyPem === undefined ? [] : [{ name: keyFile, data: files.keyPem, mode: 0o600 }]),
    { name: fullChainFile, data: files.fullChainPem, mode: 0o644 },
    ...(files.rootPem === '' ? [] : [{ name: rootFile, data: files.rootPem, mode: 0o644 }]),
    { name: recordFile, data: `${JSON.stringify(record, null, 2)}\n`, mode: 0o600 },
  ];
}
