import type { Certificate } from '../../ipc/schemas';

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
export const needsAttention = ({ status, replacedBy }: Pick<Certificate, 'status' | 'replacedBy'>): boolean =>
  replacedBy === undefined && (standingOf(status) === 'soon' || standingOf(status) === 'wrong');

/** True for what will end and matters then. */
export const willEnd = ({ status, replacedBy }: Pick<Certificate, 'status' | 'replacedBy'>): boolean =>
  replacedBy === undefined && standingOf(status) !== 'retired' && status !== 'expired' && status !== 'broken';
