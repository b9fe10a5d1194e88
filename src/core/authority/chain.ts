import type { EdgeCheck } from '../../ipc/chain-schemas';
import type { Certificate, CertificateDetail } from '../../ipc/schemas';
import { chainNode } from '../inspect/chain-node';
import { type CertificateView, viewCertificate } from '../pki/certificate-view';
import { validateChain } from '../pki/path-validation';
import { pemBlocks } from '../trust/pem-blocks';

/** What lies beside a certificate: with it first, the intermediates of its chain; then its root. */
interface ChainFiles {
  certificatePem: string;
  fullChainPem: string;
  rootPem: string;
}

/**
 * Everything the detail shows: the certificate's own fields, and the chain from it up to the root with each edge checked.
 * Where the files of the chain cannot be read it ends at the leaf.
 */
export function detailOf(certificate: Certificate, files: ChainFiles, now: Date): CertificateDetail {
  const leaf = viewCertificate(files.certificatePem);
  const chain = [leaf, ...issuersIn(files)];
  const { edges } = validateChain(chain, { now });
  const kindAt = (index: number) => (index === 0 ? 'leaf' : index === chain.length - 1 ? 'root' : 'intermediate');
  return {
    ...certificate,
    subject: leaf.subject,
    issuerSubject: leaf.issuer,
    signatureAlgorithm: leaf.signatureAlgorithm,
    keyUsages: leaf.keyUsages,
    extendedKeyUsages: leaf.extendedKeyUsages,
    subjectKeyIdentifier: leaf.subjectKeyIdentifier,
    authorityKeyIdentifier: leaf.authorityKeyIdentifier,
    chain: chain.map((view, index) => {
      const checks = edges[index] ?? [];
      return chainNode(view, kindAt(index), index === 0 ? [...checks, ...revokedCheck(certificate)] : checks);
    }),
    pem: leaf.pem,
  };
}

function revokedCheck({ revoked }: Certificate): EdgeCheck[] {
  if (revoked === undefined) return [];
  const message = `Its authority took it back on ${revoked.at.slice(0, 10)} (${revoked.reason}).`;
  return [{ id: 'revocation', ok: false, message, source: 'RFC 5280 section 6.1.3 (a)(3)' }];
}

function issuersIn({ fullChainPem, rootPem }: ChainFiles): CertificateView[] {
  try {
    return [...pemBlocks(fullChainPem).slice(1), ...pemBlocks(rootPem)].map(({ der }) => viewCertificate(der));
  } catch {
    return [];
  }
}
