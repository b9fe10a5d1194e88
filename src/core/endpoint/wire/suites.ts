import { hex16 } from './registry';
import { suiteTable, tls13Table } from './suite-table';

export type KeyExchange = keyof typeof suiteTable | 'TLS13';

export interface SuiteFacts {
  code: number;
  /** The name of the registry. */
  name: string;
  keyExchange: KeyExchange;
  /** What follows "_WITH_", e.g. "AES_128_GCM_SHA256". */
  cipher: string;
}

const entries = (text: string) => text.split(' ').map((each) => each.split(':') as [string, string]);

/** Those of TLS 1.2 and before, with forward secrecy first. */
export const olderSuites: readonly SuiteFacts[] = Object.entries(suiteTable).flatMap(([keyExchange, text]) =>
  entries(text).map(([code, cipher]) => ({
    code: Number.parseInt(code, 16),
    name: `TLS_${keyExchange}_WITH_${cipher}`,
    keyExchange: keyExchange as KeyExchange,
    cipher,
  })),
);

export const tls13Suites: readonly SuiteFacts[] = entries(tls13Table).map(([code, cipher]) => ({
  code: Number.parseInt(code, 16),
  name: `TLS_${cipher}`,
  keyExchange: 'TLS13',
  cipher,
}));

const byCode = new Map([...tls13Suites, ...olderSuites].map((each) => [each.code, each]));

/** A suite by its number; one that is not in the table is told by it. */
export function suiteOf(code: number): SuiteFacts {
  const unknown = `UNKNOWN_${hex16(code).toUpperCase()}`;
  return byCode.get(code) ?? { code, name: unknown, keyExchange: 'RSA', cipher: unknown };
}

const authentication: Partial<Record<KeyExchange, string>> = {
  ECDHE_ECDSA: 'ECDHE-ECDSA-',
  ECDHE_RSA: 'ECDHE-RSA-',
  DHE_RSA: 'DHE-RSA-',
  DHE_DSS: 'DHE-DSS-',
  RSA: '',
  ECDH_anon: 'AECDH-',
  DH_anon: 'ADH-',
};

/** What OpenSSL calls it (openssl-ciphers(1)); undefined for the suites that OpenSSL of today does not know. */
export function opensslNameOf({ keyExchange, cipher, name }: SuiteFacts): string | undefined {
  if (keyExchange === 'TLS13') return name;
  const prefix = authentication[keyExchange];
  if (prefix === undefined) return undefined;
  if (cipher === '3DES_EDE_CBC_SHA') return `${prefix}DES-CBC3-SHA`;
  // ARIA over ECDHE with RSA is named without RSA.
  if (/^ARIA_\d+_GCM/.test(cipher)) return `${prefix.replace('ECDHE-RSA-', 'ECDHE-')}${dashed(cipher)}`;
  if (/ARIA|DES|RC2|IDEA|UNKNOWN|CAMELLIA_\d+_GCM/.test(cipher)) return undefined;
  if (cipher.startsWith('CHACHA20')) return `${prefix}CHACHA20-POLY1305`;
  return prefix + dashed(cipher);
}

/** "AES_128_GCM_SHA256" as OpenSSL writes it. */
const dashed = (cipher: string): string =>
  cipher
    .replace(/^(AES|CAMELLIA)_(\d+)_CBC_/, '$1$2-')
    .replace(/^(AES|CAMELLIA|ARIA)_(\d+)_/, '$1$2-')
    .replace(/^RC4_128_/, 'RC4-')
    .replace(/^SEED_CBC_/, 'SEED-')
    .replace(/CCM_8$/, 'CCM8')
    .replaceAll('_', '-');
