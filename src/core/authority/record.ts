import { isPlainAuthorityRecord, isPlainCertificateRecord } from './plain-record';
import type { AuthorityRecord, CertificateRecord, RequestRecord } from './record-schemas';
import { parseAuthorityRecord, parseCertificateRecord, parseRequestRecord } from './record-schemas';

export type { AuthorityRecord, CertificateRecord, RequestRecord };
export type KeyFileFacts = NonNullable<AuthorityRecord['next']>;

/** The form of `idSchema` of src/ipc/schemas.ts; a test holds the two together. */
const id = /^[a-z0-9][a-z0-9._+-]{0,119}$/;

/** True for a folder name that is one of ours; whatever else lies in the data folder is left alone and not shown. */
export const isId = (name: string): boolean => id.test(name);

/** Reads the text of an `authority.json`. Throws for anything else. */
export function readAuthorityRecord(text: string): AuthorityRecord {
  const value: unknown = JSON.parse(text);
  return isPlainAuthorityRecord(value) ? value : parseAuthorityRecord(value);
}

/** Reads the text of the `meta.json` beside a certificate. Throws for anything else. */
export function readCertificateRecord(text: string): CertificateRecord {
  const value: unknown = JSON.parse(text);
  return isPlainCertificateRecord(value) ? value : parseCertificateRecord(value);
}

/** Reads the text of the `meta.json` beside a signing request. Throws for anything else. */
export function readRequestRecord(text: string): RequestRecord {
  return parseRequestRecord(JSON.parse(text));
}

/** The record with these facts of a key file, and nothing left of the ones before. */
export function withFacts(record: AuthorityRecord, facts: KeyFileFacts): AuthorityRecord {
  const { next: _next, keychainAccount: _account, ...rest } = record;
  return { ...rest, ...facts };
}

/** The record that counts for the key file with this SHA-256: a change of the passphrase may have been cut short (`next`). */
export function effectiveRecord(
  record: AuthorityRecord | undefined,
  keyFileSha256: string | undefined,
): AuthorityRecord | undefined {
  if (record?.next === undefined) return record;
  const { next, ...current } = record;
  return next.keyFileSha256 === keyFileSha256 ? withFacts(record, next) : current;
}

/** The entry of the keychain with the passphrase of its key file; undefined where a person has it. */
export function keychainAccountOf(record: Omit<AuthorityRecord, 'keyFileSha256'>): string | undefined {
  return record.keep === 'keychain' ? (record.keychainAccount ?? record.id) : undefined;
}
