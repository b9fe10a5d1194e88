import type { Authority } from '../../ipc/schemas';
import type { CertificateView } from '../pki/certificate-view';
import { parseCertificate } from '../pki/parsed-certificate';
import { limitsAlong } from './adopt-checks';
import type { Draft } from './new-authorities';

export interface Foreign {
  certificate: CertificateView;
  /** What stands above it, from the one that signed it up to the root; checked (`chainAbove`). */
  chain: readonly CertificateView[];
  /** Whoever made the draft wipes it. */
  pkcs8: Buffer;
  origin: Authority['origin'];
  parentId: string | undefined;
  now: Date;
}

/** The name that a certificate gives itself. */
export const nameOf = (view: CertificateView): string =>
  view.commonName || view.subject || `the certificate ${view.fingerprint256.slice(0, 16)}`;

/** The id that an authority has here: whoever has the same certificate has the same id. */
const idOf = ({ fingerprint256 }: CertificateView, chain: readonly CertificateView[]): string =>
  `${chain.length === 0 ? 'root' : 'intermediate'}-${fingerprint256.slice(0, 16)}`;

/** The draft of an authority that was made elsewhere: whatever its record says is read from its certificate. */
export function foreignDraft({ certificate, chain, pkcs8, origin, parentId, now }: Foreign): Draft {
  return {
    certificatePem: certificate.pem,
    chain: chain.map(({ pem }) => pem),
    pkcs8,
    record: {
      version: 1,
      id: idOf(certificate, chain),
      name: nameOf(certificate),
      kind: chain.length === 0 ? 'root' : 'intermediate',
      ...(parentId === undefined ? {} : { parentId }),
      origin,
      ...(chain.length === 0 ? {} : { chain: chain.map(({ fingerprint256 }) => fingerprint256) }),
      subject: certificate.subject,
      createdAt: now.toISOString(),
      notBefore: certificate.notBefore.toISOString(),
      notAfter: certificate.notAfter.toISOString(),
      keyType: certificate.keyDescription.toLowerCase().replace('p-', 'p').replace(' ', '-'),
      limits: limitsAlong([certificate, ...chain]),
      serial: certificate.serial,
      fingerprint: certificate.fingerprint256,
      rootSpki: parseCertificate(certificate.der).spki.toString('base64'),
    },
  };
}
