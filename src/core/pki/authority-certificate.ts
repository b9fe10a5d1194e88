import { KeyUsageFlags, type Name } from '@peculiar/asn1-x509';
import type { KeyType, NameLimits, SubjectFields } from '../../ipc/schemas';
import { AppError } from '../errors';
import { canonicalName, type NameParts, sameName } from './distinguished-name';
import {
  authorityKeyIdentifier,
  basicConstraints,
  keyUsage,
  nameConstraints,
  subjectKeyIdentifier,
} from './extensions';
import { checkIsAuthority, checkSignedBy, commonSpan, issuersOf, type SigningIssuer } from './issuer';
import { describeSpki, type GeneratedKey, keyTypeWords } from './keys';
import { limitsOf, outsideLimits } from './limits';
import { parseCertificate } from './parsed-certificate';
import { backdateMs, longestAuthorityYears } from './profile';
import { type SignedCertificate, signCertificate } from './sign-certificate';
import { keyIdentifierOf } from './spki-parts';
import { subjectOf } from './subject';
import { checkIssuerNow } from './validity';

interface AuthorityRequest {
  /** The common name; trust stores list a root by it. */
  name: string;
  /** The other attributes; a common name in here is not used. */
  subject?: SubjectFields | undefined;
  /** In normal form, as `parseLimits` gives them. */
  limits: NameLimits;
  keyType: KeyType;
  years: number;
  key: GeneratedKey;
  /** Hex, from `randomSerial`. */
  serial: string;
  now: Date;
}

export interface RootRequest extends AuthorityRequest {
  /** How many authorities may stand between it and a leaf: none unless told; 1 leaves room for intermediates. */
  pathLength?: number;
}

export interface IntermediateRequest extends AuthorityRequest {
  issuer: SigningIssuer;
}

/**
 * A self-signed root, with its limits as critical name constraints. Throws `invalid-input` with the field "name" or "subject.…"
 * for a subject that a certificate cannot hold, and for a kind of key that is no authority's; `key-mismatch` when the key is not
 * of the kind asked for.
 */
export async function buildRoot(request: RootRequest): Promise<SignedCertificate> {
  const { limits, key, serial, now, pathLength = 0 } = request;
  checkKey(request);
  const subject = authorityName(request);
  const { notBefore, notAfter } = yearsFrom(now, request.years);
  const extensions = [
    basicConstraints(true, pathLength),
    keyUsage(authorityUsages),
    subjectKeyIdentifier(keyIdentifierOf(key.spki)),
    ...constraintsOf(limits),
  ];
  return signCertificate(
    { serial, subject, issuer: subject, notBefore, notAfter, spki: key.spki, extensions },
    key.privateKey,
  );
}

/**
 * An authority under another one: it signs leaves only (path length 0), and its limits are its own critical name constraints
 * beside those of everything above it. It never outlives what is above it. Throws as `buildRoot` does, and
 * `name-outside-limits` with the domain or range as field when its limits reach outside of those above; `path-length` when an
 * authority above allows none below it; `not-an-authority`; `authority-expired`; `certificate-unreadable` for the issuer's PEM.
 */
export async function buildIntermediate(request: IntermediateRequest): Promise<SignedCertificate> {
  const { limits, key, serial, now } = request;
  checkKey(request);
  const issuers = issuersOf(request.issuer);
  const [issuer] = issuers;
  checkIsAuthority(issuer);
  checkPathLength(issuers);
  const span = commonSpan(issuers);
  checkIssuerNow(now, span);
  for (const { der } of issuers) checkInside(limits, limitsOf(der));
  const subject = authorityName(request);
  for (const above of issuers) checkOtherName(subject, above.subject);
  const wanted = yearsFrom(now, request.years);
  const built = await signCertificate(
    {
      serial,
      subject,
      issuer: issuer.asn.tbsCertificate.subject,
      notBefore: new Date(Math.max(wanted.notBefore.getTime(), span.notBefore.getTime())),
      notAfter: new Date(Math.min(wanted.notAfter.getTime(), span.notAfter.getTime())),
      spki: key.spki,
      extensions: [
        basicConstraints(true, 0),
        keyUsage(authorityUsages),
        subjectKeyIdentifier(keyIdentifierOf(key.spki)),
        authorityKeyIdentifier(issuer.subjectKeyIdentifier ?? keyIdentifierOf(issuer.spki)),
        ...constraintsOf(limits),
      ],
    },
    request.issuer.key,
  );
  checkSignedBy(parseCertificate(built.der), issuer);
  return built;
}

const authorityUsages = KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign;

const constraintsOf = (limits: NameLimits) => (limits.kind === 'limited' ? [nameConstraints(limits)] : []);

function checkKey({ keyType, key }: AuthorityRequest): void {
  // RSA-2048 is too short for ten years (NIST SP 800-57 part 1, table 4: to 2030).
  if (keyType === 'rsa-2048') {
    throw new AppError('invalid-input', 'Making the authority failed: RSA 2048 is too weak for one.', {
      field: 'keyType',
      hint: 'Choose ECDSA P-256, or RSA 3072.',
    });
  }
  if (describeSpki(key.spki) !== keyTypeWords[keyType]) {
    throw new AppError('key-mismatch', `Making the authority failed: its key is not ${keyTypeWords[keyType]}.`, {
      hint: 'Make a new key of that kind.',
    });
  }
}

/** The name is a field of its own in the form, so that its problems are told with the field "name". */
function authorityName({ name, subject }: AuthorityRequest): Name {
  if (name.trim() === '') {
    throw new AppError('invalid-input', 'The authority needs a name.', {
      field: 'name',
      hint: 'Trust stores list it by this name.',
    });
  }
  try {
    return subjectOf({ ...subject, commonName: name });
  } catch (error) {
    if (!(error instanceof AppError) || error.field !== 'subject.commonName') throw error;
    throw new AppError(error.code, error.message.replace('common name', 'name'), {
      field: 'name',
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    });
  }
}

/** Each authority above counts the ones below it, this one included (RFC 5280 section 4.2.1.9). */
function checkPathLength(issuers: ReturnType<typeof issuersOf>): void {
  const full = issuers.findIndex(
    ({ basicConstraints: constraints }, index) => (constraints?.pathLength ?? Number.POSITIVE_INFINITY) <= index,
  );
  if (full < 0) return;
  throw new AppError('path-length', 'Making the authority failed: the one above it may not sign other authorities.', {
    hint: 'Choose a root whose path length leaves room, or make a new root.',
  });
}

function checkInside(limits: NameLimits, above: NameLimits): void {
  const outside = outsideLimits(limits, above);
  if (outside === undefined) return;
  throw new AppError('name-outside-limits', `${outside} reaches outside the limits of the authority above.`, {
    field: outside,
    hint: 'Choose limits inside them.',
  });
}

/** With the same name, the new one would look self-issued, which changes how chains are found and checked. */
function checkOtherName(subject: Name, above: NameParts): void {
  if (!sameName(canonicalName(subject), canonicalName(above))) return;
  throw new AppError('invalid-input', 'An authority above it has the same name.', {
    field: 'name',
    hint: 'Give it a name of its own.',
  });
}

function yearsFrom(now: Date, years: number): { notBefore: Date; notAfter: Date } {
  if (!Number.isInteger(years) || years < 1 || years > longestAuthorityYears) {
    throw new AppError('invalid-input', `${years} years is not a validity for an authority.`, {
      field: 'years',
      hint: `Choose 1 to ${longestAuthorityYears} years.`,
    });
  }
  const notBefore = new Date(Math.floor((now.getTime() - backdateMs) / 1000) * 1000);
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + years);
  return { notBefore, notAfter };
}
