import type { ExportFormat, RootForm } from '../../ipc/issue-schemas';
import type { RenewalWish } from '../../ipc/renewal-schemas';
import type { Keep, KeyType, Purpose } from '../../ipc/schemas';
import type { OptionSpec } from '../command-line';

export const purposes = ['server', 'client', 'server-client', 'email'] as const satisfies readonly Purpose[];

export const keyTypes = [
  'ecdsa-p256',
  'ecdsa-p384',
  'rsa-2048',
  'rsa-3072',
  'rsa-4096',
] as const satisfies readonly KeyType[];

/** An authority outlives what RSA 2048 is good for (NIST SP 800-57 part 1, table 4). */
export const authorityKeyTypes = ['ecdsa-p256', 'ecdsa-p384', 'rsa-3072', 'rsa-4096'] as const;

export const keeps = ['keychain', 'session', 'every-use'] as const satisfies readonly Keep[];

export const exportFormats = [
  'certificate',
  'key',
  'full-chain',
  'combined',
  'ca',
  'der',
  'pkcs12',
  'pkcs12-legacy',
  'encrypted-key',
  'traditional-key',
  'java-trust-store',
  'kubernetes-secret',
] as const satisfies readonly ExportFormat[];

/** What people type for several formats at once, or by another name. */
export const formatShorthands: ReadonlyMap<string, readonly ExportFormat[]> = new Map([
  ['pem', ['certificate', 'key']],
  ['p12', ['pkcs12']],
]);

export const rootForms = [
  'pem',
  'crt',
  'der',
  'p7b',
  'mobileconfig',
  'java-trust-store',
] as const satisfies readonly RootForm[];

export const renewalWishes = ['on', 'off', 'default'] as const satisfies readonly RenewalWish[];

export const caOption: OptionSpec = {
  name: 'ca',
  value: 'ID|NAME',
  help: 'the authority that signs; the default one unless told',
  complete: 'authority',
};

export const purposeOption: OptionSpec = {
  name: 'purpose',
  value: 'PURPOSE',
  help: `${purposes.join(', ')}`,
  complete: { words: purposes },
};

export const subjectOption: OptionSpec = {
  name: 'subject',
  value: 'SUBJECT',
  help: 'attributes of the subject, e.g. "C=DE,O=Example" (C, ST, L, O, OU, CN)',
};

export const validityOptions: readonly OptionSpec[] = [
  { name: 'days', value: 'N', help: 'valid for so many days; your setting unless told (397)' },
  { name: 'hours', value: 'N', help: 'valid for so many hours, 1 to 24' },
  { name: 'until', value: 'DATE', help: 'valid until this day or instant, UTC, e.g. 2027-12-24' },
];

export const writeOptions: readonly OptionSpec[] = [
  { name: 'out', value: 'DIR', help: 'write the files into this folder', complete: 'folder' },
  {
    name: 'format',
    value: 'FORMAT,…',
    many: true,
    help: `pem (certificate and key), ${exportFormats.join(', ')}`,
    complete: { words: ['pem', ...exportFormats], list: true },
  },
  { name: 'force', help: 'replace files that are there' },
  { name: 'deploy', help: 'write them again at each renewal (this is so unless told)' },
  { name: 'no-deploy', help: 'write them this once, and forget where they are' },
];

export const passphraseFileOption: OptionSpec = {
  name: 'passphrase-file',
  value: 'FILE',
  help: 'a private file with the passphrase of the written or opened file',
  complete: 'file',
};

export const yesOption: OptionSpec = { name: 'yes', short: 'y', help: 'do not ask' };
