import type { ExportFormat, RootForm } from '../../ipc/issue-schemas';
import { AppError, assertNever } from '../errors';
import { type CertificateView, viewCertificate } from '../pki/certificate-view';
import { encryptedKeyPem, traditionalKeyPem } from '../pki/key-forms';
import { decodePem, encodePem, readPemBlocks } from '../pki/pem';
import { writePkcs7 } from '../pki/pkcs7';
import { writePkcs12, writeTrustStore } from '../pki/pkcs12';
import { baseNameOf } from './file-names';
import { kubernetesSecret } from './kubernetes-secret';
import { mobileconfig } from './mobileconfig';

type Random = (bytes: number) => Buffer;

/** What one certificate's files are made of. */
export interface ExportMaterial {
  /** As `baseNameOf` gives it. */
  baseName: string;
  commonName: string;
  certificatePem: string;
  /** The certificate, then the intermediates that lead to its root. */
  chainPem: string;
  /** Empty when the root is not known: another authority made the certificate for a request of ours. */
  rootPem: string;
  /** PKCS#8; absent for a certificate whose key is with somebody else. */
  keyPem?: string;
  /** For the formats that `needsPassphrase` names. */
  passphrase?: Buffer;
}

export interface ExportedFile {
  name: string;
  data: string | Buffer;
  mode: number;
}

/** Java's own passphrase for trust stores. It keeps nothing secret, since a trust store holds only public certificates. */
export const trustStorePassphrase = 'changeit';

const publicMode = 0o644;
const privateMode = 0o600;

interface Format {
  /** The end of the file's name, after the base name; the whole name when it starts with "=". */
  ending: string;
  holdsKey: boolean;
  passphrase?: true;
}

const table: Record<ExportFormat, Format> = {
  certificate: { ending: '.pem', holdsKey: false },
  key: { ending: '-key.pem', holdsKey: true },
  'full-chain': { ending: '-fullchain.pem', holdsKey: false },
  combined: { ending: '-combined.pem', holdsKey: true },
  ca: { ending: '=ca.crt', holdsKey: false },
  der: { ending: '.der', holdsKey: false },
  pkcs12: { ending: '.p12', holdsKey: true, passphrase: true },
  'pkcs12-legacy': { ending: '-legacy.p12', holdsKey: true, passphrase: true },
  'encrypted-key': { ending: '-key-encrypted.pem', holdsKey: true, passphrase: true },
  'traditional-key': { ending: '-key-rsa.pem', holdsKey: true },
  'java-trust-store': { ending: '=truststore.p12', holdsKey: false },
  'kubernetes-secret': { ending: '-secret.yaml', holdsKey: true },
};

/** True when one of the formats is encrypted with a passphrase of the user's. A Java trust store has Java's own. */
export function needsPassphrase(formats: readonly ExportFormat[]): boolean {
  return formats.some((format) => table[format].passphrase === true);
}

/** The name and mode (0600 for all that holds a key) that a format's file will have. `keyType` as in a certificate's record. */
export function plannedFile(baseName: string, format: ExportFormat, keyType: string): { name: string; mode: number } {
  const { ending, holdsKey } = table[format];
  const mode = holdsKey ? privateMode : publicMode;
  if (ending.startsWith('=')) return { name: fixedName(ending.slice(1), baseName), mode };
  const isEc = format === 'traditional-key' && !/^rsa/i.test(keyType);
  return { name: baseName + (isEc ? '-key-ec.pem' : ending), mode };
}

/**
 * The name of a file that is called the same for every certificate. A certificate named "truststore" has a PKCS#12 of just that name,
 * with its key, which must not be replaced. Compared as Windows and macOS compare names.
 */
function fixedName(name: string, baseName: string): string {
  const isTaken = Object.values(table).some(({ ending }) => (baseName + ending).toLowerCase() === name);
  return isTaken ? `root-${name}` : name;
}

/** Throws `no-key` when one of the formats holds the private key and it is not here. */
export function checkKeyIsHere(keyHere: boolean, who: string, formats: readonly ExportFormat[]): void {
  if (keyHere || !formats.some((format) => table[format].holdsKey)) return;
  throw new AppError(
    'no-key',
    `The private key of ${who} is not here: the certificate was signed for somebody else's request.`,
    {
      hint: 'Choose formats without a key, such as the certificate or the full chain.',
    },
  );
}

/**
 * The files of one certificate, one for each format, in the order asked for. Throws `no-key`; `chain-incomplete` for a form of the root when
 * that is not known; `passphrase-needed` for an
 * encrypted format without a passphrase; `key-file-damaged` or `certificate-unreadable` for damaged material.
 */
export async function exportFiles(
  material: ExportMaterial,
  formats: readonly ExportFormat[],
  random: Random,
): Promise<(ExportedFile & { format: ExportFormat })[]> {
  checkKeyIsHere(material.keyPem !== undefined, material.commonName || material.baseName, formats);
  const pkcs8 = material.keyPem === undefined ? Buffer.alloc(0) : decodePem(material.keyPem, 'PRIVATE KEY');
  try {
    const files: (ExportedFile & { format: ExportFormat })[] = [];
    for (const format of new Set(formats)) {
      const data = await dataOf(format, material, pkcs8, random);
      const keyType = typeof data === 'string' && data.startsWith('-----BEGIN EC ') ? 'ec' : 'rsa';
      files.push({ ...plannedFile(material.baseName, format, keyType), data, format });
    }
    return files;
  } finally {
    pkcs8.fill(0);
  }
}

async function dataOf(
  format: ExportFormat,
  material: ExportMaterial,
  pkcs8: Buffer,
  random: Random,
): Promise<string | Buffer> {
  const { certificatePem, chainPem, rootPem, keyPem = '' } = material;
  switch (format) {
    case 'certificate':
      return certificatePem;
    case 'key':
      return keyPem;
    case 'full-chain':
      return chainPem;
    // The order of mkcert, nginx's documentation and Python's `load_cert_chain`; HAProxy and uWSGI take any.
    case 'combined':
      return chainPem + keyPem;
    case 'ca':
      rootOf(material);
      return rootPem;
    case 'der':
      return decodePem(certificatePem, 'CERTIFICATE');
    case 'pkcs12':
      return pkcs12Of(material, pkcs8, 'modern', random);
    case 'pkcs12-legacy':
      return pkcs12Of(material, pkcs8, 'legacy', random);
    case 'encrypted-key':
      return encryptedKeyPem(pkcs8, passphraseOf(material));
    case 'traditional-key':
      return traditionalKeyPem(pkcs8);
    case 'java-trust-store':
      return trustStoreOf(rootOf(material), random);
    case 'kubernetes-secret':
      return kubernetesSecret({
        name: material.commonName || material.baseName,
        fullChainPem: chainPem,
        keyPem,
        rootPem,
      });
    default:
      return assertNever(format);
  }
}

function passphraseOf({ passphrase }: ExportMaterial): Buffer {
  if (passphrase !== undefined && passphrase.length > 0) return passphrase;
  throw new AppError('passphrase-needed', 'This format is encrypted, and no passphrase was given.', {
    hint: 'Choose a passphrase for the file; whoever opens it needs it.',
  });
}

function pkcs12Of(material: ExportMaterial, pkcs8: Buffer, encryption: 'modern' | 'legacy', random: Random) {
  const passphrase = passphraseOf(material);
  const intermediates = readPemBlocks(material.chainPem)
    .flatMap(({ der }) => (der === undefined ? [] : [der]))
    .slice(1);
  return writePkcs12({
    certificate: decodePem(material.certificatePem, 'CERTIFICATE'),
    // With the root, as mkcert writes it: Java and Windows show the whole chain then.
    chain: [...intermediates, ...(material.rootPem === '' ? [] : [rootOf(material)])],
    pkcs8,
    passphrase,
    name: material.commonName || material.baseName,
    encryption,
    random,
  });
}

function rootOf({ rootPem, commonName, baseName }: ExportMaterial): Buffer {
  if (rootPem !== '') return decodePem(rootPem, 'CERTIFICATE');
  throw new AppError('chain-incomplete', `The root certificate above ${commonName || baseName} is not here.`, {
    hint: 'Ask whoever signed the certificate for their root, or choose formats without it.',
  });
}

/** The alias, which `keytool -list` shows, is the root's common name. */
function trustStoreOf(root: Buffer, random: Random): Promise<Buffer> {
  const alias = viewCertificate(root).commonName || 'root';
  return writeTrustStore({
    certificates: [{ der: root, alias }],
    passphrase: Buffer.from(trustStorePassphrase),
    random,
  });
}

/** The public half of an authority, for a phone, Windows, Java or a colleague. Nothing secret is in any form. */
export async function rootFile(view: CertificateView, form: RootForm, random: Random): Promise<ExportedFile> {
  const base = baseNameOf((view.commonName || 'root').replace(/\s+/g, '-'));
  const file = (ending: string, data: string | Buffer) => ({ name: base + ending, data, mode: publicMode });
  switch (form) {
    case 'pem':
      return file('.pem', view.pem);
    case 'crt':
      return file('.crt', view.pem);
    // Windows and Android open .cer by a double click or tap.
    case 'der':
      return file('.cer', view.der);
    case 'p7b':
      return file('.p7b', encodePem(writePkcs7([view.der]), 'PKCS7'));
    case 'mobileconfig':
      return file('.mobileconfig', mobileconfig(view));
    case 'java-trust-store':
      return file('-truststore.p12', await trustStoreOf(view.der, random));
    default:
      return assertNever(form);
  }
}
