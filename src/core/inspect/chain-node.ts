import type { ChainNode } from '../../ipc/chain-schemas';
import type { CertificateView } from '../pki/certificate-view';

/** What a certificate is called in a chain: its common name, else its subject, else its first name. */
export function nameOfView(view: CertificateView): string {
  if (view.commonName !== '') return view.commonName;
  return view.subject !== '' ? view.subject : (view.names[0]?.display ?? 'a certificate without a name');
}

/** A certificate as a card of the chain viewer, with the checks of the edge above it. */
export function chainNode(view: CertificateView, kind: ChainNode['kind'], checks: ChainNode['checks']): ChainNode {
  return {
    kind,
    name: nameOfView(view),
    fingerprint: view.fingerprint256,
    serial: view.serial,
    keyType: view.keyDescription,
    notBefore: view.notBefore.toISOString(),
    notAfter: view.notAfter.toISOString(),
    checks,
  };
}
