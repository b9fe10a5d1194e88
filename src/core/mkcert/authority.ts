import type { webcrypto } from 'node:crypto';
import { join } from 'node:path';
import type { Keep, KeyType, NameLimits } from '../../ipc/schemas';
import type { Authorities } from '../authority/authorities';
import { publicHalf } from '../authority/public-half';
import { AppError } from '../errors';
import type { RootKeys } from '../keychain/root-keys';
import { viewCertificate } from '../pki/certificate-view';
import { importSigningKey, spkiOfPrivateKey } from '../pki/keys';
import { parseCertificate } from '../pki/parsed-certificate';
import { decodePem } from '../pki/pem';
import { readBounded } from '../system/bounded-file';
import { makeFolders } from '../system/make-folders';
import type { RootCertificate } from '../trust/trust-store';
import { rootCertificateName, rootKeyName } from './caroot';
import { reasonOf, writeOutput } from './output-files';

export interface MkcertAuthorityOptions {
  authorities: Authorities;
  keys: RootKeys;
  /** Who and where, for the name of a new root: "me@laptop (My Name)". */
  owner: string;
  keep: () => Promise<Keep>;
  /** No limits unless the user set some: mkcert's promise is any name. */
  limits: NameLimits;
}

/** The authority of one CAROOT folder. */
export interface OpenedCaroot {
  rootPem: string;
  root: RootCertificate;
  created: boolean;
  /** The authority's id here; undefined for a folder that mkcert itself made, whose key lies in it. */
  authorityId: string | undefined;
  /** Lends the key for one signature. Undefined for a folder without a key: it can only be installed. */
  sign: (<T>(work: (key: webcrypto.CryptoKey) => Promise<T>) => Promise<T>) | undefined;
}

/**
 * Opens the authority of a CAROOT folder, and makes one when there is no rootCA.pem, as every run of mkcert does. A folder that
 * mkcert made is used as it stands, with the key in it. For a new one the key never lies in the folder: it is encrypted in the
 * data folder like every other, and rootCA.pem stands here for the callers that look for it. Throws with mkcert's words.
 */
export async function openCaroot(
  folder: string,
  keyType: Extract<KeyType, 'rsa-3072' | 'ecdsa-p256'>,
  options: MkcertAuthorityOptions,
): Promise<OpenedCaroot> {
  await makeFolder(folder);
  const rootFile = join(folder, rootCertificateName);
  const found = await readIfThere(rootFile, 'the CA certificate');
  if (found !== undefined) return { ...(await existing(folder, rootFile, found, options)), created: false };
  // Its folder may have been emptied, or a start cut short: the authority is still here.
  const known = await rootOf(folder, options);
  const pem = known ?? (await make(folder, keyType, options));
  await writeOutput(rootFile, pem, 0o644).catch((error: Error) => {
    throw failure(`failed to save CA certificate: ${error.message}`, error);
  });
  return { ...(await existing(folder, rootFile, pem, options)), created: known === undefined };
}

const rootOf = async (folder: string, { authorities }: MkcertAuthorityOptions): Promise<string | undefined> =>
  (await authorities.forCaroot(folder))?.rootPem;

async function make(
  folder: string,
  keyType: Extract<KeyType, 'rsa-3072' | 'ecdsa-p256'>,
  options: MkcertAuthorityOptions,
): Promise<string> {
  try {
    const { certificateFile } = await options.authorities.create(
      {
        name: `mkcert ${options.owner}`.slice(0, 64),
        subject: { organization: 'mkcert development CA', organizationalUnit: options.owner.slice(0, 64) },
        limits: options.limits,
        keyType,
        keep: await options.keep(),
      },
      () => undefined,
      { caroot: folder },
    );
    return (await readBounded(certificateFile, maxBytes)).toString('utf8');
  } catch (error) {
    // Several first calls at once, as build tools make them: one of them made it.
    const theirs = await rootOf(folder, options);
    if (theirs !== undefined) return theirs;
    throw error;
  }
}

async function existing(
  folder: string,
  rootFile: string,
  text: string,
  { authorities, keys }: MkcertAuthorityOptions,
): Promise<Omit<OpenedCaroot, 'created'>> {
  const rootPem = firstCertificate(text);
  const root = publicHalf(rootPem, rootFile);
  const plain = await readIfThere(join(folder, rootKeyName), 'the CA key');
  if (plain !== undefined) {
    return { rootPem, root, authorityId: undefined, sign: async (work) => work(await plainKey(plain, rootPem)) };
  }
  const here = (await authorities.list()).find(({ fingerprint }) => fingerprint === root.fingerprint256);
  if (here === undefined) return { rootPem, root, authorityId: undefined, sign: undefined };
  return {
    rootPem,
    root,
    authorityId: here.id,
    sign: async (work) => keys.use((await authorities.forSigning(here.id)).record, work),
  };
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await makeFolders(folder, 0o755);
  } catch (error) {
    throw failure(
      `failed to create the CAROOT: mkdir ${folder}: ${reasonOf(error instanceof AppError ? error.cause : error)}`,
      error,
    );
  }
}

/** Bytes of either file that are read; mkcert's have about 2,500. A pipe, a device or a folder is not waited for. */
const maxBytes = 64 * 1024;

async function readIfThere(path: string, what: string): Promise<string | undefined> {
  try {
    return (await readBounded(path, maxBytes)).toString('utf8');
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return undefined;
    const reason = error instanceof AppError && error.cause === undefined ? error.message : reasonOf(causeOf(error));
    throw failure(`failed to read ${what}: open ${path}: ${reason}`, error);
  }
}

const causeOf = (error: unknown) => (error instanceof AppError ? error.cause : error);

function firstCertificate(text: string): string {
  try {
    return viewCertificate(text).pem;
  } catch (error) {
    throw failure('failed to read the CA certificate: unexpected content', error);
  }
}

/** mkcert's own key file: PKCS#8, not encrypted. */
async function plainKey(text: string, rootPem: string): Promise<webcrypto.CryptoKey> {
  let pkcs8: Buffer;
  try {
    pkcs8 = decodePem(text, 'PRIVATE KEY');
  } catch {
    // Without the cause: nothing of a key may reach a log.
    throw failure('failed to read the CA key: unexpected content');
  }
  try {
    if (!spkiOfPrivateKey(pkcs8).equals(parseCertificate(rootPem).spki)) {
      throw failure(`the CA key (${rootKeyName}) is not the key of ${rootCertificateName}`);
    }
    return await importSigningKey(pkcs8);
  } finally {
    pkcs8.fill(0);
  }
}

function failure(message: string, cause?: unknown): AppError {
  return new AppError('not-found', message, cause === undefined ? {} : { cause });
}
