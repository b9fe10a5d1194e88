import type { Certificate } from '../../ipc/schemas';
import type { Certificates } from '../authority/certificates';
import { dueFrom } from '../lifecycle/renewal-due';
import type { ServedCertificate } from './plan';
import type { ProxyRecord } from './proxy-store';

export interface ServedFor extends ServedCertificate {
  /** Its folder in the list; absent for a person's own. */
  certificateId?: string;
  notAfter: string;
}

export interface CertificateForOptions {
  certificates: Certificates;
  /** Renews one that is kept in the list. */
  renewOne: (id: string) => Promise<Certificate>;
  now: () => Date;
}

/**
 * The certificate that a definition is served with: the one it had, or what renewed that; renewed now when it is due; a new one, issued on
 * the spot, when there is none that fits. Throws what issuing throws: `name-outside-limits`, `no-authority`, `passphrase-needed`, …
 */
export async function certificateFor(record: ProxyRecord, options: CertificateForOptions): Promise<ServedFor> {
  const { certificates } = options;
  if (record.own !== undefined) return record.own;
  const names = record.names.map(({ name }) => name);
  const all = await certificates.list();
  let found = usable(newest(all, record.certificateId), record, names) ?? fitting(all, record, names);
  if (found !== undefined && isDue(found, options.now().getTime())) {
    // Not being able to renew is no reason to stop serving what is still valid.
    found = await options.renewOne(found.id).catch(() => found);
  }
  found ??= await certificates.issue({
    names,
    ...(record.authorityId === undefined ? {} : { authorityId: record.authorityId }),
  });
  const files = await certificates.readFiles(found.id);
  return {
    certificateId: found.id,
    notAfter: found.notAfter,
    chainPem: files.fullChainPem,
    keyPem: files.keyPem ?? '',
  };
}

function newest(all: readonly Certificate[], id: string | undefined): Certificate | undefined {
  let found = all.find((each) => each.id === id);
  for (let turns = 0; found?.replacedBy !== undefined && turns < all.length; turns += 1) {
    const next = found.replacedBy;
    found = all.find((each) => each.id === next);
  }
  return found;
}

/** One that was issued for just these names already: a proxy that is started for one run each day needs no new one each day. */
function fitting(all: readonly Certificate[], record: ProxyRecord, names: readonly string[]): Certificate | undefined {
  return all.find(
    (each) =>
      each.replacedBy === undefined &&
      each.purpose === 'server' &&
      each.names.length === names.length &&
      usable(each, record, names) !== undefined,
  );
}

function usable(
  found: Certificate | undefined,
  record: ProxyRecord,
  names: readonly string[],
): Certificate | undefined {
  if (found === undefined || !found.keyHere || found.replacedBy !== undefined) return undefined;
  const status: string = found.status;
  if (status !== 'healthy' && status !== 'expiring') return undefined;
  if (record.authorityId !== undefined && found.authorityId !== record.authorityId) return undefined;
  const has = new Set(found.names.map(({ value }) => value));
  return names.every((name) => has.has(name)) ? found : undefined;
}

const isDue = ({ notBefore, notAfter }: Certificate, now: number) =>
  now >= dueFrom(Date.parse(notBefore), Date.parse(notAfter), null);
