import type { webcrypto } from 'node:crypto';
import { KeyUsageFlags } from '@peculiar/asn1-x509';
import type { CertificateName, KeyType, Purpose } from '../../ipc/schemas';
import { AppError } from '../errors';
import {
  authorityKeyIdentifier,
  basicConstraints,
  extendedKeyUsage,
  keyIdentifierOf,
  keyUsage,
  subjectAlternativeName,
  subjectKeyIdentifier,
} from './extensions';
import { isPermitted, limitsOf } from './limits';
import { type ParsedCertificate, parseCertificate } from './parsed-certificate';
import { backdateMs, commonNameMax, dayMs, maxNames, maxValidityDays, serialBytes, usagesOfPurpose } from './profile';
import { nameOf, type SignedCertificate, signCertificate } from './sign-certificate';
import { verifySignature } from './signature';

export interface LeafRequest {
  /** The subject alternative names, in order; the first host name is the common name too. */
  names: readonly CertificateName[];
  purpose: Purpose;
  keyType: KeyType;
  /** The leaf's public key, SubjectPublicKeyInfo in DER. */
  spki: Uint8Array;
  issuer: { pem: string; key: webcrypto.CryptoKey };
  /** 1 to 825. */
  validityDays: number;
  now: Date;
  /** Hex, from `randomSerial`. */
  serial: string;
}

export interface BuiltLeaf extends SignedCertificate {
  /** Empty when no name is fit for one: addresses alone, or host names of more than 64 characters. */
  commonName: string;
  notBefore: Date;
  notAfter: Date;
}

/** A positive serial number of 127 random bits in hex, without zero bytes before it. */
export function randomSerial(random: (bytes: number) => Buffer): string {
  const bytes = Buffer.from(random(serialBytes));
  bytes[0] = (bytes[0] ?? 0) & 0x7f;
  // Zero is no serial number (RFC 5280 section 4.1.2.2); it comes up once in 2^127 times.
  return bytes.toString('hex').replace(/^(00)+/, '') || '01';
}

/**
 * Builds and signs the certificate of a server or client. It starts an hour back and ends after `validityDays`, but neither
 * before nor after its root. Throws `invalid-input` for no names, `too-many-names`, a validity that is not 1 to 825 days;
 * `name-outside-limits` for a name that the root's constraints refuse; `authority-expired`; `key-mismatch` when the key is
 * not the root's; `certificate-unreadable` for the root's PEM.
 */
export async function buildLeaf(request: LeafRequest): Promise<BuiltLeaf> {
  const issuer = parseCertificate(request.issuer.pem);
  checkNames(request, issuer);
  const { notBefore, notAfter } = validityOf(request, issuer);
  const commonName = commonNameOf(request);
  const leaf = await signCertificate(
    {
      serial: request.serial,
      subject: commonName === undefined ? nameOf('organization', unnamed) : nameOf('commonName', commonName),
      issuer: issuer.asn.tbsCertificate.subject,
      notBefore,
      notAfter,
      spki: request.spki,
      extensions: extensionsOf(request, issuer),
    },
    request.issuer.key,
  );
  if (!verifySignature(parseCertificate(leaf.der), issuer.spki).ok) {
    throw new AppError('key-mismatch', 'Signing failed: the opened key is not the key of the root certificate.', {
      hint: 'Put root.pem and root-key.pem of the same root back from a backup.',
    });
  }
  return { ...leaf, commonName: commonName ?? '', notBefore, notAfter };
}

/** The subject where no name is fit for a common name; an empty one would show as a blank line in many lists. */
const unnamed = 'Sealwax development certificate';

/**
 * The first host name that fits. Never an address: where there is no DNS name beside it, OpenSSL (NAME_CONSTRAINTS_check_CN)
 * and GnuTLS hold the common name against the root's DNS subtrees, and "127.0.0.1" is in none of them. A client's
 * certificate takes its e-mail address or URI.
 */
function commonNameOf({ names, purpose }: LeafRequest): string | undefined {
  const fit = names.filter(({ type, value }) => type !== 'ip' && value.length <= commonNameMax);
  return (fit.find(({ type }) => type === 'dns') ?? (purpose === 'client' ? fit[0] : undefined))?.value;
}

function checkNames({ names }: LeafRequest, issuer: ParsedCertificate): void {
  if (names.length === 0) {
    throw new AppError('invalid-input', 'A certificate needs at least one name.', {
      field: 'names',
      hint: 'Type a name such as app.test.',
    });
  }
  if (names.length > maxNames) {
    throw new AppError('too-many-names', `${names.length} names are too many for one certificate.`, {
      field: 'names',
      hint: `Use ${maxNames} at most, or a wildcard.`,
    });
  }
  const limits = limitsOf(issuer.der);
  const outside = names.find((name) => !isPermitted(name, limits));
  if (outside !== undefined) {
    throw new AppError('name-outside-limits', `${outside.display} is outside the limits of the root certificate.`, {
      field: outside.display,
      hint: 'Use a name inside them, or make a root with wider limits.',
    });
  }
}

function validityOf(
  { validityDays, now }: LeafRequest,
  issuer: ParsedCertificate,
): { notBefore: Date; notAfter: Date } {
  if (!Number.isInteger(validityDays) || validityDays < 1 || validityDays > maxValidityDays) {
    throw new AppError('invalid-input', `${validityDays} days is not a validity that clients accept.`, {
      field: 'validityDays',
      hint: `Choose 1 to ${maxValidityDays} days.`,
    });
  }
  const time = now.getTime();
  if (time < issuer.notBefore.getTime() || time > issuer.notAfter.getTime()) {
    const early = time < issuer.notBefore.getTime();
    throw new AppError(
      'authority-expired',
      `Signing failed: the root certificate ${early ? 'is not valid yet' : 'has expired'}.`,
      {
        hint: early ? "Check this machine's date and time." : 'Set this authority aside and make a new one.',
      },
    );
  }
  const start = Math.max(Math.floor((time - backdateMs) / 1000) * 1000, issuer.notBefore.getTime());
  // The last second counts as valid (RFC 5280 section 4.1.2.5), so 825 days are 825 * 86,400 s with it and not one more.
  const end = Math.min(start + validityDays * dayMs - 1000, issuer.notAfter.getTime());
  return { notBefore: new Date(start), notAfter: new Date(end) };
}

function extensionsOf({ names, purpose, keyType, spki }: LeafRequest, issuer: ParsedCertificate) {
  // An RSA key can also carry the key exchange of TLS 1.2 without forward secrecy, which keyEncipherment allows; EC keys cannot.
  const encipher = keyType.startsWith('rsa') ? KeyUsageFlags.keyEncipherment : 0;
  return [
    basicConstraints(false),
    keyUsage(KeyUsageFlags.digitalSignature | encipher),
    extendedKeyUsage(usagesOfPurpose[purpose]),
    subjectKeyIdentifier(keyIdentifierOf(spki)),
    // The issuer's own identifier, whatever method made it (RFC 5280 section 4.2.1.1).
    authorityKeyIdentifier(issuer.subjectKeyIdentifier ?? keyIdentifierOf(issuer.spki)),
    subjectAlternativeName(names),
  ];
}
