import { createHash } from 'node:crypto';
import type { CertificateFacts } from '../../ipc/view-schemas';
import { expiryStatus } from '../lifecycle/expiry';
import type { CertificateView } from '../pki/certificate-view';
import { parsedOf } from '../pki/parsed-certificate';
import { verifySignature } from '../pki/signature';
import { weaknesses } from '../pki/weakness';
import { describeExtension } from './extension-text';

/** Everything that a certificate says, as plain data, with every extension in words. `problems` are of this certificate alone. */
export function factsOf(view: CertificateView, now: Date): CertificateFacts {
  const parsed = parsedOf(view.der);
  return {
    subject: view.subject,
    issuer: view.issuer,
    commonName: view.commonName,
    names: view.names,
    serial: view.serial,
    fingerprint: view.fingerprint256,
    fingerprintSha1: createHash('sha1').update(view.der).digest('hex'),
    notBefore: view.notBefore.toISOString(),
    notAfter: view.notAfter.toISOString(),
    status: expiryStatus(view.notBefore.getTime(), view.notAfter.getTime(), now.getTime()),
    keyType: view.keyDescription,
    signatureAlgorithm: view.signatureAlgorithm,
    isAuthority: view.isAuthority,
    selfSigned: isSelfSigned(view),
    keyUsages: view.keyUsages,
    extendedKeyUsages: view.extendedKeyUsages,
    subjectKeyIdentifier: view.subjectKeyIdentifier,
    authorityKeyIdentifier: view.authorityKeyIdentifier,
    extensions: (parsed.asn.tbsCertificate.extensions ?? []).map(({ extnID, critical, extnValue }) =>
      describeExtension({ oid: extnID, critical, value: Buffer.from(extnValue.buffer) }),
    ),
    problems: [...datesProblem(view, now), ...weaknesses(view)],
    pem: view.pem,
  };
}

/** Its own key made its signature; a weak hash proves nothing, but nobody relies on a root's own signature either. */
function isSelfSigned(view: CertificateView): boolean {
  if (!view.selfIssued) return false;
  const parsed = parsedOf(view.der);
  const sameKey = view.authorityKeyIdentifier === '' || view.authorityKeyIdentifier === view.subjectKeyIdentifier;
  return verifySignature(parsed, parsed.spki).ok || (sameKey && /MD5|SHA-1\b/.test(view.signatureAlgorithm));
}

function datesProblem({ notBefore, notAfter }: CertificateView, now: Date): string[] {
  const day = (date: Date) => date.toISOString().slice(0, 10);
  if (now.getTime() < notBefore.getTime()) return [`It is not valid before ${day(notBefore)}.`];
  // The last second is part of the validity (RFC 5280 section 4.1.2.5).
  if (now.getTime() >= notAfter.getTime() + 1000) return [`It expired on ${day(notAfter)}.`];
  return [];
}
