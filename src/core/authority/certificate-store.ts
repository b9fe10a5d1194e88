import { readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Certificate } from '../../ipc/schemas';
import { sha256Hex } from '../digest';
import { AppError } from '../errors';
import { expiryStatus } from '../lifecycle/expiry';
import { viewCertificate } from '../pki/certificate-view';
import { decodePem } from '../pki/pem';
import { dayMs } from '../pki/profile';
import { createFolderWhole, ensureFolder, moveFolder, sweepTemporary } from '../system/atomic-file';
import { type CertificateRecord, certificateRecordSchema, isId } from './record';

const certificateFile = 'cert.pem';
const keyFile = 'key.pem';
const fullChainFile = 'fullchain.pem';
const rootFile = 'ca.pem';
const recordFile = 'meta.json';

/** A deleted certificate can be brought back for this long (milliseconds). */
const binLifetimeMs = 30 * dayMs;

export interface CertificateFiles {
  certificatePem: string;
  keyPem: string;
  /** The certificate, then the intermediates that lead to its root; the root itself is not sent by servers (RFC 8446 section 4.4.2). */
  fullChainPem: string;
  rootPem: string;
}

/** The only reader and writer of `certificates/` and its bin. Each certificate is one folder that never changes. */
export class CertificateStore {
  readonly folder: string;
  private readonly bin: string;

  constructor(dataFolder: string) {
    this.folder = join(dataFolder, 'certificates');
    this.bin = join(dataFolder, 'bin');
  }

  async prepare(): Promise<void> {
    await ensureFolder(this.folder);
    await ensureFolder(this.bin);
  }

  paths(id: string): Certificate['files'] {
    const folder = join(this.folder, id);
    return {
      folder,
      certificate: join(folder, certificateFile),
      key: join(folder, keyFile),
      fullChain: join(folder, fullChainFile),
    };
  }

  /** Writes the whole folder or nothing; once it returns, the certificate survives a power cut. */
  async create(record: CertificateRecord, files: CertificateFiles): Promise<void> {
    await createFolderWhole(this.folder, record.id, [
      { name: certificateFile, data: files.certificatePem, mode: 0o644 },
      { name: keyFile, data: files.keyPem, mode: 0o600 },
      { name: fullChainFile, data: files.fullChainPem, mode: 0o644 },
      { name: rootFile, data: files.rootPem, mode: 0o644 },
      { name: recordFile, data: `${JSON.stringify(record, null, 2)}\n`, mode: 0o600 },
    ]);
  }

  async list(now: Date): Promise<Certificate[]> {
    const entries = await readdir(this.folder, { withFileTypes: true }).catch(() => []);
    const ids = entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map((entry) => entry.name);
    const found = await Promise.all(ids.map((id) => this.summary(id, now)));
    return found.filter((certificate): certificate is Certificate => certificate !== undefined);
  }

  /** One certificate, or `not-found`. */
  async get(id: string, now: Date): Promise<Certificate> {
    const certificate = await this.summary(id, now);
    if (certificate !== undefined) return certificate;
    throw new AppError('not-found', `There is no certificate ${id} here.`, {
      hint: 'It may have been deleted in another window or on the command line; look at the list again.',
    });
  }

  async readPem(id: string): Promise<string> {
    const { certificate } = this.paths(id);
    try {
      return await readFile(certificate, 'utf8');
    } catch (error) {
      throw new AppError('certificate-unreadable', `Could not read the certificate file ${certificate}.`, {
        hint: 'Put the file back, or delete this entry and issue the certificate again.',
        cause: error,
      });
    }
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
    await moveFolder(join(this.folder, id), join(this.bin, id));
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

  private async summary(id: string, now: Date): Promise<Certificate | undefined> {
    if (!isId(id)) return undefined;
    const files = this.paths(id);
    const known = await this.readRecord(id);
    const record = known ?? (await recordOfCertificate(id, files.certificate));
    if (record === undefined) return undefined;
    const statusReason =
      known === undefined ? 'Its record (meta.json) is missing or damaged.' : await whyBroken(files, record);
    const { version: _version, ...facts } = record;
    return {
      ...facts,
      status:
        statusReason === undefined
          ? expiryStatus(Date.parse(record.notBefore), Date.parse(record.notAfter), now.getTime())
          : 'broken',
      ...(statusReason === undefined ? {} : { statusReason }),
      files,
    };
  }

  private async readRecord(id: string): Promise<CertificateRecord | undefined> {
    try {
      return certificateRecordSchema.parse(JSON.parse(await readFile(join(this.folder, id, recordFile), 'utf8')));
    } catch {
      return undefined;
    }
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function fingerprintOf(pem: string): string | undefined {
  try {
    return sha256Hex(decodePem(pem, 'CERTIFICATE'));
  } catch {
    return undefined;
  }
}

async function whyBroken(files: Certificate['files'], record: CertificateRecord): Promise<string | undefined> {
  const found = fingerprintOf(await readFile(files.certificate, 'utf8').catch(() => ''));
  if (found === undefined) return 'cert.pem is missing or cannot be read.';
  if (found !== record.fingerprint) return 'cert.pem holds another certificate than the one that was issued.';
  const key = await readFile(files.key, 'utf8').catch(() => undefined);
  if (key === undefined) return 'key.pem is missing.';
  if (!/^-----BEGIN PRIVATE KEY-----\s[\s\S]+\s-----END PRIVATE KEY-----\s*$/.test(key))
    return 'key.pem is cut off or damaged.';
  return undefined;
}

/** What the certificate itself says, for a folder whose record is lost; undefined when that cannot be read either. */
async function recordOfCertificate(id: string, path: string): Promise<CertificateRecord | undefined> {
  try {
    const view = viewCertificate(await readFile(path, 'utf8'));
    return {
      version: 1,
      id,
      names: view.names,
      commonName: view.commonName,
      issuer: view.issuer,
      authorityId: 'unknown',
      purpose: 'server',
      keyType: 'ecdsa-p256',
      serial: view.serial,
      fingerprint: view.fingerprint256,
      createdAt: view.notBefore.toISOString(),
      notBefore: view.notBefore.toISOString(),
      notAfter: view.notAfter.toISOString(),
    };
  } catch {
    return undefined;
  }
}
