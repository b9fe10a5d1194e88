import type { Purpose } from '../../ipc/schemas';
import { AppError } from '../errors';
import { type CertificateView, viewCertificate } from '../pki/certificate-view';
import { pkcs8ToPem, spkiOfPrivateKey } from '../pki/keys';
import { parseCertificate } from '../pki/parsed-certificate';
import { checkEdge } from '../pki/path-validation';
import { keyTypeOfWords, purposeOfWords } from './certificate-files';
import { certificateId } from './certificate-id';
import type { NewCertificate } from './certificate-store';
import type { InspectedAuthority } from './inspect';

export interface AdoptRequest {
  certificate: CertificateView;
  /** Its private key, PKCS#8 in DER; the caller wipes it. */
  pkcs8?: Uint8Array | undefined;
  /** What came with it, in any order: intermediates, the root, strangers. */
  chain: readonly CertificateView[];
  /** What its extended key usages come to, unless told. */
  purpose?: Purpose | undefined;
  /** The authority here that signed it, unless its certificate is in the chain. */
  authorityId?: string | undefined;
}

/** Certificates between a leaf and its root that are followed; real chains have one or two. */
const depthMax = 8;

/**
 * The record and files of a certificate that was signed elsewhere. Its issuer is one of the authorities here when one of them
 * signed it, else "unknown". Throws `key-mismatch`.
 */
export function adoptedCertificate(
  { certificate, pkcs8, chain, purpose, authorityId }: AdoptRequest,
  authorities: readonly InspectedAuthority[],
  now: Date,
): NewCertificate {
  if (pkcs8 !== undefined && !spkiOfPrivateKey(pkcs8).equals(parseCertificate(certificate.der).spki)) {
    throw new AppError('key-mismatch', 'The key is not the one that this certificate was made for.', {
      hint: 'Choose the certificate that belongs to the key.',
    });
  }
  const path = pathOf(certificate, [...chain, ...authorities.flatMap(certificatesOf)], now);
  const intermediates = path.filter(({ selfIssued }) => !selfIssued);
  const authority = authorities.find(({ summary }) => summary.fingerprint === path[0]?.fingerprint256);
  return {
    record: {
      version: 1,
      id: certificateId(certificate.names, certificate.fingerprint256),
      names: certificate.names,
      commonName: certificate.commonName,
      issuer: certificate.issuerCommonName === '' ? certificate.issuer : certificate.issuerCommonName,
      authorityId: authorityId ?? authority?.summary.id ?? 'unknown',
      purpose: purpose ?? purposeOfWords(certificate.extendedKeyUsages),
      keyType: keyTypeOfWords(certificate.keyDescription),
      keyHere: pkcs8 !== undefined,
      serial: certificate.serial,
      fingerprint: certificate.fingerprint256,
      createdAt: now.toISOString(),
      notBefore: certificate.notBefore.toISOString(),
      notAfter: certificate.notAfter.toISOString(),
    },
    files: {
      certificatePem: certificate.pem,
      ...(pkcs8 === undefined ? {} : { keyPem: pkcs8ToPem(pkcs8) }),
      fullChainPem: [certificate, ...intermediates].map(({ pem }) => pem).join(''),
      rootPem: path.find(({ selfIssued }) => selfIssued)?.pem ?? '',
    },
  };
}

/** An authority's own certificate and those above it, as far as they can be read: it may have signed what came alone. */
function certificatesOf({ issuerPem, chainPems, rootPem }: InspectedAuthority): CertificateView[] {
  return [issuerPem, ...chainPems, rootPem].flatMap((pem) => (pem === undefined ? [] : [viewCertificate(pem)]));
}

/** From the issuer of the leaf upwards: whoever bears the issuer's name and made the signature, until one is its own issuer. */
function pathOf(leaf: CertificateView, chain: readonly CertificateView[], now: Date): CertificateView[] {
  const path: CertificateView[] = [];
  let below = leaf;
  while (path.length < depthMax && !below.selfIssued) {
    const child = below;
    const issuer = chain.find(
      (each) =>
        each.subject === child.issuer &&
        each.fingerprint256 !== child.fingerprint256 &&
        !path.includes(each) &&
        checkEdge(child, each, { now, depth: path.length }).every(({ id, ok }) => id !== 'signature' || ok),
    );
    if (issuer === undefined) break;
    path.push(issuer);
    below = issuer;
  }
  return path;
}
