import { domainToUnicode } from 'node:url';
import type { CertificateName } from '../../ipc/schemas';
import { attributesOf, canonicalName, commonNameOid, formatName, sameName } from './distinguished-name';
import type { GeneralName } from './general-names';
import { formatIp } from './ip';
import { describeSpki } from './keys';
import { type ParsedCertificate, parseCertificate, unreadable } from './parsed-certificate';
import { encodePem } from './pem';

/** A certificate as plain data, for the window and the checks of the chain. */
export interface CertificateView {
  der: Buffer;
  pem: string;
  /** SHA-256 of the DER, lower-case hex. */
  fingerprint256: string;
  /** Lower-case hex without zero bytes before it. */
  serial: string;
  /** "CN=app.test, O=Example"; empty for an empty name. */
  subject: string;
  issuer: string;
  /** The first common name of the subject; empty without one. */
  commonName: string;
  issuerCommonName: string;
  /** The subject alternative names that name hosts, addresses, mailboxes or URIs, in order. */
  names: CertificateName[];
  notBefore: Date;
  notAfter: Date;
  /** The public key in words, e.g. "ECDSA P-256". */
  keyDescription: string;
  /** e.g. "ECDSA with SHA-256". */
  signatureAlgorithm: string;
  keyUsages: string[];
  extendedKeyUsages: string[];
  /** Lower-case hex; empty when the extension is not there. */
  subjectKeyIdentifier: string;
  authorityKeyIdentifier: string;
  isAuthority: boolean;
  selfIssued: boolean;
}

/** In the order of their bits (RFC 5280 section 4.2.1.3). */
export const keyUsageWords: Record<string, string> = {
  digitalSignature: 'digital signature',
  nonRepudiation: 'content commitment',
  keyEncipherment: 'key encipherment',
  dataEncipherment: 'data encipherment',
  keyAgreement: 'key agreement',
  keyCertSign: 'certificate signing',
  crlSign: 'CRL signing',
  encipherOnly: 'encipher only',
  decipherOnly: 'decipher only',
};

/** RFC 5280 section 4.2.1.12. */
export const extendedUsageWords: Record<string, string> = {
  '2.5.29.37.0': 'any purpose',
  '1.3.6.1.5.5.7.3.1': 'server authentication',
  '1.3.6.1.5.5.7.3.2': 'client authentication',
  '1.3.6.1.5.5.7.3.3': 'code signing',
  '1.3.6.1.5.5.7.3.4': 'e-mail protection',
  '1.3.6.1.5.5.7.3.8': 'time stamping',
  '1.3.6.1.5.5.7.3.9': 'OCSP signing',
};

/** Reads a certificate, PEM (the first one in the text) or DER. Throws `certificate-unreadable`. */
export const viewCertificate = (pemOrDer: string | Uint8Array): CertificateView => viewOf(parseCertificate(pemOrDer));

/** A certificate that was read, as plain data. Throws `certificate-unreadable`. */
export function viewOf(parsed: ParsedCertificate): CertificateView {
  try {
    return toView(parsed);
  } catch (cause) {
    // A name or key may hold what the reading above passes over.
    throw unreadable(cause);
  }
}

function toView(parsed: ParsedCertificate): CertificateView {
  const { subject, issuer } = parsed;
  const usages = new Set<string>(parsed.keyUsages);
  return {
    der: parsed.der,
    pem: encodePem(parsed.der, 'CERTIFICATE'),
    fingerprint256: parsed.fingerprint256,
    serial: parsed.serial,
    subject: formatName(subject),
    issuer: formatName(issuer),
    commonName: attributesOf(subject, commonNameOid)[0] ?? '',
    issuerCommonName: attributesOf(issuer, commonNameOid)[0] ?? '',
    names: parsed.alternativeNames.flatMap(toCertificateName),
    notBefore: parsed.notBefore,
    notAfter: parsed.notAfter,
    keyDescription: describeSpki(parsed.spki),
    signatureAlgorithm: parsed.signatureAlgorithm,
    keyUsages: Object.entries(keyUsageWords).flatMap(([usage, words]) => (usages.has(usage) ? [words] : [])),
    extendedKeyUsages: (parsed.extendedKeyUsages ?? []).map((usage) => extendedUsageWords[usage] ?? usage),
    subjectKeyIdentifier: parsed.subjectKeyIdentifier?.toString('hex') ?? '',
    authorityKeyIdentifier: parsed.authorityKeyIdentifier?.toString('hex') ?? '',
    isAuthority: parsed.basicConstraints?.authority ?? false,
    selfIssued: sameName(canonicalName(subject), canonicalName(issuer)),
  };
}

export function toCertificateName(name: GeneralName): CertificateName[] {
  switch (name.type) {
    case 'ip': {
      const text = formatIp(name.bytes);
      return [{ type: 'ip', value: text, display: text }];
    }
    case 'dns':
      return [{ type: 'dns', value: name.text, display: toUnicode(name.text) }];
    case 'email': {
      const at = name.text.lastIndexOf('@') + 1;
      return [{ type: 'email', value: name.text, display: name.text.slice(0, at) + toUnicode(name.text.slice(at)) }];
    }
    case 'uri':
      return [{ type: 'uri', value: name.text, display: name.text }];
    default:
      return [];
  }
}

/** A wildcard's star is no character of a host name to domainToUnicode, so it is set aside. */
function toUnicode(host: string): string {
  const star = host.startsWith('*.') ? '*.' : '';
  const shown = domainToUnicode(host.slice(star.length));
  return shown === '' ? host : star + shown;
}
