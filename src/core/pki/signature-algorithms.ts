export interface Algorithm {
  name: string;
  key: 'ec' | 'rsa' | 'ed25519';
  /** Node's name of the hash; null where the algorithm has its own. */
  hash: string | null;
  /** No client accepts it any more. */
  weak?: true;
  /** Bytes of salt, for RSA-PSS. */
  salt?: number;
}

/** RFC 5758 section 3.2 (ECDSA), RFC 8017 appendix A.2.4 (RSA), RFC 8410 section 3 (Ed25519). */
export const signatureAlgorithms: Record<string, Algorithm> = {
  '1.2.840.10045.4.3.2': { name: 'ECDSA with SHA-256', key: 'ec', hash: 'sha256' },
  '1.2.840.10045.4.3.3': { name: 'ECDSA with SHA-384', key: 'ec', hash: 'sha384' },
  '1.2.840.10045.4.3.4': { name: 'ECDSA with SHA-512', key: 'ec', hash: 'sha512' },
  '1.2.840.113549.1.1.11': { name: 'RSA with SHA-256', key: 'rsa', hash: 'sha256' },
  '1.2.840.113549.1.1.12': { name: 'RSA with SHA-384', key: 'rsa', hash: 'sha384' },
  '1.2.840.113549.1.1.13': { name: 'RSA with SHA-512', key: 'rsa', hash: 'sha512' },
  '1.3.101.112': { name: 'Ed25519', key: 'ed25519', hash: null },
  '1.2.840.113549.1.1.2': { name: 'RSA with MD2', key: 'rsa', hash: 'md2', weak: true },
  '1.2.840.113549.1.1.4': { name: 'RSA with MD5', key: 'rsa', hash: 'md5', weak: true },
  '1.2.840.113549.1.1.5': { name: 'RSA with SHA-1', key: 'rsa', hash: 'sha1', weak: true },
  '1.2.840.10045.4.1': { name: 'ECDSA with SHA-1', key: 'ec', hash: 'sha1', weak: true },
};
