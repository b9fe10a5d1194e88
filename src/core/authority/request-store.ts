import { readdir, readFile, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { SigningRequest } from '../../ipc/issue-schemas';
import { sha256Hex } from '../digest';
import { AppError } from '../errors';
import { parseRequest } from '../pki/csr';
import { createFolderWhole, ensureFolder, moveFolder, sweepTemporary } from '../system/atomic-file';
import { mapBounded } from '../system/bounded';
import { keyTypeOfWords } from './certificate-files';
import { isId, type RequestRecord, readRequestRecord } from './record';

const requestFile = 'request.pem';
const keyFile = 'key.pem';
const recordFile = 'meta.json';

/** Folders read at the same time. */
const readsAtOnce = 16;

/** The only reader and writer of `requests/`: one folder for each request that waits for its certificate. */
export class RequestStore {
  readonly folder: string;
  private readonly bin: string;

  constructor(dataFolder: string) {
    this.folder = join(dataFolder, 'requests');
    this.bin = join(dataFolder, 'bin');
  }

  async prepare(): Promise<void> {
    await ensureFolder(this.folder);
    await ensureFolder(this.bin);
  }

  /** Writes the whole folder or nothing. */
  async create(record: RequestRecord, pem: string, keyPem: string): Promise<void> {
    // Made here and not at start-up: a folder of version 0.1 has none.
    await this.prepare();
    await createFolderWhole(this.folder, record.id, [
      { name: requestFile, data: pem, mode: 0o644 },
      { name: keyFile, data: keyPem, mode: 0o600 },
      { name: recordFile, data: `${JSON.stringify(record, null, 2)}\n`, mode: 0o600 },
    ]);
  }

  /** Every request that can be read, the newest first. */
  async list(): Promise<SigningRequest[]> {
    const names = await readdir(this.folder).catch(() => [] as string[]);
    const found = await mapBounded(names.filter(isId), readsAtOnce, (id) => this.read(id));
    return found.flatMap((each) => each ?? []).sort((one, other) => other.createdAt.localeCompare(one.createdAt));
  }

  /** One request, or `not-found`. */
  async get(id: string): Promise<SigningRequest> {
    const request = isId(id) ? await this.read(id) : undefined;
    if (request !== undefined) return request;
    throw new AppError('not-found', `There is no signing request ${id} here.`, {
      hint: 'It may have been completed or deleted meanwhile; look at the list again.',
    });
  }

  /** The private key, PKCS#8 in PEM. Throws `key-file-damaged` when it cannot be read. */
  async readKey(id: string): Promise<string> {
    const path = join(this.folder, id, keyFile);
    try {
      return await readFile(path, 'utf8');
    } catch (error) {
      throw new AppError('key-file-damaged', `Could not read the key of the signing request: ${path}.`, {
        hint: 'Put key.pem back from a backup, or make a new request.',
        cause: error,
      });
    }
  }

  /** Into the bin, where it lies for 30 days. */
  async moveToBin(id: string, now: Date): Promise<void> {
    await utimes(join(this.folder, id), now, now);
    await moveFolder(join(this.folder, id), join(this.bin, id));
  }

  /** For one whose certificate has come: its key is with the certificate now, and needs no second copy. */
  async delete(id: string): Promise<void> {
    await rm(join(this.folder, id), { recursive: true, force: true });
  }

  /** Clears what a kill left behind. The caller holds the lock. */
  async sweep(): Promise<void> {
    await sweepTemporary(this.folder);
  }

  private async read(id: string): Promise<SigningRequest | undefined> {
    const folder = join(this.folder, id);
    const files = { folder, request: join(folder, requestFile), key: join(folder, keyFile) };
    const pem = await readFile(files.request, 'utf8').catch(() => undefined);
    if (pem === undefined) return undefined;
    const record = (await this.readRecord(id)) ?? recordOfRequest(id, pem);
    if (record === undefined) return undefined;
    const { version: _version, subjectFields: _subjectFields, ...facts } = record;
    return { ...facts, pem, files };
  }

  private async readRecord(id: string): Promise<RequestRecord | undefined> {
    try {
      const text = await readFile(join(this.folder, id, recordFile), 'utf8');
      const record = readRequestRecord(text);
      return record.id === id ? record : undefined;
    } catch {
      return undefined;
    }
  }
}

/** What the request itself says, for a folder whose record is lost. */
function recordOfRequest(id: string, pem: string): RequestRecord | undefined {
  try {
    const { names, commonName, subject, purpose, keyType } = parseRequest(pem);
    const createdAt = new Date(0).toISOString();
    return { version: 1, id, names, commonName, subject, purpose, keyType: keyTypeOfWords(keyType), createdAt };
  } catch {
    return undefined;
  }
}

/** The public key of a request as a fingerprint: it finds the request that a certificate belongs to. */
export function publicKeyOf(pem: string): string | undefined {
  try {
    return sha256Hex(parseRequest(pem).spki);
  } catch {
    return undefined;
  }
}
