import type { InspectFinding, IssuedComparison } from '../../../ipc/inspect-schemas';
import type { Certificate } from '../../../ipc/schemas';
import type { Origin } from '../../../ipc/watched-schemas';
import type { CertificateView } from '../../pki/certificate-view';
import type { RevokedLookup } from '../../revocation/revocation-store';
import type { Known } from '../../watched/known';
import { deploy, issueFor, renew, snippet } from './cures';
import { finding } from './finding';

const day = (instant: string) =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(instant),
  );

export interface HeldAgainst {
  leaf: CertificateView;
  origin: Origin;
  /** SHA-256 of the certificate above it in the path. */
  issuerFingerprint: string | undefined;
  authorityId: string | undefined;
  name: string;
}

/** Holds what is served against what was issued here. */
export async function heldAgainstIssued(
  { leaf, origin, issuerFingerprint, authorityId, name }: HeldAgainst,
  known: Pick<Known, 'issued' | 'renewedAs'>,
  revoked: RevokedLookup,
): Promise<{ issued: IssuedComparison; findings: InspectFinding[] }> {
  const ours = known.issued.get(leaf.fingerprint256);
  const ids = {
    ...(ours === undefined ? {} : { certificateId: ours.id }),
    ...(authorityId === undefined ? {} : { authorityId }),
  };
  const newer = ours === undefined ? undefined : await known.renewedAs(ours);
  const taken = revoked.inChain(leaf.serial, leaf.fingerprint256, issuerFingerprint);
  if (taken !== undefined) {
    const message = `This server serves a certificate that was revoked on ${day(taken.at)} (${taken.reason}).`;
    const cures =
      newer === undefined ? [ours === undefined ? issueFor(name) : renew(ours)] : [deploy(newer), snippet(newer)];
    return {
      issued: { state: 'revoked', message, ...ids, ...(newer === undefined ? {} : { currentId: newer.id }) },
      findings: [finding('serves-revoked', 'bad', message, { certificate: 0, cures })],
    };
  }
  if (ours !== undefined && newer !== undefined) return renewedSince(ours, newer, ids);
  if (ours !== undefined) {
    const message = `This server serves the certificate of ${day(ours.createdAt)}, which is the newest one for these names.`;
    return { issued: { state: 'current', message, ...ids, currentId: ours.id }, findings: [] };
  }
  const message =
    origin === 'ours'
      ? 'One of your authorities signed this certificate, and it is not in the list here.'
      : 'It was not issued here.';
  return { issued: { state: origin === 'ours' ? 'ours-unlisted' : 'not-ours', message, ...ids }, findings: [] };
}

function renewedSince(ours: Certificate, newer: Certificate, ids: Partial<IssuedComparison>) {
  const message = `This server serves the certificate of ${day(ours.createdAt)}; it was renewed on ${day(newer.createdAt)}.`;
  const hint = 'It has to read the new files, and be reloaded.';
  return {
    issued: { state: 'renewed' as const, message, ...ids, currentId: newer.id },
    findings: [
      finding('serves-old', 'warn', `${message} ${hint}`, { certificate: 0, cures: [deploy(newer), snippet(newer)] }),
    ],
  };
}
