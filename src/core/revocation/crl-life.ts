import { dayMs } from '../pki/profile';
import type { RevocationRecord } from './revocation-record';

/** A list counts for this long; clients that look at one refuse every certificate once it is over. */
export const crlDays = 30;

/** The span of a list that is made now, in whole seconds. */
export function crlSpan(now: Date): { thisUpdate: Date; nextUpdate: Date } {
  const thisUpdate = new Date(Math.floor(now.getTime() / 1000) * 1000);
  return { thisUpdate, nextUpdate: new Date(thisUpdate.getTime() + crlDays * dayMs) };
}

/**
 * Whether another list has to be made: in the last third of its time; and when it begins in the future, since the clock was ahead
 * when it was made, and clients would refuse it until then.
 */
export function isCrlDue({ thisUpdate, nextUpdate }: { thisUpdate: string; nextUpdate: string }, now: Date): boolean {
  const [start, end] = [Date.parse(thisUpdate), Date.parse(nextUpdate)];
  return now.getTime() < start || now.getTime() >= end - (end - start) / 3;
}

/**
 * The number of the next list: the milliseconds since 1970, or one more than the last where that is not higher. By the clock, a list
 * that is made after an older backup came back is above those that were made before it, though the backup does not know them.
 */
export function nextCrlNumber(last: string, now: Date): bigint {
  const after = BigInt(last) + 1n;
  const clock = BigInt(Math.max(0, now.getTime()));
  return clock > after ? clock : after;
}

/** 15280, for RFC 5280: assigned to nobody, and below the ports that systems hand out by themselves. */
export const defaultCrlPort = 15_280;

/** Where the list of an authority is served, as certificates name it. */
export const crlUrlOf = (authorityId: string, port: number): string => `http://127.0.0.1:${port}/${authorityId}.crl`;

/** The address for new certificates of this authority; undefined while it is switched off. */
export const crlUrlFor = (record: RevocationRecord | undefined): string | undefined =>
  record?.servePort === undefined ? undefined : crlUrlOf(record.authorityId, record.servePort);
