import { AppError } from '../errors';
import { viewCertificate } from '../pki/certificate-view';
import { parseRequest } from '../pki/csr';
import { keyFormOf } from '../pki/key-forms';
import { type PemBlock, readPemBlocks } from '../pki/pem';
import { readPkcs7 } from '../pki/pkcs7';
import { Rounds } from '../pki/pkcs12-cipher';
import { paced } from '../system/bounded';
import { otherBlocks } from './file-kind';
import { addContent, emptyContent, lockedKey, type OpenedContent } from './opened-content';
import { keyParts, publicKeyOf, recogniseDer } from './recognise-der';

/** Blocks of one text that are read: Mozilla's whole list of roots has about 140. */
const blockLimit = 500;

/**
 * All blocks of a PEM text, in their order. A block that is damaged, or holds what is not read, is one of the others, with the
 * reason. Throws `passphrase-wrong` when a passphrase is given and opens none of what is encrypted.
 */
export async function recognisePem(text: string, passphrase?: Buffer): Promise<OpenedContent> {
  const content = emptyContent('PEM');
  const blocks = readPemBlocks(text);
  const pause = paced();
  const rounds = new Rounds();
  let refused: AppError | undefined;
  for (const block of blocks.slice(0, blockLimit)) {
    try {
      addContent(content, await partOf(block, passphrase, rounds));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === 'passphrase-wrong') {
        refused = error;
        addContent(content, { ...emptyContent('PEM'), keys: [lockedKey(formOf(block))], locked: true });
      } else content.others.push({ label: block.label, message: error.message });
    }
    await pause();
  }
  if (refused !== undefined && !content.keys.some(({ encrypted, pkcs8 }) => encrypted && pkcs8 !== undefined))
    throw refused;
  const more = blocks.length - blockLimit;
  if (more > 0)
    content.others.push({ label: 'PEM', message: `${more} more blocks were left out; ${blockLimit} are read.` });
  return content;
}

const formOf = ({ label, text }: PemBlock) => keyFormOf(label, text) ?? `${label}, encrypted`;

/** Throws AppError for a block that cannot be read. */
async function partOf(block: PemBlock, passphrase: Buffer | undefined, rounds: Rounds): Promise<OpenedContent> {
  const content = emptyContent('PEM');
  const { label, der } = block;
  const other = otherBlocks[label];
  if (other !== undefined) return { ...content, others: [{ label, message: `It is ${other.what}. ${other.hint}` }] };
  if (der === undefined) throw new AppError('file-unreadable', `The ${label} block cannot be read: ${block.problem}.`);
  const form = keyFormOf(label, block.text);
  if (form !== undefined) return { ...content, ...(await keyParts(block.text, form, passphrase, rounds)) };
  switch (label) {
    case 'CERTIFICATE':
    case 'X509 CERTIFICATE':
      return { ...content, certificates: [viewCertificate(der)] };
    case 'TRUSTED CERTIFICATE':
      return { ...content, certificates: [viewCertificate(firstElement(der))] };
    case 'CERTIFICATE REQUEST':
    case 'NEW CERTIFICATE REQUEST':
      return { ...content, requests: [parseRequest(der)] };
    case 'PKCS7':
    case 'CMS':
      return { ...content, certificates: readPkcs7(der).map((each) => viewCertificate(each)) };
    case 'PUBLIC KEY':
      return { ...content, publicKeys: [publicKeyOf(der, 'spki')] };
    case 'RSA PUBLIC KEY':
      return { ...content, publicKeys: [publicKeyOf(der, 'pkcs1')] };
    default:
      return (
        // GnuTLS writes PKCS#12 as PEM, and others label their blocks as they like.
        (await recogniseDer(der, passphrase, rounds)) ?? {
          ...content,
          others: [{ label, message: `A block with the label ${label} is not read here.` }],
        }
      );
  }
}

/** OpenSSL's "TRUSTED CERTIFICATE" goes on after the certificate with what it is trusted for (x509(1)). */
function firstElement(der: Buffer): Buffer {
  const first = der[1] ?? 0;
  if (first < 0x80) return der.subarray(0, 2 + first);
  const count = first & 0x7f;
  if (count < 1 || count > 4 || der.length < 2 + count) return der;
  return der.subarray(0, 2 + count + der.readUIntBE(2, count));
}
