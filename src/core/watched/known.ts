import { rootCertificates } from 'node:tls';
import type { Certificate } from '../../ipc/schemas';
import type { Authorities } from '../authority/authorities';
import type { Certificates } from '../authority/certificates';
import { sha256Hex } from '../digest';
import { type CertificateView, viewCertificate } from '../pki/certificate-view';
import { paced } from '../system/bounded';

/** What this machine's authorities and certificates are, to hold what was seen against. */
export interface Known {
  /** Roots of our authorities. */
  roots: readonly CertificateView[];
  /** Certificates of ours that stand between a root and a leaf. */
  intermediates: readonly CertificateView[];
  /** Our certificates by their fingerprint. */
  issued: ReadonlyMap<string, Certificate>;
  /** The newest certificate that was made to replace this one, or undefined. */
  renewedAs: (certificate: Certificate) => Promise<Certificate | undefined>;
  /** Changes when any of it does. */
  stamp: string;
}

/** Reads the authorities and the list of certificates. */
export async function readKnown(authorities: Authorities, certificates: Certificates): Promise<Known> {
  const [all, listed] = await Promise.all([authorities.inspectAll(), certificates.list()]);
  const views = readable(all.flatMap(({ chainPems, rootPem, issuerPem }) => [issuerPem, ...chainPems, rootPem]));
  const unique = [...new Map(views.map((view) => [view.fingerprint256, view])).values()];
  const issued = new Map(listed.map((each) => [each.fingerprint, each]));
  const parts = [...unique.map(({ fingerprint256 }) => fingerprint256), ...listed.map(({ id }) => id)].sort();
  return {
    roots: unique.filter(({ selfIssued }) => selfIssued),
    intermediates: unique.filter(({ selfIssued }) => !selfIssued),
    issued,
    renewedAs: (certificate) => newest(certificate, listed, (id) => certificates.renews(id)),
    stamp: sha256Hex(parts.join('\n')),
  };
}

/**
 * Follows the renewals from this one on. Only a certificate for the same names that was made later can be one, so that few records
 * are read.
 */
async function newest(
  certificate: Certificate,
  listed: readonly Certificate[],
  renews: (id: string) => Promise<string | undefined>,
): Promise<Certificate | undefined> {
  const named = ({ names }: Certificate) => names.map(({ type, value }) => `${type} ${value}`).join('\n');
  const wanted = named(certificate);
  const later = listed.filter(
    (each) => each.id !== certificate.id && each.createdAt >= certificate.createdAt && named(each) === wanted,
  );
  const from = new Map<string, Certificate>();
  for (const each of later.sort((one, other) => one.createdAt.localeCompare(other.createdAt))) {
    const replaced = await renews(each.id);
    if (replaced !== undefined) from.set(replaced, each);
  }
  let last: Certificate | undefined;
  for (let next = from.get(certificate.id); next !== undefined && next !== last; next = from.get(next.id)) {
    last = next;
    if (next.id === certificate.id) break;
  }
  return last;
}

let publicViews: CertificateView[] | undefined;

/** The roots that the makers of browsers trust (Mozilla's list, as it came with Node). */
export function publicRoots(): readonly CertificateView[] {
  publicViews ??= readable(rootCertificates);
  return publicViews;
}

/** Reads them in small pieces, so that `publicRoots` has them at once and no window waits for it. */
export async function preparePublicRoots(): Promise<readonly CertificateView[]> {
  if (publicViews !== undefined) return publicViews;
  const pause = paced();
  const views: CertificateView[] = [];
  for (const pem of rootCertificates) {
    views.push(...readable([pem]));
    await pause();
  }
  publicViews ??= views;
  return publicViews;
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
