import type { Authorities } from '../authority/authorities';
import type { Certificates } from '../authority/certificates';
import { type CertificateView, viewCertificate } from '../pki/certificate-view';
import type { RevocationStore, RevokedLookup } from '../revocation/revocation-store';
import { type Known, preparePublicRoots, readKnown } from '../watched/known';
import type { Roots } from './judge/paths';
import type { Here } from './judge/sent-chain';
import { systemRoots } from './system-roots';

/** What this machine knows, to hold a chain against. */
export interface KnownHere {
  known: Known;
  roots: Roots;
  revoked: RevokedLookup;
  /** Certificates and authorities by fingerprint. */
  here: (fingerprint: string) => Here;
  /** The root of the default authority. */
  defaultRoot: CertificateView | undefined;
}

export async function readKnownHere(
  authorities: Authorities,
  certificates: Certificates,
  revocations: Pick<RevocationStore, 'lookup'>,
  platform: NodeJS.Platform,
): Promise<KnownHere> {
  const [known, all, revoked, system, open] = await Promise.all([
    readKnown(authorities, certificates),
    authorities.inspectAll(),
    revocations.lookup(),
    systemRoots(platform),
    preparePublicRoots(),
  ]);
  const authorityIds = new Map(
    all.flatMap(({ summary: { id, fingerprint } }) => (fingerprint === '' ? [] : [[fingerprint, id] as const])),
  );
  const preferred = all.find(({ summary }) => summary.isDefault)?.rootPem;
  return {
    known,
    revoked,
    roots: { ours: known.roots, ourIntermediates: known.intermediates, system, public: open },
    here: (fingerprint) => {
      const certificateId = known.issued.get(fingerprint)?.id;
      const authorityId = authorityIds.get(fingerprint);
      return {
        ...(certificateId === undefined ? {} : { certificateId }),
        ...(authorityId === undefined ? {} : { authorityId }),
      };
    },
    defaultRoot: preferred === undefined ? undefined : viewCertificate(preferred),
  };
}
