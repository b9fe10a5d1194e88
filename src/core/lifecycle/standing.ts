import type { Certificate } from '../../ipc/schemas';
import { isReplaced } from './replaced';

/**
 * What a status means to whoever looks after certificates: "fine", "soon" (its end is near), "wrong" (nobody can use it), and
 * "retired": given up on purpose, so that its end is nobody's concern.
 */
export type Standing = 'fine' | 'soon' | 'wrong' | 'retired';

const standings = new Map<string, Standing>([
  ['healthy', 'fine'],
  ['not-yet-valid', 'fine'],
  ['expiring', 'soon'],
  ['expired', 'wrong'],
  ['broken', 'wrong'],
]);

/** The one place that judges a status. One that it does not name is one that a certificate was given by a person. */
export const standingOf = (status: string): Standing => standings.get(status) ?? 'retired';

/** True for what is to be renewed, repaired or removed. */
export const needsAttention = (each: Pick<Certificate, 'status' | 'replacedBy'>): boolean =>
  !isReplaced(each) && (standingOf(each.status) === 'soon' || standingOf(each.status) === 'wrong');

/** True for what will end and matters then. */
export const willEnd = (each: Pick<Certificate, 'status' | 'replacedBy'>): boolean =>
  !isReplaced(each) && standingOf(each.status) !== 'retired' && each.status !== 'expired' && each.status !== 'broken';
