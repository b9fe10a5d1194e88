import type { Purpose } from '../../ipc/schemas';

/** Years that a new root is valid for: as mkcert does, long enough to outlive a machine; its reach is limited by its names. */
export const rootYears = 10;

/** Years that an authority may be asked for at most: RSA 3072 and P-256 are good for as long (NIST SP 800-57 part 1, table 4). */
export const longestAuthorityYears = 30;

/** Days that a new leaf is valid for unless told: under the 398 days that Apple and Chrome set for public certificates in 2020. */
export const defaultValidityDays = 397;

/** Apple refuses TLS certificates of more than 825 days, from roots that a user added too (support.apple.com/103769). */
export const maxValidityDays = 825;

/** Days that a leaf may be asked for at most: ten years, as long as a root. Over 825 the preview says who would refuse it. */
export const longestValidityDays = 3660;

/** Hours that a leaf may be asked for at most; from a day on, days are the unit. */
export const longestValidityHours = 24;

/** An hour (milliseconds). */
export const hourMs = 3_600_000;

/** A day in the sense of the CA/Browser Forum's Baseline Requirements 6.3.2 (milliseconds): 86,400 s, leap seconds aside. */
export const dayMs = 86_400_000;

/** A new certificate starts one hour back (milliseconds), so that a phone or container with a slow clock accepts it at once. */
export const backdateMs = 3_600_000;

/**
 * Bytes of a serial number. 127 random bits, positive: RFC 5280 section 4.1.2.2 allows 20 octets, the Baseline
 * Requirements 7.1 ask for 64 random bits at least.
 */
export const serialBytes = 16;

/** Characters of a common name (RFC 5280 appendix A.1, ub-common-name). */
export const commonNameMax = 64;

/**
 * Names in one certificate. The whole chain should fit in the first flight of a TCP connection, ten segments or about 14 KB
 * (RFC 6928): 100 names of 253 characters would not, 100 usual ones take 3 KB. Public authorities draw the same line
 * (letsencrypt.org/docs/rate-limits: 100 names).
 */
export const maxNames = 100;

/** mkcert draws no line; this is what the readers here still take. */
export const mkcertNames = 10_000;

/** Extended key usages (RFC 5280 section 4.2.1.12): id-kp-serverAuth, id-kp-clientAuth, id-kp-emailProtection. */
export const serverAuth = '1.3.6.1.5.5.7.3.1';
export const clientAuth = '1.3.6.1.5.5.7.3.2';
export const emailProtection = '1.3.6.1.5.5.7.3.4';

/** Extended key usages of a leaf. */
export const usagesOfPurpose: Record<Purpose, readonly string[]> = {
  server: [serverAuth],
  client: [clientAuth],
  'server-client': [serverAuth, clientAuth],
  email: [emailProtection],
};
