import type { RevocationReason } from '../../ipc/schemas';
import { AppError } from '../errors';
import { extensionIds, subjectDerOf } from './certificate-parts';
import { bitString, element, integer, integerBytes, octets, oid, sequence, time } from './der-writer';
import { checkOwnSignature, type SigningIssuer } from './issuer';
import { type ParsedCertificate, parseKept } from './parsed-certificate';
import { encodePem } from './pem';
import { algorithmDer, algorithmFor, type Signature, signBytes } from './sign-bytes';
import { keyIdentifierOf } from './spki-parts';

export interface RevokedSerial {
  /** Hex, as certificates' serials are told elsewhere. */
  serial: string;
  at: Date;
  reason: RevocationReason;
}

export interface CrlRequest {
  issuer: Pick<SigningIssuer, 'pem' | 'key'>;
  revoked: readonly RevokedSerial[];
  /** Higher than that of every list of this issuer before it (RFC 5280 section 5.2.3). */
  number: bigint;
  thisUpdate: Date;
  nextUpdate: Date;
}

export interface BuiltCrl {
  der: Buffer;
  pem: string;
}

/**
 * CRLReason (RFC 5280 section 5.3.1). Left out: certificateHold and removeFromCRL, since a revocation here is for good;
 * cACompromise and aACompromise, which are not said of the certificates of servers, clients and mailboxes.
 */
const reasonCodes: Readonly<Record<RevocationReason, number>> = {
  unspecified: 0,
  keyCompromise: 1,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  privilegeWithdrawn: 9,
};

const crlNumberId = '2.5.29.20';
const reasonCodeId = '2.5.29.21';
/** "CRL number values MUST NOT be longer than 20 octets" (RFC 5280 section 5.2.3). */
const longestNumber = 20;

/** Throws `no-crl-sign` for an issuer whose key usage leaves signing of revocation lists out (RFC 5280 section 6.3.3 (f)). */
export function checkSignsCrls({ keyUsages }: Pick<ParsedCertificate, 'keyUsages'>, name: string): void {
  if (keyUsages === undefined || keyUsages.includes('crlSign')) return;
  throw new AppError(
    'no-crl-sign',
    `The key of ${name} may not sign revocation lists: its key usage leaves that out.`,
    {
      hint: 'Nothing that it signed can be revoked. Make a new authority; to refuse everything of this one, remove its root from the trust stores.',
    },
  );
}

/**
 * A full certificate revocation list, version 2 (RFC 5280 section 5). The reason "unspecified" is said by saying none (5.3.1).
 * Dates lose their milliseconds. Throws `no-crl-sign`, `key-mismatch` when the key is not the issuer's, `certificate-unreadable`.
 */
export async function buildCrl({ issuer, revoked, number, thisUpdate, nextUpdate }: CrlRequest): Promise<BuiltCrl> {
  const parsed = parseKept(issuer.pem);
  checkSignsCrls(parsed, 'the authority');
  const tbs = crlTbs({
    algorithm: algorithmDer(issuer.key),
    issuer: subjectDerOf(parsed),
    authorityKeyIdentifier: parsed.subjectKeyIdentifier ?? keyIdentifierOf(parsed.spki),
    ...{ revoked, number, thisUpdate, nextUpdate },
  });
  const signature = await signBytes(tbs, issuer.key);
  const signed: Signature = { tbs, signature, hash: algorithmFor(issuer.key).hash };
  await checkOwnSignature(signed, parsed);
  const der = sequence(tbs, algorithmDer(issuer.key), bitString(signature));
  return { der, pem: encodePem(der, 'X509 CRL') };
}

export interface CrlContent extends Omit<CrlRequest, 'issuer'> {
  /** The signature's algorithm identifier in DER. */
  algorithm: Uint8Array;
  /** The issuer's name in DER, as its own certificate has it: clients find the list by it. */
  issuer: Uint8Array;
  authorityKeyIdentifier: Uint8Array;
}

/** The TBSCertList in DER (RFC 5280 section 5.1). */
export function crlTbs(content: CrlContent): Buffer {
  const { algorithm, issuer, authorityKeyIdentifier, revoked, number, thisUpdate, nextUpdate } = content;
  const extensions = sequence(
    extension(extensionIds.authorityKeyIdentifier, sequence(element(0x80, authorityKeyIdentifier))),
    extension(crlNumberId, numberDer(number)),
  );
  return sequence(
    integer('01'),
    algorithm,
    issuer,
    time(thisUpdate),
    time(nextUpdate),
    // "When there are no revoked certificates, the revoked certificates list MUST be absent" (section 5.1.2.6).
    ...(revoked.length === 0 ? [] : [sequence(...revoked.map(entry))]),
    element(0xa0, extensions),
  );
}

function entry({ serial, at, reason }: RevokedSerial): Buffer {
  const code = reasonCodes[reason];
  const said = code === 0 ? [] : [sequence(extension(reasonCodeId, element(0x0a, Buffer.from([code]))))];
  return sequence(integer(serial), time(at), ...said);
}

const extension = (id: string, value: Buffer) => sequence(oid(id), octets(value));

function numberDer(number: bigint): Buffer {
  const digits = number.toString(16);
  const hex = digits.length % 2 === 0 ? digits : `0${digits}`;
  if (number < 0n || integerBytes(hex).length > longestNumber) throw new Error('a CRL number that is none');
  return integer(hex);
}
