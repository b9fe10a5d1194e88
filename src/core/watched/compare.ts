import type { JournalNote } from '../journal';
import { expiryStatus } from '../lifecycle/expiry';
import type { Reading, SeenCertificate, WatchedItem } from './watched-types';

/** The new reading with what was there before each certificate that changed, and the lines that the history gets. */
export function compared(
  { id, target, reading: before }: WatchedItem,
  after: Reading,
): { reading: Reading; notes: JournalNote[] } {
  const notes: JournalNote[] = [];
  const known = new Map((before?.seen ?? []).map((each) => [each.id, each]));
  const seen = after.seen.map((each): SeenCertificate => {
    const last = known.get(each.id);
    const data = { name: each.place, target, fingerprint: each.fingerprint, notAfter: each.notAfter };
    const same = last?.fingerprint === each.fingerprint;
    const [was, is] = [last === undefined || !same ? 'healthy' : statusAt(last, before?.at), statusAt(each, after.at)];
    if (last !== undefined && !same) {
      notes.push({
        what: 'watch.changed',
        subject: id,
        data: { ...data, before: last.fingerprint, message: said(each.notAfter, 'another certificate') },
      });
    }
    if (was !== is && (is === 'expiring' || is === 'expired')) {
      notes.push({
        what: 'watch.expiring',
        subject: id,
        data: { ...data, state: is, message: said(each.notAfter, is) },
      });
    }
    if (last === undefined) return each;
    const gone = { fingerprint: last.fingerprint, notAfter: last.notAfter, changedAt: after.at };
    const kept = same ? last.before : gone;
    return kept === undefined ? each : { ...each, before: kept };
  });
  return { reading: { ...after, seen }, notes };
}

const said = (notAfter: string, what: string) => `${what}, until ${notAfter.slice(0, 10)}`;

/** Whether time alone has made something of a reading that the history does not tell yet. */
export const isOverdue = ({ seen, at }: Reading, now: Date): boolean =>
  seen.some((each) => statusAt(each, at) !== statusAt(each, now.toISOString()));

function statusAt({ notBefore, notAfter }: SeenCertificate, at: string | undefined) {
  return expiryStatus(Date.parse(notBefore), Date.parse(notAfter), Date.parse(at ?? notBefore));
}
