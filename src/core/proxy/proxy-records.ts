import { networkInterfaces } from 'node:os';
import type { ProxyProblem } from '../../ipc/proxy-schemas';
import { AppError, type ErrorCode } from '../errors';
import type { Journal } from '../journal';
import type { ProxyRecord } from './proxy-store';

/** Throws the first, if there is one. */
export function refuse([first]: readonly ProxyProblem[]): void {
  if (first === undefined) return;
  throw new AppError(first.code as ErrorCode, first.message, {
    ...(first.hint === undefined ? {} : { hint: first.hint }),
    ...(first.field === undefined ? {} : { field: first.field }),
  });
}

/** This machine's addresses, without zones. */
export const ownAddresses = () =>
  Object.values(networkInterfaces()).flatMap((each) => (each ?? []).map(({ address }) => address.replace(/%.*$/, '')));

/** One by its id. Throws `not-found`. */
export function found<T extends { id: string }>(all: readonly T[], id: string): T {
  const one = all.find((each) => each.id === id);
  if (one !== undefined) return one;
  throw new AppError('not-found', `There is no proxy ${id}.`, { hint: 'See them all: sealwax proxy list.' });
}

/** What the history says of one. */
export const noted = ({ address, port, names }: ProxyRecord) => ({
  address,
  port,
  names: names.map(({ name }) => name),
});

/** Whoever reads a key log reads everything, so its beginning and its end have lines of their own in the history. */
export async function noteKeyLog(journal: Pick<Journal, 'note'>, record: ProxyRecord, before: boolean): Promise<void> {
  const { id, options } = record;
  if (options.keyLog === before) return;
  if (options.keyLog) await journal.note('proxy.key-log-on', id, noted(record));
  else await journal.note('proxy.key-log-off', id, noted(record));
}
