import type { CertificateName, KeyType, NameLimits, Purpose, SubjectFields, Validity } from '../../ipc/schemas';
import { AppError } from '../errors';
import { subjectDerOf } from './certificate-parts';
import { checkCommonName, defaultCommonName } from './common-name';
import { commonNameOid, organizationOid } from './distinguished-name';
import {
  checkIsAuthority,
  checkOwnSignature,
  commonSpan,
  issuersOf,
  limitsOfIssuer,
  type SigningIssuer,
} from './issuer';
import { describeSpki, keyTypeWords } from './keys';
import { leafTbs } from './leaf-der';
import { checkNameCount, checkNamesInside } from './leaf-names';
import { extendedUsages, keyUsageFlags, type Profile } from './leaf-usages';
import { nameConstraintProblem } from './name-constraints';
import { type ParsedCertificate, parseCertificate } from './parsed-certificate';
import { maxNames, mkcertNames, serialBytes } from './profile';
import { algorithmDer, type SignedCertificate, signTbs } from './sign-bytes';
import { keyIdentifierOf } from './spki-parts';
import { type SubjectPart, subjectParts } from './subject-parts';
import { validityOf } from './validity';

export interface LeafRequest {
  /** The subject alternative names, in order; the first host name is the common name too, unless the subject has another. */
  names: readonly CertificateName[];
  purpose: Purpose;
  /** What the key has to be; any kind when absent, as in a request that came from elsewhere. */
  keyType?: KeyType;
  /** The leaf's public key, SubjectPublicKeyInfo in DER. */
  spki: Uint8Array;
  issuer: SigningIssuer;
  validity: Validity;
  now: Date;
  /** Hex, from `randomSerial`. */
  serial: string;
  subject?: SubjectFields;
  /** "mkcert": no common name unless the subject has one, and usages by mkcert's rules. */
  profile?: Profile;
  /** The address of the issuer's revocation list, for clients that look there (`crlUrlOf`). */
  crlUrl?: string | undefined;
}

export interface BuiltLeaf extends SignedCertificate {
  /** Empty when no name is fit for one: addresses alone, or host names of more than 64 characters. */
  commonName: string;
  notBefore: Date;
  notAfter: Date;
  /** The issuer's end cut the validity that was asked for. */
  shortened: boolean;
}

/** A positive serial number of 127 random bits in hex, without zero bytes before it. */
export function randomSerial(random: (bytes: number) => Buffer): string {
  const bytes = Buffer.from(random(serialBytes));
  bytes[0] = (bytes[0] ?? 0) & 0x7f;
  // Zero is no serial number (RFC 5280 section 4.1.2.2); it comes up once in 2^127 times.
  return bytes.toString('hex').replace(/^(00)+/, '') || '01';
}

/**
 * Builds and signs the certificate of a server, client or mailbox, valid as `validityOf` says. Its names and a chosen common
 * name must be inside the limits of the issuer and of everything above it. Throws `invalid-input` for no names, a validity or
 * a subject that cannot be; `too-many-names`; `name-outside-limits`; `authority-expired`; `not-an-authority`; `key-mismatch`
 * when the key is not the issuer's, or the leaf's key not of the kind asked for; `certificate-unreadable` for the issuer's PEM.
 */
export async function buildLeaf(request: LeafRequest): Promise<BuiltLeaf> {
  const issuers = issuersOf(request.issuer);
  const [issuer] = issuers;
  const limits = issuers.map(limitsOfIssuer);
  checkIsAuthority(issuer);
  checkNameCount(request.names, request.purpose, request.profile === 'mkcert' ? mkcertNames : maxNames);
  checkNamesInside(request.names, limits);
  checkKeyType(request);
  const { notBefore, notAfter, shortened } = validityOf(request.validity, request.now, commonSpan(issuers));
  const subject = subjectFor(request, limits);
  const { names, purpose, spki, profile, serial } = request;
  const tbs = leafTbs({
    serial,
    algorithm: algorithmDer(request.issuer.key),
    issuer: subjectDerOf(issuer),
    notBefore,
    notAfter,
    subject,
    spki,
    keyUsage: keyUsageFlags(spki, purpose, profile),
    extendedKeyUsages: extendedUsages(names, purpose, profile),
    subjectKeyIdentifier: keyIdentifierOf(spki),
    // The issuer's own identifier, whatever method made it (RFC 5280 section 4.2.1.1).
    authorityKeyIdentifier: issuer.subjectKeyIdentifier ?? keyIdentifierOf(issuer.spki),
    names,
    crlUrl: request.crlUrl,
  });
  const leaf = await signTbs(tbs, request.issuer.key);
  await checkOwnSignature(leaf, issuer);
  checkConstraints(parseCertificate(leaf.der), issuers);
  const { der, pem } = leaf;
  const commonName = subject.find((part) => part.oid === commonNameOid)?.text ?? '';
  return { der, pem, commonName, notBefore, notAfter, shortened };
}

/** The subject where no name is fit for a common name; an empty one would show as a blank line in many lists. */
const unnamed = 'Sealwax development certificate';

function subjectFor(
  { names, purpose, subject = {}, profile }: LeafRequest,
  limits: readonly NameLimits[],
): SubjectPart[] {
  const chosen = subject.commonName?.trim() ?? '';
  if (chosen !== '') {
    for (const each of limits) checkCommonName(chosen, names, each);
    return subjectParts(subject);
  }
  if (profile === 'mkcert') return subjectParts(subject);
  const commonName = defaultCommonName(names, purpose);
  const parts = subjectParts(commonName === undefined ? subject : { ...subject, commonName });
  return parts.length === 0 ? [{ oid: organizationOid, text: unnamed, printable: false }] : parts;
}

function checkKeyType({ keyType, spki }: LeafRequest): void {
  if (keyType === undefined || describeSpki(spki) === keyTypeWords[keyType]) return;
  throw new AppError('key-mismatch', `Making the certificate failed: its key is not ${keyTypeWords[keyType]}.`, {
    hint: 'Make a new key of that kind.',
  });
}

/**
 * The limits once more, now as clients read them: excluded names, single mailboxes and directories, which an authority that
 * was made elsewhere may have and `NameLimits` cannot say.
 */
function checkConstraints(leaf: ParsedCertificate, issuers: readonly ParsedCertificate[]): void {
  for (const { nameConstraints } of issuers) {
    const problem =
      nameConstraints === undefined ? undefined : nameConstraintProblem(leaf, nameConstraints, { leaf: true });
    if (problem === undefined) continue;
    throw new AppError('name-outside-limits', `Signing failed: clients would refuse it. ${problem.message}`, {
      field: 'names',
      hint: 'Leave that name out, or use an authority with wider limits.',
    });
  }
}
