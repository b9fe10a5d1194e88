import { join } from 'node:path';
import type { Certificate } from '../../ipc/schemas';
import { sha256Hex } from '../digest';
import { viewCertificate } from '../pki/certificate-view';
import { decodePem } from '../pki/pem';
import type { RevokedEntry } from '../revocation/revocation-record';
import { readFile } from '../system/file-calls';
import { type CertificateRecord, readCertificateRecord } from './record';

export const certificateFile = 'cert.pem';
export const keyFile = 'key.pem';
export const fullChainFile = 'fullchain.pem';
export const rootFile = 'ca.pem';
export const recordFile = 'meta.json';

export interface CertificateFiles {
  certificatePem: string;
  /** Absent when the key is with somebody else. */
  keyPem?: string | undefined;
  /** The certificate, then the intermediates that lead to its root; the root itself is not sent by servers (RFC 8446 section 4.4.2). */
  fullChainPem: string;
  /** Empty when the root is not known: a certificate that another authority made for a request of ours. */
  rootPem: string;
}

/** What a certificate's folder says, apart from the time of day. */
export interface FoundCertificate {
  record: CertificateRecord;
  /** Which file is wrong and how; undefined when all is well. */
  broken: string | undefined;
}

type Read = (path: string) => Promise<string>;
const readPooled: Read = (path) => readFile(path, 'utf8');

/** Reads a certificate's folder; undefined when neither its record nor its certificate can be read. */
export async function readCertificateFolder(
  folder: string,
  id: string,
  read: Read = readPooled,
): Promise<FoundCertificate | undefined> {
  const known = await readRecord(folder, id, read);
  if (known !== undefined) return { record: known, broken: await whyBroken(folder, known, read) };
  const record = await recordOfCertificate(folder, id);
  return record === undefined ? undefined : { record, broken: 'Its record (meta.json) is missing or damaged.' };
}

/** The record of a certificate. Undefined when it is gone, damaged, or that of another folder. */
export async function readRecord(
  folder: string,
  id: string,
  read: Read = readPooled,
): Promise<CertificateRecord | undefined> {
  try {
    const record = readCertificateRecord(await read(join(folder, recordFile)));
    return record.id === id ? record : undefined;
  } catch {
    return undefined;
  }
}

/** What lists show of a certificate. */
export function summaryOf(
  { record, broken }: FoundCertificate,
  files: Certificate['files'],
  status: Certificate['status'],
  revoked?: RevokedEntry | undefined,
): Certificate {
  const { version: _version, subject: _subject, validity: _validity, ...facts } = record;
  return {
    ...facts,
    // That it was taken back counts more than how long it is valid, or which of its files is gone.
    status: revoked !== undefined ? 'revoked' : broken === undefined ? status : 'broken',
    ...(revoked === undefined ? {} : { revoked: { at: revoked.at, reason: revoked.reason } }),
    ...(broken === undefined ? {} : { statusReason: broken }),
    files: record.keyHere ? files : { ...files, key: '' },
  };
}

/** SHA-256 of the first certificate in a PEM text; undefined when there is none. */
export function fingerprintOf(pem: string): string | undefined {
  try {
    return sha256Hex(decodePem(pem, 'CERTIFICATE'));
  } catch {
    return undefined;
  }
}

async function whyBroken(folder: string, record: CertificateRecord, read: Read): Promise<string | undefined> {
  const found = fingerprintOf(await read(join(folder, certificateFile)).catch(() => ''));
  if (found === undefined) return 'cert.pem is missing or cannot be read.';
  if (found !== record.fingerprint) return 'cert.pem holds another certificate than the one that was issued.';
  if (!record.keyHere) return undefined;
  const key = await read(join(folder, keyFile)).catch(() => undefined);
  if (key === undefined) return 'key.pem is missing.';
  if (!/^-----BEGIN PRIVATE KEY-----\s[\s\S]+\s-----END PRIVATE KEY-----\s*$/.test(key))
    return 'key.pem is cut off or damaged.';
  return undefined;
}

/** What the certificate itself says, for a folder whose record is lost; undefined when that cannot be read either. */
async function recordOfCertificate(folder: string, id: string): Promise<CertificateRecord | undefined> {
  try {
    const view = viewCertificate(await readFile(join(folder, certificateFile), 'utf8'));
    return {
      version: 1,
      id,
      names: view.names,
      commonName: view.commonName,
      issuer: view.issuer,
      authorityId: 'unknown',
      purpose: purposeOfWords(view.extendedKeyUsages),
      keyType: keyTypeOfWords(view.keyDescription),
      // Without the record nobody knows; a key that lies there is used, one that does not is not missed.
      keyHere: await readFile(join(folder, keyFile)).then(
        () => true,
        () => false,
      ),
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

/** The purpose that extended key usages (in the words of `CertificateView`) come to. */
export function purposeOfWords(usages: readonly string[]): CertificateRecord['purpose'] {
  const server = usages.includes('server authentication');
  const client = usages.includes('client authentication');
  if (server) return client ? 'server-client' : 'server';
  if (client) return 'client';
  return usages.includes('e-mail protection') ? 'email' : 'server';
}

/**
 * The kind of key from its description, e.g. "ECDSA P-384", "RSA 3072". A kind that Sealwax does not make itself, such as
 * RSA 8192 in a stranger's request, is filed under the nearest smaller one of its family; the certificate says what it is.
 */
export function keyTypeOfWords(words: string): CertificateRecord['keyType'] {
  const bits = Number(/^RSA\D*(\d+)/.exec(words)?.[1] ?? 0);
  if (bits >= 4096) return 'rsa-4096';
  if (bits >= 3072) return 'rsa-3072';
  if (bits > 0) return 'rsa-2048';
  return /P-(384|521)/.test(words) ? 'ecdsa-p384' : 'ecdsa-p256';
}
