import type { Outcome } from '../../ipc/schemas';
import type { JournalNote } from '../journal';
import type { RootCertificate } from './trust-store';

/** What the history says of a change to several stores: one line a store, whatever came of it. */
export const outcomeNotes = (
  what: string,
  root: Pick<RootCertificate, 'fingerprint256' | 'commonName'>,
  outcomes: readonly Outcome[],
): JournalNote[] =>
  outcomes.map(({ storeId, label, location, outcome }) => ({
    what,
    subject: root.fingerprint256,
    data: { name: root.commonName, store: storeId, label, location, outcome },
  }));
