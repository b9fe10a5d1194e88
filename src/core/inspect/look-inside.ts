import type { FileView } from '../../ipc/view-schemas';
import type { Authorities } from '../authority/authorities';
import type { Certificates } from '../authority/certificates';
import { type CertificateView, viewCertificate } from '../pki/certificate-view';
import type { RevocationStore } from '../revocation/revocation-store';
import { viewOf } from './file-view';
import type { OpenedFiles } from './opened-files';

export interface LookInsideOptions {
  opened: OpenedFiles;
  authorities: Authorities;
  certificates: Certificates;
  revocations: Pick<RevocationStore, 'lookup'>;
  now: () => Date;
}

/** Shows what was opened, held against the authorities and certificates of this machine. Nothing is imported. */
export class LookInside {
  constructor(private readonly options: LookInsideOptions) {}

  /** Throws `not-found` for a token that is no longer known. */
  async view(token: string): Promise<FileView> {
    const { opened, authorities, certificates, now } = this.options;
    const content = opened.get(token);
    const all = await authorities.inspectAll();
    const here = all.flatMap(({ summary, issuerPem }) =>
      readable([issuerPem]).map((view) => ({ id: summary.id, view })),
    );
    const issued = new Map((await certificates.list()).map(({ id, fingerprint }) => [fingerprint, id]));
    const authorityIds = new Map(here.map(({ id, view }) => [view.fingerprint256, id]));
    // The root of an intermediate need not be an authority here itself.
    const views = readable(all.flatMap(({ chainPems, rootPem }) => [...chainPems, rootPem]));
    return viewOf(content, {
      token,
      title: content.title,
      now: now(),
      known: (fingerprint) => {
        const certificateId = issued.get(fingerprint);
        const authorityId = authorityIds.get(fingerprint);
        return {
          ...(certificateId === undefined ? {} : { certificateId }),
          ...(authorityId === undefined ? {} : { authorityId }),
        };
      },
      roots: views.filter(({ selfIssued }) => selfIssued),
      intermediates: views.filter(({ selfIssued }) => !selfIssued),
      revoked: await this.options.revocations.lookup(),
    });
  }
}

function readable(pems: readonly (string | undefined)[]): CertificateView[] {
  return pems.flatMap((pem) => {
    try {
      return pem === undefined ? [] : [viewCertificate(pem)];
    } catch {
      return [];
    }
  });
}
