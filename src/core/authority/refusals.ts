import { AppError } from '../errors';
import type { InspectedAuthority } from './inspect';

type All = readonly InspectedAuthority[];

/** What an intermediate needs stays. Throws `not-allowed` with the names of those below. */
export function refuseParent(id: string, all: All): void {
  const below = all.filter(({ summary }) => summary.parentId === id);
  if (below.length === 0) return;
  throw new AppError('not-allowed', `It signed ${below.map(({ summary }) => summary.name).join(', ')}.`, {
    hint: 'Set the intermediates aside first.',
  });
}

/** Set-up makes the first root only; one that stands for mkcert does not count. Throws `already-exists`. */
export function refuseSecond(all: All): void {
  if (all.every(({ record }) => record?.caroot !== undefined)) return;
  throw new AppError('already-exists', 'This machine has a root certificate already.', {
    hint: 'Use it, or set it aside on the Trust page first.',
  });
}

/** One authority stands for a folder of mkcert's. Throws `already-exists`. */
export function refuseSecondOf(caroot: string, all: All): void {
  const found = all.find(({ record }) => record?.caroot === caroot);
  if (found === undefined) return;
  throw new AppError('already-exists', `${found.summary.name} stands for ${caroot} already.`, {
    hint: 'Use it, or set it aside first.',
  });
}

/** One root takes the place of another, so that a rollover that was begun twice goes on with the first. Throws `already-exists`. */
export function refuseSuccessor(id: string, all: All): void {
  const found = all.find(({ record }) => record?.replaces === id);
  if (found === undefined) return;
  throw new AppError('already-exists', `${found.summary.name} takes its place already.`, {
    hint: 'Go on with the rollover that was begun.',
  });
}
