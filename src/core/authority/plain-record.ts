import type { AuthorityRecord, CertificateRecord } from './record-schemas';

// The usual records, known by a glance: what this version writes, with no key more. Whatever is not, an older version's or a
// damaged one, goes to the schemas, which decide. What passes here passes there unchanged; the tests hold the two together.
type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === 'string';
const someText: Check = (value) => typeof value === 'string' && value !== '';
const pattern =
  (form: RegExp): Check =>
  (value) =>
    typeof value === 'string' && form.test(value);
const among =
  (...words: readonly unknown[]): Check =>
  (value) =>
    words.includes(value);
const listOf =
  (check: Check, most = Number.POSITIVE_INFINITY): Check =>
  (value) =>
    Array.isArray(value) && value.length <= most && value.every(check);
const either =
  (...checks: readonly Check[]): Check =>
  (value) =>
    checks.some((check) => check(value));

/** An object that has every one of the first keys, perhaps some of the second, and no other. */
const shape =
  (must: Record<string, Check>, may: Record<string, Check> = {}): Check =>
  (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const entries = Object.entries(value);
    const checkOf = (key: string) => [must, may].find((checks) => Object.hasOwn(checks, key))?.[key];
    const known = entries.every(([key, each]) => checkOf(key)?.(each) === true);
    return known && Object.keys(must).every((key) => Object.hasOwn(value, key));
  };

/** As `toISOString` writes it, of a day that there is. */
const instant: Check = (value) => {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value)) return false;
  const date = new Date(value);
  return !Number.isNaN(date.getTime()) && date.toISOString() === value;
};
const id = pattern(/^[a-z0-9][a-z0-9._+-]{0,119}$/);
const sha256 = pattern(/^[0-9a-f]{64}$/);
const wholeNumber =
  (least: number, most: number): Check =>
  (value) =>
    Number.isInteger(value) && (value as number) >= least && (value as number) <= most;

const keyFileFacts = [
  { keep: among('keychain', 'session', 'every-use'), keyFileSha256: sha256 },
  { keychainAccount: pattern(/^[a-z0-9._+/-]{1,160}$/) },
] as const;

const limits = either(
  shape({
    kind: among('limited'),
    dns: listOf(pattern(/^[\x21-\x7e]{1,253}$/), 200),
    ip: listOf(pattern(/^[0-9a-f.:/]{2,50}$/), 100),
  }),
  shape({ kind: among('none') }),
);

const authority = shape(
  {
    version: among(1),
    id,
    name: someText,
    kind: among('root', 'intermediate'),
    origin: among('made', 'mkcert', 'imported', 'restored'),
    subject: text,
    createdAt: instant,
    notBefore: instant,
    notAfter: instant,
    keyType: someText,
    limits,
    serial: text,
    fingerprint: sha256,
    rootSpki: text,
    ...keyFileFacts[0],
  },
  {
    label: text,
    parentId: id,
    plainKey: shape({ file: text, sha256 }),
    caroot: text,
    replaces: id,
    chain: listOf(sha256),
    next: shape(...keyFileFacts),
    ...keyFileFacts[1],
  },
);

const certificate = shape(
  {
    version: among(1),
    id,
    names: listOf(shape({ type: among('dns', 'ip', 'email', 'uri'), value: text, display: text })),
    commonName: text,
    issuer: text,
    authorityId: id,
    purpose: among('server', 'client', 'server-client', 'email'),
    keyType: among('ecdsa-p256', 'ecdsa-p384', 'rsa-2048', 'rsa-3072', 'rsa-4096'),
    keyHere: among(true, false),
    serial: text,
    fingerprint: sha256,
    createdAt: instant,
    notBefore: instant,
    notAfter: instant,
  },
  {
    validity: shape({ kind: among('days'), days: wholeNumber(1, 3660) }),
    renews: id,
    acme: shape({ account: id, order: id }),
  },
);

/** True for the usual record of an authority, whole and with nothing else in it. */
export const isPlainAuthorityRecord = (value: unknown): value is AuthorityRecord => authority(value);

/** The same for the record of a certificate. One with a subject of its own, or a rare validity, goes to the schema. */
export const isPlainCertificateRecord = (value: unknown): value is CertificateRecord => certificate(value);
