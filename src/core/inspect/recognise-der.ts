import { createPublicKey } from 'node:crypto';
import { AppError } from '../errors';
import { decode, isContext, isInteger, isSequence } from '../pki/asn1-tree';
import { viewCertificate } from '../pki/certificate-view';
import { parseRequest } from '../pki/csr';
import { derKeyFormOf, type KeyForm, readPrivateKeyAny } from '../pki/key-forms';
import { describeSpki } from '../pki/keys';
import { looksLikePkcs7, readPkcs7 } from '../pki/pkcs7';
import { looksLikePkcs12, readPkcs12 } from '../pki/pkcs12';
import { Rounds } from '../pki/pkcs12-cipher';
import { emptyContent, lockedKey, type OpenedContent, openedKey } from './opened-content';

/** What a DER element may be, told by its first children. */
type Shape = 'certificate' | 'request' | 'crl' | 'public-key' | 'key' | 'unknown';

/**
 * What one DER element holds, or BER for PKCS#12 and PKCS#7. Undefined for DER that is none of what is known. Throws
 * `passphrase-wrong` when a passphrase is given and does not open it, and `file-unreadable`, `certificate-unreadable`,
 * `request-unreadable` or `key-file-damaged` for what has the outer form of one thing and is damaged.
 */
export async function recogniseDer(
  der: Buffer,
  passphrase: Buffer | undefined,
  rounds: Rounds,
): Promise<OpenedContent | undefined> {
  if (looksLikePkcs12(der)) return openPkcs12(der, passphrase, rounds);
  if (looksLikePkcs7(der))
    return { ...emptyContent('PKCS#7'), certificates: readPkcs7(der).map((each) => viewCertificate(each)) };
  const content = emptyContent('DER');
  switch (shapeOf(der)) {
    case 'certificate':
      return { ...content, certificates: [viewCertificate(der)] };
    case 'request':
      return { ...content, requests: [parseRequest(der)] };
    case 'crl':
      return { ...content, others: [{ label: 'X509 CRL', message: 'It is a list of revoked certificates (CRL).' }] };
    case 'public-key':
      return { ...content, publicKeys: [publicKeyOf(der, 'spki')] };
    case 'key':
      return openKey(content, der, passphrase, rounds);
    default:
      return undefined;
  }
}

/**
 * Certificate, request and CRL are all SEQUENCE { SEQUENCE, AlgorithmIdentifier, BIT STRING }; what is inside the first tells
 * them apart: RFC 5280 sections 4.1 and 5.1, RFC 2986 section 4.
 */
function shapeOf(der: Buffer): Shape {
  try {
    const outer = listOf(decode(der));
    const [first, second] = outer;
    if (first === undefined) return 'unknown';
    if (isInteger(first)) return 'key';
    if (!isSequence(first)) return 'unknown';
    if (outer.length === 2) return second !== undefined && (second.type as number) === bitString ? 'public-key' : 'key';
    const inner = listOf(first);
    const [version, next] = inner;
    if (version !== undefined && isContext(version, 0)) return 'certificate';
    // A CRL begins with its algorithm, or with version 1 and then the algorithm and two dates.
    if (version !== undefined && isSequence(version)) return 'crl';
    if (inner.some((node) => isContext(node, 0))) return 'request';
    return next !== undefined && inner.length >= 6 && inner.slice(1, 6).every(isSequence) ? 'certificate' : 'crl';
  } catch {
    return 'unknown';
  }
}

const bitString = 3;

function listOf(node: ReturnType<typeof decode>) {
  return isSequence(node) && Array.isArray(node.value) ? node.value : [];
}

async function openKey(
  content: OpenedContent,
  der: Buffer,
  passphrase: Buffer | undefined,
  rounds: Rounds,
): Promise<OpenedContent> {
  const form = derKeyFormOf(der);
  return form === undefined ? content : { ...content, ...(await keyParts(der, form, passphrase, rounds)) };
}

/**
 * A private key in a form that is known by now, opened if it can be. Throws `passphrase-wrong`, and `key-file-damaged` for a
 * damaged one.
 */
export async function keyParts(
  source: Buffer | string,
  form: KeyForm,
  passphrase: Buffer | undefined,
  rounds: Rounds,
): Promise<Pick<OpenedContent, 'keys' | 'locked'>> {
  const encrypted = form.endsWith('encrypted');
  if (encrypted && passphrase === undefined) return { keys: [lockedKey(form)], locked: true };
  const pkcs8 = await readPrivateKeyAny(source, passphrase, rounds);
  return { keys: [openedKey(pkcs8, form, encrypted)], locked: false };
}

/** Throws when it is no public key. */
export function publicKeyOf(der: Buffer, type: 'spki' | 'pkcs1'): { keyType: string; spki: Buffer } {
  try {
    const spki = createPublicKey({ key: der, format: 'der', type }).export({ type: 'spki', format: 'der' });
    return { keyType: describeSpki(spki), spki };
  } catch (cause) {
    throw new AppError(
      'file-unreadable',
      'Reading the public key failed: it is damaged, or of a kind not known here.',
      {
        hint: 'Write it anew with: openssl pkey -in KEY -pubout',
        cause,
      },
    );
  }
}

/** Rounds that are spent on the chance that there is no passphrase: a third of a second. NSS writes 600,000. */
const roundsForNothing = 300_000;

async function openPkcs12(der: Buffer, passphrase: Buffer | undefined, rounds: Rounds): Promise<OpenedContent> {
  const content = emptyContent('PKCS#12');
  const allowed = passphrase === undefined ? new Rounds(roundsForNothing) : rounds;
  try {
    // Many are written without a passphrase, or with an empty one; trying costs little.
    const { certificates, keys } = await readPkcs12(der, passphrase ?? Buffer.alloc(0), allowed);
    for (const each of certificates) {
      try {
        content.certificates.push(viewCertificate(each));
      } catch (error) {
        content.others.push({ label: 'CERTIFICATE', message: messageOf(error) });
      }
    }
    for (const pkcs8 of keys) {
      try {
        content.keys.push(openedKey(pkcs8, 'PKCS#12', true));
      } catch {
        pkcs8.fill(0);
        content.others.push({ label: 'PRIVATE KEY', message: 'It is a private key of a kind that is not known here.' });
      }
    }
    return content;
  } catch (error) {
    const wrong = error instanceof AppError && error.code === 'passphrase-wrong';
    if (passphrase !== undefined || !(wrong || allowed.exceeded)) throw error;
    return { ...content, keys: [lockedKey('PKCS#12, encrypted')], locked: true };
  }
}

const messageOf = (error: unknown) => (error instanceof AppError ? error.message : 'It cannot be read.');
