import { AsnConvert } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier, Name, SubjectPublicKeyInfo } from '@peculiar/asn1-x509';
import { AppError } from '../errors';
import { bitStringTag, contentOf, type DerSlice, derElements, inside, sequenceTag, setTag } from './der-slices';
import { readPemBlocks } from './pem';
import { type AskedExtensions, readAskedExtensions, readOid } from './request-extensions';
import type { SignedData } from './signature';

/** extensionRequest of PKCS#9 (RFC 2985 section 5.4.2), and Microsoft's own attribute of the same contents (szOID_CERT_EXTENSIONS). */
export const extensionRequest = '1.2.840.113549.1.9.14';
const extensionRequests = new Set([extensionRequest, '1.3.6.1.4.1.311.2.1.14']);

/** Bytes that are read at all. A request for 10,000 names has about 300 KB. */
const sizeLimit = 1024 * 1024;

/** RFC 7468 section 7; Windows and old OpenSSL write the longer one. */
const labels = new Set(['CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST']);

/** A request taken apart. */
export interface RequestParts {
  subject: Name;
  /** SubjectPublicKeyInfo in DER, as it was received. */
  spki: Buffer;
  asked: AskedExtensions;
  data: SignedData;
}

/** The error of everything that is no request; `why` goes into its sentence. */
export function unreadable(why: string, cause?: unknown): AppError {
  return new AppError('request-unreadable', `Reading the signing request failed: ${why}.`, {
    hint: 'Choose a file with the line -----BEGIN CERTIFICATE REQUEST-----, as `openssl req -new` writes it.',
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The DER of a request, from PEM (the first one in the text) or DER. Throws `request-unreadable`. */
export function requestDer(pemOrDer: string | Uint8Array): Buffer {
  // Base64 and its line ends make four bytes and a bit of three; text around it counts too.
  if (pemOrDer.length > (typeof pemOrDer === 'string' ? 1.5 : 1) * sizeLimit)
    throw unreadable('it has more than 1 MiB');
  // A SEQUENCE, which every request in DER is, begins with the byte that is "0" in text.
  if (typeof pemOrDer !== 'string' && pemOrDer[0] === 0x30) return Buffer.from(pemOrDer);
  const text = typeof pemOrDer === 'string' ? pemOrDer : Buffer.from(pemOrDer).toString('latin1');
  if (text.trim() === '') throw unreadable('it is empty');
  const block = readPemBlocks(text).find(({ label }) => labels.has(label));
  if (block === undefined) throw unreadable('it holds no "CERTIFICATE REQUEST" block');
  if (block.der === undefined) throw unreadable(block.problem ?? 'it is damaged');
  return block.der;
}

/** Takes CertificationRequest apart (RFC 2986 section 4). Throws an Error for bad DER. */
export function requestParts(der: Buffer): RequestParts {
  const [outer, ...after] = derElements(der);
  const [info, algorithm, signature, ...more] = inside(outer, sequenceTag);
  if (info === undefined || algorithm === undefined || after.length + more.length > 0) throw new Error('odd parts');
  // The attributes are not optional (section 4.1), but some programs leave out empty ones.
  const [version, subject, key, attributes] = inside(info, sequenceTag);
  if (version === undefined || subject === undefined || key === undefined) throw new Error('a part is missing');
  AsnConvert.parse(key.whole, SubjectPublicKeyInfo);
  return {
    subject: AsnConvert.parse(subject.whole, Name),
    spki: Buffer.from(key.whole),
    asked: readAskedExtensions(askedIn(attributes)),
    data: {
      algorithm: AsnConvert.parse(algorithm.whole, AlgorithmIdentifier),
      signed: info.whole,
      signature: wholeBits(contentOf(signature, bitStringTag)),
    },
  };
}

/** [0] IMPLICIT SET OF Attribute, each a type and a SET of values. */
const attributesTag = 0xa0;

/** The values of all attributes that carry extensions. */
function askedIn(attributes: DerSlice | undefined): DerSlice[] {
  if (attributes === undefined) return [];
  return inside(attributes, attributesTag).flatMap((attribute) => {
    const [type, values] = inside(attribute, sequenceTag);
    return extensionRequests.has(readOid(type)) ? inside(values, setTag) : [];
  });
}

/** The bytes of a BIT STRING; a signature has no odd bits at its end. */
function wholeBits(content: Buffer): Buffer {
  if (content[0] !== 0) throw new Error('odd bits in the signature');
  return content.subarray(1);
}
