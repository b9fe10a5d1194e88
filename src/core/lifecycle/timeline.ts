import type { Timeline, TimelineMark, TimelineMonths } from '../../ipc/overview-schemas';
import type { Authority, Certificate, CertificateStatus } from '../../ipc/schemas';
import { dayMs } from '../pki/profile';
import { expiryStatus } from './expiry';
import { standingOf } from './standing';

export interface TimelineFacts {
  certificates: readonly Certificate[];
  authorities: readonly Authority[];
}

export interface TimelinePart {
  months: TimelineMonths;
  /** Milliseconds since 1970: what to show in the middle, as far as the coming year allows; its beginning unless told. */
  around?: number | undefined;
  /** Into how many equal parts the span is cut. */
  slots: number;
}

/** Marks that stand above one another; of more in one slot there is one mark for all of them, as high as two. */
const lanes = 4;
const clusterLanes = 2;

/** How bad a status is; a cluster shows its worst. */
const severity: Partial<Record<CertificateStatus, number>> = {
  broken: 4,
  expired: 3,
  expiring: 2,
  'not-yet-valid': 1,
  healthy: 0,
};

interface End {
  kind: 'certificate' | 'authority';
  id: string;
  name: string;
  at: number;
  status: CertificateStatus;
}

/**
 * When what ends in the coming twelve months, or in a part of them: at most four marks a slot, however many certificates there
 * are. `now` is milliseconds since 1970. The year begins with the day in UTC, so that marks keep their slots for a day. What was
 * given up on purpose (`standingOf`) is neither shown nor counted.
 */
export function timelineOf(facts: TimelineFacts, now: number, { months, around, slots }: TimelinePart): Timeline {
  const year = { from: Math.floor(now / dayMs) * dayMs, to: 0 };
  year.to = monthsLater(year.from, 12);
  const { from, to } = partOf(year, months, around);
  const hidden = { ended: 0, earlier: 0, later: 0, beyond: { certificates: 0, authorities: 0 } };
  const filled = new Map<number, End[]>();
  for (const end of endsOf(facts, now)) {
    if (end.at < year.from) hidden.ended += 1;
    else if (end.at >= year.to) hidden.beyond[end.kind === 'authority' ? 'authorities' : 'certificates'] += 1;
    else if (end.at < from) hidden.earlier += 1;
    else if (end.at >= to) hidden.later += 1;
    else {
      const slot = Math.floor(((end.at - from) / (to - from)) * slots);
      const there = filled.get(slot);
      if (there === undefined) filled.set(slot, [end]);
      else there.push(end);
    }
  }
  const marks = [...filled]
    .sort(([one], [other]) => one - other)
    .flatMap(([slot, ends]) => {
      let lane = 0;
      return marksOf(ends).map((mark) => {
        const placed = { ...mark, slot, lane };
        lane += mark.kind === 'cluster' ? clusterLanes : 1;
        return placed;
      });
    });
  return {
    ...{ months, slots, lanes, marks, hidden },
    from: iso(from),
    to: iso(to),
    now: iso(now),
    year: { from: iso(year.from), to: iso(year.to) },
  };
}

/** The same day of a later month in UTC; its last day where it has no such day (29 February). */
export function monthsLater(from: number, months: number): number {
  const date = new Date(from);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return date.getTime();
}

function partOf(year: { from: number; to: number }, months: TimelineMonths, around: number | undefined) {
  if (months === 12) return year;
  if (around === undefined) return { from: year.from, to: monthsLater(year.from, months) };
  const length = monthsLater(year.from, months) - year.from;
  const wanted = Math.floor((around - length / 2) / dayMs) * dayMs;
  const from = Math.min(Math.max(wanted, year.from), year.to - length);
  return { from, to: from + length };
}

function* endsOf({ certificates, authorities }: TimelineFacts, now: number): Generator<End> {
  for (const { id, fingerprint, name, notBefore, notAfter } of authorities) {
    // Without a fingerprint nothing of it could be read, and its dates mean nothing.
    if (fingerprint === '') continue;
    const at = Date.parse(notAfter);
    yield { kind: 'authority', id, name, at, status: expiryStatus(Date.parse(notBefore), at, now) };
  }
  for (const { id, names, commonName, notAfter, status, replacedBy } of certificates) {
    if (replacedBy !== undefined || standingOf(status) === 'retired') continue;
    yield { kind: 'certificate', id, name: names[0]?.display ?? commonName, at: Date.parse(notAfter), status };
  }
}

type Unplaced = TimelineMark extends infer M ? (M extends unknown ? Omit<M, 'slot' | 'lane'> : never) : never;

/** An authority has a mark of its own as long as there is room; certificates are put together when there is none. */
function marksOf(ends: End[]): Unplaced[] {
  ends.sort((one, other) => one.at - other.at);
  if (ends.length <= lanes) return ends.map(single);
  const authorities = ends.filter(({ kind }) => kind === 'authority');
  if (authorities.length > lanes - clusterLanes) return [cluster(ends)];
  return [cluster(ends.filter(({ kind }) => kind === 'certificate')), ...authorities.map(single)];
}

function single({ kind, id, name, at, status }: End): Unplaced {
  const facts = { id, name, at: iso(at), status };
  return kind === 'authority' ? { kind, ...facts } : { kind, ...facts };
}

function cluster(ends: readonly End[]): Unplaced {
  let worst: CertificateStatus = 'healthy';
  for (const { status } of ends) if ((severity[status] ?? 0) > (severity[worst] ?? 0)) worst = status;
  return {
    kind: 'cluster',
    at: iso(ends[0]?.at ?? 0),
    until: iso(ends.at(-1)?.at ?? 0),
    count: ends.length,
    worst: ends.filter(({ status }) => status === worst).length,
    authorities: ends.filter(({ kind }) => kind === 'authority').length,
    status: worst,
  };
}

const iso = (at: number): string => new Date(at).toISOString();
