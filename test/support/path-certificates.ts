import { constants, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { RsaSaPssParams } from '@peculiar/asn1-rsa';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  Certificate,
  Extension,
  Extensions,
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_subjectAltName,
  KeyUsageFlags,
  Name,
  NameConstraints,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509';
import {
  authorityKeyIdentifier,
  basicConstraints,
  extendedKeyUsage,
  keyUsage,
  subjectKeyIdentifier,
} from '../../src/core/pki/extensions';
import { encodePem } from '../../src/core/pki/pem';
import { keyIdentifierOf } from '../../src/core/pki/spki-parts';

// Certificates with any fault at all: sign-certificate.ts makes good ones only, with three algorithms.

/** The moment at which every vector is judged, unless it says otherwise. */
export const at = new Date('2026-06-01T12:00:00Z');
export const dayMs = 86_400_000;
export const daysFrom = (days: number) => new Date(at.getTime() + days * dayMs);

export interface Pair {
  key: KeyObject;
  spki: Buffer;
}

export type Kind = 'p256' | 'p384' | 'p521' | 'secp256k1' | 'rsa512' | 'rsa1024' | 'rsa2048' | 'pss2048' | 'ed25519';

function generate(kind: Kind): KeyObject {
  switch (kind) {
    case 'p256':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    case 'p384':
      return generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
    case 'p521':
      return generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey;
    case 'secp256k1':
      return generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey;
    case 'pss2048':
      return generateKeyPairSync('rsa-pss', {
        modulusLength: 2048,
        hashAlgorithm: 'sha256',
        mgf1HashAlgorithm: 'sha256',
        // Node wants a number; the types say text.
        saltLength: 32 as unknown as string,
      }).privateKey;
    case 'ed25519':
      return generateKeyPairSync('ed25519').privateKey;
    default:
      return generateKeyPairSync('rsa', { modulusLength: Number(kind.slice(3)) }).privateKey;
  }
}

const slowOnes = new Map<Kind, Pair>();

/** A new key pair; RSA ones, which take long, are made once. */
export function pair(kind: Kind = 'p256'): Pair {
  const known = slowOnes.get(kind);
  if (known !== undefined) return known;
  const key = generate(kind);
  const made = { key, spki: createPublicKey(key).export({ type: 'spki', format: 'der' }) };
  if (kind.includes('2048')) slowOnes.set(kind, made);
  return made;
}

export type Scheme =
  | 'ecdsa-sha1'
  | 'ecdsa-sha256'
  | 'ecdsa-sha384'
  | 'ecdsa-sha512'
  | 'rsa-md5'
  | 'rsa-sha1'
  | 'rsa-sha256'
  | 'rsa-sha384'
  | 'rsa-sha512'
  | 'pss-sha1'
  | 'pss-sha256'
  | 'pss-sha512'
  /** It says that the mask is made by SHA-1, beside SHA-256. */
  | 'pss-sha256-sha1'
  | 'ed25519';

const oids: Record<string, string> = {
  'ecdsa-sha1': '1.2.840.10045.4.1',
  'ecdsa-sha256': '1.2.840.10045.4.3.2',
  'ecdsa-sha384': '1.2.840.10045.4.3.3',
  'ecdsa-sha512': '1.2.840.10045.4.3.4',
  'rsa-md5': '1.2.840.113549.1.1.4',
  'rsa-sha1': '1.2.840.113549.1.1.5',
  'rsa-sha256': '1.2.840.113549.1.1.11',
  'rsa-sha384': '1.2.840.113549.1.1.12',
  'rsa-sha512': '1.2.840.113549.1.1.13',
  ed25519: '1.3.101.112',
};
const hashes: Record<string, { oid: string; bytes: number }> = {
  sha256: { oid: '2.16.840.1.101.3.4.2.1', bytes: 32 },
  sha512: { oid: '2.16.840.1.101.3.4.2.3', bytes: 64 },
};

function identifierOf(scheme: Scheme): AlgorithmIdentifier {
  const [family = '', hash = '', maskHash = hash] = scheme.split('-');
  if (family !== 'pss') {
    const algorithm = oids[scheme] ?? '';
    return new AlgorithmIdentifier({ algorithm, ...(family === 'rsa' ? { parameters: null } : {}) });
  }
  const known = hashes[hash];
  const sha1 = new AlgorithmIdentifier({ algorithm: '1.3.14.3.2.26', parameters: null });
  const hashAlgorithm = new AlgorithmIdentifier({ algorithm: known?.oid ?? '', parameters: null });
  const parameters =
    known === undefined
      ? new RsaSaPssParams()
      : new RsaSaPssParams({
          hashAlgorithm,
          maskGenAlgorithm: new AlgorithmIdentifier({
            algorithm: '1.2.840.113549.1.1.8',
            parameters: AsnConvert.serialize(maskHash === hash ? hashAlgorithm : sha1),
          }),
          saltLength: known.bytes,
        });
  return new AlgorithmIdentifier({ algorithm: '1.2.840.113549.1.1.10', parameters: AsnConvert.serialize(parameters) });
}

function schemeFor({ key }: Pair): Scheme {
  if (key.asymmetricKeyType === 'rsa') return 'rsa-sha256';
  if (key.asymmetricKeyType === 'rsa-pss') return 'pss-sha256';
  return key.asymmetricKeyType === 'ed25519' ? 'ed25519' : 'ecdsa-sha256';
}

function signWith(scheme: Scheme, data: Buffer, key: KeyObject): Buffer {
  const [family = '', hash = ''] = scheme.split('-');
  if (family === 'ed25519') return sign(null, data, key);
  if (family !== 'pss') return sign(hash, data, key);
  const saltLength = hash === 'sha1' ? 20 : (hashes[hash]?.bytes ?? 0);
  return sign(hash, data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });
}

const attributes = { CN: '2.5.4.3', O: '2.5.4.10', OU: '2.5.4.11', C: '2.5.4.6', E: '1.2.840.113549.1.9.1' };

/** "O=Ours, CN=a" as a name; a common name alone may go without "CN=". Empty text is the empty name. */
export function dn(text: string): Name {
  if (text === '') return new Name();
  const parts = text.includes('=') ? text.split(', ') : [`CN=${text}`];
  return new Name(
    parts.map((part) => {
      const [type = '', value = ''] = part.split('=');
      const held = type === 'E' ? { ia5String: value } : { utf8String: value };
      const oid = attributes[type as keyof typeof attributes];
      return new RelativeDistinguishedName([new AttributeTypeAndValue({ type: oid, value: new AttributeValue(held) })]);
    }),
  );
}

export function extension(extnID: string, critical: boolean, value: ArrayBuffer | Uint8Array): Extension {
  return new Extension({ extnID, critical, extnValue: new OctetString(value) });
}

type Names = Partial<GeneralName>[];

export function constraints(permitted: Names, excluded: Names = [], bound?: Partial<GeneralSubtree>): Extension {
  const subtrees = (bases: Names) =>
    new GeneralSubtrees(bases.map((base) => new GeneralSubtree({ base: new GeneralName(base), ...bound })));
  const value = new NameConstraints({
    ...(permitted.length === 0 ? {} : { permittedSubtrees: subtrees(permitted) }),
    ...(excluded.length === 0 ? {} : { excludedSubtrees: subtrees(excluded) }),
  });
  return extension('2.5.29.30', true, AsnConvert.serialize(value));
}

export const serverAuth = '1.3.6.1.5.5.7.3.1';
export const clientAuth = '1.3.6.1.5.5.7.3.2';
export const emailProtection = '1.3.6.1.5.5.7.3.4';

export interface Spec {
  subject?: string;
  /** Signed by itself without one. */
  issuer?: Made;
  /** The certificate says that this one issued it, whoever signs. */
  issuerName?: string;
  signedBy?: Pair;
  /** The algorithm that signs; by default the usual one for the signer's key. */
  scheme?: Scheme;
  /** The algorithm that the signed part names, when that is to be another. */
  statedScheme?: Scheme;
  key?: Pair;
  /** Basic constraints: true or false; or none. */
  ca?: boolean | 'left-out';
  criticalConstraints?: boolean;
  pathLength?: number;
  usages?: number | 'left-out';
  extended?: string[];
  names?: Names;
  limits?: Extension;
  more?: Extension[];
  from?: Date;
  to?: Date;
  /** The authority key identifier. */
  above?: Buffer | 'left-out';
  own?: 'left-out';
  version?: Version;
  changed?: (der: Buffer) => void;
}

export interface Made {
  pem: string;
  der: Buffer;
  subject: Name;
  key: Pair;
}

let serial = 0x2000;

/** Builds a certificate with whatever faults the specification has; nothing is checked. */
export function issue(spec: Spec): Made {
  const { issuer, key = pair() } = spec;
  const signer = spec.signedBy ?? issuer?.key ?? key;
  const scheme = spec.scheme ?? schemeFor(signer);
  const subject = dn(spec.subject ?? (issuer === undefined ? 'Root' : 'leaf.app.test'));
  serial += 1;
  const tbsCertificate = new TBSCertificate({
    version: spec.version ?? Version.v3,
    serialNumber: new Uint8Array([serial >> 8, serial & 0xff]).buffer,
    signature: identifierOf(spec.statedScheme ?? scheme),
    issuer: spec.issuerName === undefined ? (issuer?.subject ?? subject) : dn(spec.issuerName),
    validity: new Validity({ notBefore: spec.from ?? daysFrom(-30), notAfter: spec.to ?? daysFrom(30) }),
    subject,
    subjectPublicKeyInfo: AsnConvert.parse(key.spki, SubjectPublicKeyInfo),
  });
  const extensions = spec.version === Version.v1 ? (spec.more ?? []) : extensionsOf(spec, key);
  if (extensions.length > 0) tbsCertificate.extensions = new Extensions(extensions);
  const signature = signWith(scheme, Buffer.from(AsnConvert.serialize(tbsCertificate)), signer.key);
  const certificate = new Certificate({
    tbsCertificate,
    signatureAlgorithm: identifierOf(scheme),
    signatureValue: new Uint8Array(signature).buffer,
  });
  const der = Buffer.from(AsnConvert.serialize(certificate));
  spec.changed?.(der);
  return { pem: encodePem(der, 'CERTIFICATE'), der, subject, key };
}

function extensionsOf(spec: Spec, key: Pair): Extension[] {
  const { issuer, ca = issuer === undefined } = spec;
  const usual = ca === true ? KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign : KeyUsageFlags.digitalSignature;
  const usages = spec.usages ?? usual;
  const above = spec.above ?? (issuer === undefined ? 'left-out' : keyIdentifierOf(issuer.key.spki));
  const names = spec.names ?? (ca === true ? [] : [{ dNSName: 'leaf.app.test' }]);
  const basic = ca === 'left-out' ? [] : [basicConstraints(ca, spec.pathLength)];
  if (spec.criticalConstraints === false) for (const each of basic) each.critical = false;
  const alternative = new SubjectAlternativeName(names.map((name) => new GeneralName(name)));
  return [
    ...basic,
    ...(usages === 'left-out' ? [] : [keyUsage(usages)]),
    ...(spec.extended === undefined ? [] : [extendedKeyUsage(spec.extended)]),
    ...(spec.own === 'left-out' ? [] : [subjectKeyIdentifier(keyIdentifierOf(key.spki))]),
    ...(above === 'left-out' ? [] : [authorityKeyIdentifier(above)]),
    ...(names.length === 0
      ? []
      : [extension(id_ce_subjectAltName, (spec.subject ?? 'x') === '', AsnConvert.serialize(alternative))]),
    ...(spec.limits === undefined ? [] : [spec.limits]),
    ...(spec.more ?? []),
  ];
}
