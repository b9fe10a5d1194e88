import type { Certificate, CertificateDetail, ChainNode } from '../../ipc/schemas';
import { type CertificateView, viewCertificate } from '../pki/certificate-view';
import { checkEdge } from '../pki/path-validation';

function nodeOf(view: CertificateView, kind: ChainNode['kind'], checks: ChainNode['checks']): ChainNode {
  return {
    kind,
    name: view.commonName === '' ? view.subject : view.commonName,
    fingerprint: view.fingerprint256,
    serial: view.serial,
    keyType: view.keyDescription,
    notBefore: view.notBefore.toISOString(),
    notAfter: view.notAfter.toISOString(),
    checks,
  };
}

/**
 * Everything the detail shows: the certificate's own fields, and the chain from it up to the root with each edge checked.
 * Without a readable root the chain ends at the leaf.
 */
export function detailOf(
  certificate: Certificate,
  pem: string,
  rootPem: string | undefined,
  now: Date,
): CertificateDetail {
  const leaf = viewCertificate(pem);
  const root = rootPem === undefined ? undefined : viewCertificate(rootPem);
  const checks = root === undefined ? [] : checkEdge(leaf, root, { now, depth: 0 });
  return {
    ...certificate,
    subject: leaf.subject,
    issuerSubject: leaf.issuer,
    signatureAlgorithm: leaf.signatureAlgorithm,
    keyUsages: leaf.keyUsages,
    extendedKeyUsages: leaf.extendedKeyUsages,
    subjectKeyIdentifier: leaf.subjectKeyIdentifier,
    authorityKeyIdentifier: leaf.authorityKeyIdentifier,
    chain: [nodeOf(leaf, 'leaf', checks), ...(root === undefined ? [] : [nodeOf(root, 'root', [])])],
    pem,
  };
}
