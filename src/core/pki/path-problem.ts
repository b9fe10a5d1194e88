/**
 * What can be wrong with a path, as stable codes: `sealwax verify --json` prints them and scripts switch on them.
 *
 * About one certificate by itself:
 * - `expired`, `not-yet-valid`: the moment is outside its validity (RFC 5280 section 6.1.3 (a)(2)); the last second belongs to it.
 * - `unknown-critical`: a critical extension that is not understood here (6.1.4 (o), 6.1.5 (f)).
 * - `weak-key`: RSA below 2,048 bits, DSA, or an elliptic curve below 224 bits.
 * - `too-many-names`: more subject alternative names than are looked at (10,000).
 * - `malformed`: it breaks the form of a certificate in a way that leaves its meaning open (4.1).
 *
 * About a certificate and its issuer:
 * - `signature`: the signature does not fit the issuer's key (6.1.3 (a)(1)).
 * - `signature-algorithm`: MD5, SHA-1, or an algorithm that is not understood here.
 * - `issuer-name`: it names another issuer (6.1.3 (a)(4)).
 * - `basic-constraints`: the issuer is no authority (6.1.4 (k)).
 * - `path-length`: more authorities below the issuer than it allows (6.1.4 (l) and (m)).
 * - `key-usage`: the issuer's key may not sign certificates (6.1.4 (n)); or, for the leaf, its key may not do what the purpose needs.
 * - `name-constraints`: a name outside an issuer's limits (6.1.3 (b) and (c)).
 * - `too-complex`: names times limits are more than 2^20 comparisons, so they were not made.
 *
 * About the end of the path and what it is for:
 * - `no-issuer`: the issuer is not among the certificates at hand.
 * - `untrusted-root`: it ends in a self-signed certificate that is none of the trusted roots.
 * - `loop`: the authorities sign each other in a circle, and no root is reached.
 * - `too-long`: more than 16 certificates.
 * - `extended-key-usage`: the purpose is not among the extended key usages of the leaf or of an authority above it (4.2.1.12).
 * - `name-mismatch`: the certificate is not for the name that was asked for (RFC 9525 section 6).
 *
 * About what an authority of this machine says of it:
 * - `revoked`: it was taken back (6.1.3 (a)(3)). Lists of others are not fetched.
 */
export type PathProblemCode =
  | 'expired'
  | 'not-yet-valid'
  | 'unknown-critical'
  | 'weak-key'
  | 'too-many-names'
  | 'malformed'
  | 'signature'
  | 'signature-algorithm'
  | 'issuer-name'
  | 'basic-constraints'
  | 'path-length'
  | 'key-usage'
  | 'name-constraints'
  | 'too-complex'
  | 'no-issuer'
  | 'untrusted-root'
  | 'loop'
  | 'too-long'
  | 'extended-key-usage'
  | 'name-mismatch'
  | 'revoked';

export interface PathProblem {
  /** Position in the chain of the certificate that is to blame, 0 for the leaf. */
  index: number;
  code: PathProblemCode;
  /** A whole sentence. */
  message: string;
  /** The rule, e.g. "RFC 5280 section 6.1.3 (a)(1)". */
  source: string;
}
