import type { CertificateFacts, FileView, ViewItem } from '../../../ipc/view-schemas';

/** What can be adopted from what was opened. */
export interface Adoptable {
  facts?: CertificateFacts;
  /** Something in it waits for its passphrase. */
  locked: boolean;
  /** Why it cannot be adopted as it stands, and the way out. Undefined when it can, or when it must be unlocked first. */
  problem?: { message: string; hint: string };
}

type CertificateItem = Extract<ViewItem, { kind: 'certificate' }>;
type KeyItem = Extract<ViewItem, { kind: 'private-key' }>;

/** A first look for the window; the main process refuses by its own checks (expired, weak, no authority, wrong key). */
export function adoptable({ items, format }: FileView): Adoptable {
  const certificates = items.filter((item): item is CertificateItem => item.kind === 'certificate');
  const keys = items.filter((item): item is KeyItem => item.kind === 'private-key');
  const locked =
    keys.some((key) => key.encrypted && key.spkiFingerprint === '') ||
    (format === 'PKCS#12' && certificates.length === 0 && keys.length === 0);
  const owners = keys.map((key) => items[key.belongsTo ?? -1]).filter((item) => item?.kind === 'certificate');
  const authorities = certificates.filter(({ facts }) => facts.isAuthority);
  const owner = authorities.find((item) => owners.includes(item)) ?? authorities[0];
  const facts = owner === undefined ? {} : { facts: owner.facts };
  if (locked) return { ...facts, locked };
  if (owner === undefined) {
    return {
      locked,
      problem: {
        message: 'There is no certificate of an authority in it.',
        hint: 'Open the certificate of the root or intermediate together with its key.',
      },
    };
  }
  if (owner.authorityId !== undefined) {
    return { ...facts, locked, problem: { message: 'This authority is here already.', hint: 'Open another one.' } };
  }
  if (!owners.includes(owner)) {
    return {
      ...facts,
      locked,
      problem: {
        message:
          keys.length === 0 ? 'Its private key is not in it.' : 'The private key in it belongs to another certificate.',
        hint: 'Open both files together: choose the certificate and its key in one dialog.',
      },
    };
  }
  return { ...facts, locked };
}
