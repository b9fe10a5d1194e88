import type { Finding, Seen, Watched, WatchedState, WatchedSummary } from '../../ipc/watched-schemas';
import { expiryStatus } from '../lifecycle/expiry';
import { dayMs } from '../pki/profile';
import type { SeenCertificate, WatchedItem } from './watched-types';

/** The worst first. */
const order: readonly WatchedState[] = [
  'unreachable',
  'expired',
  'not-yet-valid',
  'attention',
  'expiring',
  'unchecked',
  'healthy',
];

const worst = (states: readonly WatchedState[]): WatchedState =>
  order.find((state) => states.includes(state)) ?? 'healthy';

/** States that need nobody; scripts and the summary go by the same. */
export const isWell = (state: WatchedState): boolean => state === 'healthy';

/** An item as it stands at that moment: what was read last, with what the time makes of it. `days`: see `seenAt`. */
export function watchedAt(item: WatchedItem, now: Date, days?: number): Watched {
  const { reading, id, kind, target, tool, addedAt } = item;
  const seen = (reading?.seen ?? []).map((each) => seenAt(each, now, days));
  const findings = reading?.findings ?? [];
  const ends = seen.map(({ notAfter }) => notAfter).sort();
  return {
    id,
    kind,
    target,
    name: nameOf(item),
    ...(tool === undefined ? {} : { tool }),
    addedAt,
    state: stateOf(item, seen),
    ...(reading === undefined ? {} : { checkedAt: reading.at }),
    ...(ends[0] === undefined ? {} : { notAfter: ends[0] }),
    findings,
    seen,
  };
}

function stateOf({ reading }: WatchedItem, seen: readonly Seen[]): WatchedState {
  if (reading === undefined) return 'unchecked';
  // A place with a fault of its own shows nothing of today.
  if (reading.findings.some(({ severity }) => severity === 'bad')) return 'unreachable';
  const own: WatchedState[] = reading.findings.some(({ severity }) => severity === 'warn') ? ['attention'] : [];
  return worst([...own, ...seen.map(({ state }) => state)]);
}

/** The last two parts of a path tell most; a host is its own name. */
function nameOf({ kind, target }: WatchedItem): string {
  if (kind === 'host') return target;
  return (
    target
      .split(/[\\/]/)
      .filter((part) => part !== '')
      .slice(-2)
      .join('/') || target
  );
}

/** A certificate as it stands. `days`: it counts as expiring so many days before its end, instead of by the usual rule. */
export function seenAt(seen: SeenCertificate, now: Date, days?: number): Seen {
  const { before, ...facts } = seen;
  const at = now.getTime();
  const [from, to] = [Date.parse(seen.notBefore), Date.parse(seen.notAfter)];
  const usual = expiryStatus(from, to, at);
  const soon = days !== undefined && to - at <= days * dayMs;
  const status =
    days === undefined || (usual !== 'healthy' && usual !== 'expiring') ? usual : soon ? 'expiring' : 'healthy';
  const findings = [
    ...timeFindings(seen, status, at),
    ...seen.findings,
    ...(before === undefined ? [] : [changed(before)]),
  ];
  const lasting = seen.findings.some(({ severity }) => severity !== 'info');
  return {
    ...facts,
    ...{ certificateId: facts.certificateId, keyFile: facts.keyFile },
    state: worst([status, ...(lasting ? (['attention'] as const) : [])]),
    findings,
  };
}

const day = (instant: string) => instant.slice(0, 10);

function timeFindings({ notBefore, notAfter }: SeenCertificate, status: WatchedState, now: number): Finding[] {
  const hint = 'Renew it, and give the new one to whoever uses it.';
  if (status === 'expired')
    return [{ code: 'expired', severity: 'bad', message: `It expired on ${day(notAfter)}.`, hint }];
  if (status === 'not-yet-valid') {
    const wait = 'Check the clock of this machine, or wait.';
    return [
      { code: 'not-yet-valid', severity: 'bad', message: `It is not valid before ${day(notBefore)}.`, hint: wait },
    ];
  }
  if (status !== 'expiring') return [];
  const left = Math.max(0, Math.floor((Date.parse(notAfter) - now) / dayMs));
  const when = left === 0 ? 'within a day' : left === 1 ? 'in 1 day' : `in ${left} days`;
  return [{ code: 'expiring', severity: 'warn', message: `It expires ${when}, on ${day(notAfter)}.`, hint }];
}

function changed({ notAfter, changedAt, fingerprint }: NonNullable<SeenCertificate['before']>): Finding {
  const message = `It changed: on ${day(changedAt)} another certificate was seen than before (${fingerprint.slice(0, 16)}, until ${day(notAfter)}).`;
  return { code: 'changed', severity: 'info', message };
}

/** How many ends the summary names. */
const nextCount = 10;

/** What the overview says of them. A pure function of the list. */
export function summaryOf(items: readonly Watched[]): WatchedSummary {
  const counts = { healthy: 0, expiring: 0, expired: 0, broken: 0 };
  for (const { state } of items) {
    if (state === 'healthy' || state === 'expiring' || state === 'expired') counts[state] += 1;
    else if (state !== 'unchecked') counts.broken += 1;
  }
  const next = items
    .flatMap(({ id, name, kind, seen }) =>
      seen.map(({ label, commonName, notBefore, notAfter, state, origin }) => ({
        id,
        name: kind === 'folder' ? `${name}/${label}` : name,
        ...{ commonName, notBefore, notAfter, state, origin },
      })),
    )
    .sort((one, other) => one.notAfter.localeCompare(other.notAfter))
    .slice(0, nextCount);
  return { ...counts, next };
}
