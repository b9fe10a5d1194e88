import type { ProtocolVersion } from '../../../ipc/inspect-schemas';

export type VersionId = ProtocolVersion['id'];

export interface VersionFacts {
  id: VersionId;
  label: string;
  /** As it stands in hellos. */
  code: number;
  /** Why nobody should speak it any more. */
  outdated?: { rule: string; source: string };
}

/** Every version that servers were ever built with, the oldest first. */
export const versions: readonly VersionFacts[] = [
  {
    ...{ id: 'ssl2', label: 'SSL 2.0', code: 0x0002 },
    outdated: { rule: 'No server may negotiate SSL 2.0.', source: 'RFC 6176 section 3' },
  },
  {
    ...{ id: 'ssl3', label: 'SSL 3.0', code: 0x0300 },
    outdated: { rule: 'SSL 3.0 must not be used.', source: 'RFC 7568 section 3' },
  },
  {
    ...{ id: 'tls1.0', label: 'TLS 1.0', code: 0x0301 },
    outdated: { rule: 'TLS 1.0 must not be used.', source: 'RFC 8996 section 4' },
  },
  {
    ...{ id: 'tls1.1', label: 'TLS 1.1', code: 0x0302 },
    outdated: { rule: 'TLS 1.1 must not be used.', source: 'RFC 8996 section 5' },
  },
  { id: 'tls1.2', label: 'TLS 1.2', code: 0x0303 },
  { id: 'tls1.3', label: 'TLS 1.3', code: 0x0304 },
];

export const versionOf = (code: number): VersionFacts | undefined => versions.find((each) => each.code === code);
export const versionById = (id: VersionId): VersionFacts => versions.find((each) => each.id === id) as VersionFacts;

/** RFC 8446 section 6; the words go into a sentence. */
const alerts: Record<number, string> = {
  0: 'close notify',
  10: 'unexpected message',
  20: 'bad record MAC',
  40: 'handshake failure',
  42: 'bad certificate',
  43: 'unsupported certificate',
  45: 'certificate expired',
  46: 'certificate unknown',
  47: 'illegal parameter',
  48: 'unknown CA',
  50: 'decode error',
  51: 'decrypt error',
  70: 'protocol version',
  71: 'insufficient security',
  80: 'internal error',
  86: 'inappropriate fallback',
  90: 'user cancelled',
  109: 'missing extension',
  110: 'unsupported extension',
  112: 'unrecognized name',
  116: 'certificate required',
  120: 'no application protocol',
};

export const alertName = (code: number): string => alerts[code] ?? `alert ${code}`;
export const unrecognizedName = 112;
export const protocolVersionAlert = 70;

export interface GroupFacts {
  code: number;
  name: string;
  hybrid?: true;
  /** Below 112 bits of strength (NIST SP 800-57 part 1 table 2). */
  weak?: true;
  tls13?: true;
}

/** TLS Supported Groups of IANA: those that servers are built with, the usual ones first. */
export const groups: readonly GroupFacts[] = [
  { code: 0x11ec, name: 'X25519MLKEM768', hybrid: true, tls13: true },
  { code: 0x11eb, name: 'SecP256r1MLKEM768', hybrid: true, tls13: true },
  { code: 0x11ed, name: 'SecP384r1MLKEM1024', hybrid: true, tls13: true },
  { code: 0x6399, name: 'X25519Kyber768Draft00', hybrid: true, tls13: true },
  { code: 0x001d, name: 'X25519', tls13: true },
  { code: 0x0017, name: 'P-256', tls13: true },
  { code: 0x001e, name: 'X448', tls13: true },
  { code: 0x0018, name: 'P-384', tls13: true },
  { code: 0x0019, name: 'P-521', tls13: true },
  { code: 0x0100, name: 'ffdhe2048', tls13: true },
  { code: 0x0101, name: 'ffdhe3072', tls13: true },
  { code: 0x0102, name: 'ffdhe4096', tls13: true },
  { code: 0x0103, name: 'ffdhe6144', tls13: true },
  { code: 0x0104, name: 'ffdhe8192', tls13: true },
  { code: 0x001a, name: 'brainpoolP256r1' },
  { code: 0x001b, name: 'brainpoolP384r1' },
  { code: 0x001c, name: 'brainpoolP512r1' },
  { code: 0x0016, name: 'secp256k1' },
  { code: 0x0015, name: 'P-224' },
  { code: 0x0014, name: 'secp224k1' },
  { code: 0x0013, name: 'P-192', weak: true },
  { code: 0x0012, name: 'secp192k1', weak: true },
  { code: 0x0010, name: 'secp160r1', weak: true },
  { code: 0x0009, name: 'sect233k1' },
  { code: 0x000a, name: 'sect233r1' },
  { code: 0x000d, name: 'sect409k1' },
  { code: 0x000e, name: 'sect571r1' },
];

export const groupOf = (code: number): GroupFacts =>
  groups.find((each) => each.code === code) ?? { code, name: `group ${hex16(code)}` };

/** TLS SignatureScheme of IANA, with the pairs of hash and signature of TLS 1.2 (RFC 5246 section 7.4.1.4.1) down to MD5. */
export const signatureSchemes: readonly number[] = [
  ...[0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b],
  ...[0x0401, 0x0501, 0x0601, 0x0303, 0x0301, 0x0203, 0x0201, 0x0402, 0x0302, 0x0202, 0x0101],
];

export const hex16 = (code: number): string => code.toString(16).padStart(4, '0');
