import type { RevocationReason } from '../../ipc/schemas';

/** Certificates that were taken back by one authority. */
export interface RevokedEntry {
  /** Hex, lower case, without zero bytes before it. */
  serial: string;
  reason: RevocationReason;
  at: string;
  /** SHA-256 of the certificate, where it was known when it was revoked. */
  fingerprint?: string;
  certificateId?: string;
  name?: string;
  notAfter?: string;
}

/** `revocations/ID.json`: what an authority has revoked. It outlives its folder: see docs/adr/0021-revocation.md. */
export interface RevocationRecord {
  version: 1;
  authorityId: string;
  /** SHA-256 of the authority's certificate. */
  authorityFingerprint: string;
  /** The oldest first. Entries stay for good. */
  entries: RevokedEntry[];
  /** The number of the last list, in decimal digits; "0" before the first. */
  number: string;
  /** The last list, and the SHA-256 of its DER: when the file beside the authority is another one, a new list is due. */
  crl?: { thisUpdate: string; nextUpdate: string; sha256: string };
  /** The loopback port that new certificates name; absent while they name none. */
  servePort?: number;
  /** The last port that was used, for switching on again. */
  lastPort?: number;
}

export const revocationReasons = [
  'keyCompromise',
  'superseded',
  'cessationOfOperation',
  'affiliationChanged',
  'privilegeWithdrawn',
  'unspecified',
] as const satisfies readonly RevocationReason[];

/** Serial numbers as they are compared: colons and spaces out, lower case, whole bytes without zeros before them. */
export function plainSerial(typed: string): string | undefined {
  const digits = typed.replace(/[\s:]/g, '').replace(/^0x/i, '').toLowerCase();
  // 20 octets at most (RFC 5280 section 4.1.2.2); some issuers exceed them, ours do not.
  if (!/^[0-9a-f]{1,42}$/.test(digits)) return undefined;
  const whole = digits.length % 2 === 0 ? digits : `0${digits}`;
  return whole.replace(/^(00)+(?=..)/, '');
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isInstant = (value: unknown): value is string => isText(value) && !Number.isNaN(Date.parse(value));
const isPort = (value: unknown) => Number.isInteger(value) && (value as number) > 0 && (value as number) < 65_536;
const absentOr = (value: unknown, check: (value: unknown) => boolean) => value === undefined || check(value);

function isEntry(value: unknown): value is RevokedEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { serial, reason, at, fingerprint, certificateId, name, notAfter } = value as Record<string, unknown>;
  return (
    isText(serial) &&
    plainSerial(serial) === serial &&
    (revocationReasons as readonly unknown[]).includes(reason) &&
    isInstant(at) &&
    [fingerprint, certificateId, name].every((each) => absentOr(each, isText)) &&
    absentOr(notAfter, isInstant)
  );
}

function isCrl(value: unknown): boolean {
  const { thisUpdate, nextUpdate, sha256 } = (value ?? {}) as Record<string, unknown>;
  return isInstant(thisUpdate) && isInstant(nextUpdate) && isText(sha256);
}

/** Whether a value read from a file, or from a backup, is such a record. By hand: the command line reads it at every list. */
export function isRevocationRecord(value: unknown): value is RevocationRecord {
  if (typeof value !== 'object' || value === null) return false;
  const found = value as Record<string, unknown>;
  return (
    found.version === 1 &&
    isText(found.authorityId) &&
    isText(found.authorityFingerprint) &&
    Array.isArray(found.entries) &&
    found.entries.every(isEntry) &&
    isText(found.number) &&
    // 20 octets have 49 digits (RFC 5280 section 5.2.3).
    /^\d{1,48}$/.test(found.number) &&
    absentOr(found.crl, isCrl) &&
    absentOr(found.servePort, isPort) &&
    absentOr(found.lastPort, isPort)
  );
}

/**
 * Two records of one authority as one: everything that either has revoked, at the earlier time; the higher number. What counts of
 * the rest is `ours`.
 */
export function mergeRecords(ours: RevocationRecord, theirs: RevocationRecord): RevocationRecord {
  const bySerial = new Map<string, RevokedEntry>();
  for (const entry of [...ours.entries, ...theirs.entries]) {
    const known = bySerial.get(entry.serial);
    if (known === undefined || Date.parse(entry.at) < Date.parse(known.at)) bySerial.set(entry.serial, entry);
  }
  const entries = [...bySerial.values()].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  const number = BigInt(ours.number) > BigInt(theirs.number) ? ours.number : theirs.number;
  return { ...ours, entries, number };
}
