import type { NotRenewed, RenewalReport, RenewalTrouble, RenewalView } from '../../../ipc/renewal-schemas';
import { formatDay, relativeDate } from '../../text/dates';

const reasons: Record<NotRenewed, string> = {
  replaced: 'Renewed already.',
  revoked: 'It is revoked, so it is not renewed.',
  broken: 'One of its files is wrong, so it is not renewed by itself.',
  'no-authority': 'The authority that signed it is not on this machine, so it cannot be renewed.',
  'key-elsewhere': 'Its key is with somebody else: renew it when they ask for it.',
  'turned-off': 'It is renewed only by hand.',
  'long-expired': 'It expired long ago, so it is renewed only by hand.',
};

/** When it is renewed by itself, or why not. */
export function standingWords({ standing, trouble }: Pick<RenewalView, 'standing' | 'trouble'>): string {
  switch (standing.kind) {
    case 'due':
      return trouble === undefined
        ? `Due since ${formatDay(standing.since)}: it is renewed by itself while Sealwax runs.`
        : `Due since ${formatDay(standing.since)}.`;
    case 'later':
      return `Renewed by itself from ${formatDay(standing.from)}.`;
    case 'never':
      return reasons[standing.why];
  }
}

/** "Tried 3 times; again in 2 hours." `now` is milliseconds since 1970. */
export function troubleWords({ attempts, nextTry, code }: RenewalTrouble, now: number): string {
  const tried = attempts === 1 ? 'Tried once' : `Tried ${attempts} times`;
  if (code === 'passphrase-needed') return `${tried}; again as soon as the key can be opened.`;
  return Date.parse(nextTry) <= now ? `${tried}; again in a moment.` : `${tried}; again ${relativeDate(nextTry, now)}.`;
}

/** The headline over the results of many. */
export function reportWords({ renewed, failed, cancelled }: RenewalReport): string {
  const done = renewed === 1 ? '1 certificate was renewed' : `${renewed} certificates were renewed`;
  if (failed === 0) return `${done}.`;
  const rest = failed === 1 ? '1 was not' : `${failed} were not`;
  return cancelled ? `Stopped: ${done}, ${rest}.` : `${done}, ${rest}.`;
}
