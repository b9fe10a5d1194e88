import type { Certificate } from '../../ipc/schemas';

/** True for one that was renewed: it stays until its end, but nobody has to do anything about it. */
export const isReplaced = ({ replacedBy }: Pick<Certificate, 'replacedBy'>): boolean => replacedBy !== undefined;

/**
 * The same certificates, each with the newest one that was made to replace it and can do so. One that is broken, revoked or not
 * valid yet takes nobody's place: with the clock set back, the old certificate is the one to care for again.
 */
export function withReplacements(certificates: readonly Certificate[]): Certificate[] {
  const newer = new Map<string, Certificate[]>();
  for (const each of certificates) {
    if (each.renews !== undefined) newer.set(each.renews, [...(newer.get(each.renews) ?? []), each]);
  }
  return certificates.map((old) => {
    const [newest] = (newer.get(old.id) ?? [])
      .filter((each) => canReplace(each, old))
      .sort((one, other) => other.createdAt.localeCompare(one.createdAt));
    return newest === undefined ? old : { ...old, replacedBy: newest.id };
  });
}

function canReplace({ status }: Certificate, old: Certificate): boolean {
  return status === 'healthy' || status === 'expiring' || (status === 'expired' && old.status === 'expired');
}
