import { join } from 'node:path';
import { isId } from '../authority/record';
import { AppError } from '../errors';
import { ensureFolder, sweepTemporary, writeFileAtomic } from '../system/atomic-file';
import { readdir, readFile, stat } from '../system/file-calls';
import { errnoOf } from '../system/fs-error';
import { isRevocationRecord, type RevocationRecord, type RevokedEntry } from './revocation-record';

/** What is revoked, for asking of many certificates at once. */
export interface RevokedLookup {
  /** By the serial number under an authority here, or by the certificate itself. */
  of(certificate: { authorityId: string; serial: string; fingerprint: string }): RevokedEntry | undefined;
  /** The same for a certificate of a chain: its issuer is known by its SHA-256. */
  inChain(serial: string, fingerprint: string, issuerFingerprint: string | undefined): RevokedEntry | undefined;
}

interface Read {
  stamp: string;
  /** Undefined for a file that is damaged. */
  record: RevocationRecord | undefined;
}

/** The only reader and writer of `revocations/`: one file an authority. Writers hold the folder's lock. */
export class RevocationStore {
  readonly folder: string;
  private known = new Map<string, Read>();

  constructor(dataFolder: string) {
    this.folder = join(dataFolder, 'revocations');
  }

  /** The record of an authority; undefined when it has none. Throws `revocations-damaged` for one that cannot be read. */
  async read(authorityId: string): Promise<RevocationRecord | undefined> {
    const found = await this.readFile(authorityId);
    if (found === undefined || found.record !== undefined) return found?.record;
    throw new AppError('revocations-damaged', `What was revoked is damaged: ${this.file(authorityId)}.`, {
      hint: 'Put the file back from a backup of your disk, or delete it: what its authority has revoked is then forgotten.',
    });
  }

  /** Every record that can be read. */
  async all(): Promise<RevocationRecord[]> {
    const names = await readdir(this.folder).catch(() => [] as string[]);
    const ids = names.flatMap((name) => (name.endsWith('.json') ? [name.slice(0, -'.json'.length)] : [])).filter(isId);
    for (const id of this.known.keys()) if (!ids.includes(id)) this.known.delete(id);
    const found = await Promise.all(ids.map((id) => this.readFile(id)));
    return found.flatMap((each) => each?.record ?? []);
  }

  async lookup(): Promise<RevokedLookup> {
    const serials = new Map<string, RevokedEntry>();
    const fingerprints = new Map<string, RevokedEntry>();
    for (const { authorityId, authorityFingerprint, entries } of await this.all()) {
      for (const entry of entries) {
        serials.set(`${authorityId} ${entry.serial}`, entry);
        serials.set(`${authorityFingerprint} ${entry.serial}`, entry);
        if (entry.fingerprint !== undefined) fingerprints.set(entry.fingerprint, entry);
      }
    }
    return {
      of: ({ authorityId, serial, fingerprint }) =>
        serials.get(`${authorityId} ${serial}`) ?? fingerprints.get(fingerprint),
      inChain: (serial, fingerprint, issuer) => fingerprints.get(fingerprint) ?? serials.get(`${issuer} ${serial}`),
    };
  }

  /** Replaces the record as a whole; durable when it returns. Throws `disk-full`, `read-only`. */
  async write(record: RevocationRecord): Promise<void> {
    // Made here and not at start-up: most data folders never have one.
    await ensureFolder(this.folder);
    await writeFileAtomic(this.file(record.authorityId), `${JSON.stringify(record, null, 2)}\n`);
  }

  /** Clears what a kill left half-written. The caller holds the lock. */
  async sweep(): Promise<void> {
    await sweepTemporary(this.folder);
  }

  private file(authorityId: string): string {
    return join(this.folder, `${authorityId}.json`);
  }

  private async readFile(authorityId: string): Promise<Read | undefined> {
    const path = this.file(authorityId);
    const stamp = await stat(path).then(
      ({ ino, size, mtimeMs, ctimeMs }) => `${ino} ${size} ${mtimeMs} ${ctimeMs}`,
      (error: unknown) => (errnoOf(error) === 'ENOENT' ? undefined : '?'),
    );
    if (stamp === undefined) return undefined;
    const known = this.known.get(authorityId);
    if (known?.stamp === stamp && stamp !== '?') return known;
    const read: Read = { stamp, record: await readRecord(path, authorityId) };
    this.known.set(authorityId, read);
    return read;
  }
}

async function readRecord(path: string, authorityId: string): Promise<RevocationRecord | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return isRevocationRecord(value) && value.authorityId === authorityId ? value : undefined;
  } catch {
    return undefined;
  }
}
