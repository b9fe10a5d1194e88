import { AppError } from '../errors';
import { takeApart } from './asn-certificate';
import type { ParsedCertificate } from './certificate-parts';
import { decodePem } from './pem';
import { readPlainCertificate } from './plain-certificate';

export type { ParsedCertificate };

/** Bytes of a certificate that are read at all. */
const sizeLimit = 1024 * 1024;

/** The parsed form of buffers that came out of here, so that a view is not taken apart again for each check. */
const cache = new WeakMap<Uint8Array, ParsedCertificate>();

/** As `parseCertificate`, but the very buffer of an earlier answer (`der` of it, or of a view) gives that answer again. */
export function parsedOf(der: Uint8Array): ParsedCertificate {
  return cache.get(der) ?? parseCertificate(der);
}

/** Reads one certificate, PEM or DER. Throws `certificate-unreadable`, for a repeated extension too (RFC 5280 section 4.2). */
export function parseCertificate(pemOrDer: string | Uint8Array): ParsedCertificate {
  const der = typeof pemOrDer === 'string' ? decodePem(pemOrDer, 'CERTIFICATE') : Buffer.from(pemOrDer);
  try {
    if (der.length > sizeLimit) throw new Error('it has more than 1 MiB');
    if (lengthOf(der) !== der.length) throw new Error('it is longer or shorter than it says');
    const parsed = readPlainCertificate(der) ?? takeApart(der);
    cache.set(parsed.der, parsed);
    return parsed;
  } catch (cause) {
    throw unreadable(cause);
  }
}

const keptByPem = new Map<string, ParsedCertificate>();
const kept = 16;

/**
 * As `parseCertificate`, for the certificates of authorities: they are read again and again, and parsing one takes as long as half
 * of a signature, so that the last few are kept. Throws `certificate-unreadable`.
 */
export function parseKept(pem: string): ParsedCertificate {
  const known = keptByPem.get(pem);
  if (known !== undefined) return known;
  const parsed = parseCertificate(pem);
  if (keptByPem.size >= kept) keptByPem.clear();
  keptByPem.set(pem, parsed);
  return parsed;
}

/** The error for a certificate that cannot be read. */
export function unreadable(cause: unknown): AppError {
  return new AppError('certificate-unreadable', 'Reading the certificate failed: it is cut off or damaged.', {
    hint: 'Put the file back from a backup, or export it again where it came from.',
    cause,
  });
}

/** How long the SEQUENCE says that it is, with its own header (X.690 section 8.1.3); certificates need no more than 4 bytes. */
function lengthOf(der: Buffer): number {
  const first = der[1] ?? 0;
  if (der[0] !== 0x30) return 0;
  if (first < 0x80) return 2 + first;
  const count = first - 0x80;
  return count < 1 || count > 4 || der.length < 2 + count ? 0 : 2 + count + der.readUIntBE(2, count);
}
