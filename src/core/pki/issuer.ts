import { createPublicKey, type KeyObject, verify, type webcrypto } from 'node:crypto';
import { promisify } from 'node:util';
import type { NameLimits } from '../../ipc/schemas';
import { AppError } from '../errors';
import { limitsOf } from './limits';
import { type ParsedCertificate, parseKept } from './parsed-certificate';
import type { Signature } from './sign-bytes';
import { verifySignature } from './signature';

/** Who signs, with its key opened. */
export interface SigningIssuer {
  pem: string;
  key: webcrypto.CryptoKey;
  /** The certificates above it up to the root, PEM; none for a root. Their limits bind what is signed here, too. */
  chain?: readonly string[];
}

const limitsByIssuer = new WeakMap<ParsedCertificate, NameLimits>();

/** `limitsOf` an issuer, read once for a batch. Throws `certificate-unreadable`. */
export function limitsOfIssuer(issuer: ParsedCertificate): NameLimits {
  const known = limitsByIssuer.get(issuer) ?? limitsOf(issuer.der);
  limitsByIssuer.set(issuer, known);
  return known;
}

/** The issuer and all that is above it, the issuer first. Throws `certificate-unreadable`. */
export function issuersOf({ pem, chain = [] }: SigningIssuer): [ParsedCertificate, ...ParsedCertificate[]] {
  const issuer = parseKept(pem);
  return [issuer, ...chain.map(parseKept).filter((each) => each.fingerprint256 !== issuer.fingerprint256)];
}

/** The span in which the issuer and all above it are valid. */
export function commonSpan(issuers: readonly ParsedCertificate[]): { notBefore: Date; notAfter: Date } {
  return {
    notBefore: new Date(Math.max(...issuers.map(({ notBefore }) => notBefore.getTime()))),
    notAfter: new Date(Math.min(...issuers.map(({ notAfter }) => notAfter.getTime()))),
  };
}

/** Throws `not-an-authority` for a certificate that may not sign others (RFC 5280 section 6.1.4 (k) and (n)). */
export function checkIsAuthority({ basicConstraints, keyUsages }: ParsedCertificate): void {
  const may = keyUsages === undefined || keyUsages.includes('keyCertSign');
  if (basicConstraints?.authority === true && may) return;
  throw new AppError('not-an-authority', 'Signing failed: the chosen certificate is not an authority.', {
    hint: 'Choose an authority, or make one.',
  });
}

/** Throws `key-mismatch` when what was signed does not fit the issuer's certificate. */
export function checkSignedBy(signed: ParsedCertificate, issuer: ParsedCertificate): void {
  if (!verifySignature(signed, issuer.spki).ok) throw wrongKey();
}

const keyByIssuer = new WeakMap<ParsedCertificate, KeyObject>();
const verifyInPool = promisify(verify) as (
  hash: string,
  data: Buffer,
  key: KeyObject,
  signature: Buffer,
) => Promise<boolean>;

/**
 * The same for a signature that was made this moment, in a thread of the pool and with the issuer's key read once: in a batch
 * that is a quarter of the main thread's work. Throws `key-mismatch`.
 */
export async function checkOwnSignature({ tbs, signature, hash }: Signature, issuer: ParsedCertificate): Promise<void> {
  const key = keyByIssuer.get(issuer) ?? createPublicKey({ key: issuer.spki, format: 'der', type: 'spki' });
  keyByIssuer.set(issuer, key);
  // BoringSSL knows the hashes by this name alone.
  const fits = await verifyInPool(hash.replace('-', '').toLowerCase(), tbs, key, signature).catch(() => false);
  if (!fits) throw wrongKey();
}

function wrongKey(): AppError {
  return new AppError('key-mismatch', "Signing failed: the opened key is not the key of the authority's certificate.", {
    hint: 'Put the certificate and the key of the same authority back from a backup.',
  });
}
