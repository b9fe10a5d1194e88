import type { Authority, Certificate } from '../../ipc/schemas';
import { expiryStatus } from '../lifecycle/expiry';
import { type Subject, subjectsOf } from './subjects';
import { nameOf, shortened, whenOf } from './words';

/** The worst of all: something has expired; something needs attention; neither. */
export type WorstState = 'ok' | 'attention' | 'expired';

export interface TrayView {
  state: WorstState;
  tooltip: string;
  /** What ends next, the soonest first; three at the most. */
  next: { subject: Subject; label: string }[];
}

/** A menu is read at a glance. */
const nextCount = 3;

export interface TrayFacts {
  certificates: readonly Certificate[];
  authorities: readonly Authority[];
  isWithdrawn?: (certificate: Certificate) => boolean;
  /** Milliseconds since 1970. */
  now: number;
}

/** What the tray shows: its state, its words and the first lines of its menu. */
export function trayView({ certificates, authorities, isWithdrawn, now }: TrayFacts): TrayView {
  const subjects = subjectsOf({ certificates, authorities, ...(isWithdrawn === undefined ? {} : { isWithdrawn }) });
  const statuses = subjects.map((subject) => expiryStatus(subject.notBefore, subject.notAfter, now));
  const expired = statuses.filter((status) => status === 'expired').length;
  const expiring = statuses.filter((status) => status === 'expiring').length;
  const broken =
    certificates.filter(({ status }) => status === 'broken').length +
    authorities.filter(({ problems }) => problems.length > 0).length;
  return {
    state: expired > 0 ? 'expired' : expiring + broken > 0 ? 'attention' : 'ok',
    tooltip: `Sealwax: ${sentenceOf({ expired, expiring, broken }, subjects[0], now)}`,
    next: subjects
      .slice(0, nextCount)
      .map((subject) => ({ subject, label: `${shortened(subject.name)} ${whenOf(subject, now)}` })),
  };
}

interface Counts {
  expired: number;
  expiring: number;
  broken: number;
}

function sentenceOf({ expired, expiring, broken }: Counts, first: Subject | undefined, now: number): string {
  if (first === undefined && broken === 0) return 'no certificates yet.';
  const parts = [
    expired === 0 ? '' : `${expired} expired`,
    expiring === 0 ? '' : `${expiring} ${expiring === 1 ? 'expires' : 'expire'} soon`,
    broken === 0 ? '' : `${broken} ${broken === 1 ? 'needs' : 'need'} attention`,
  ].filter((part) => part !== '');
  if (parts.length > 0) return `${parts.join(', ')}.`;
  return first === undefined ? 'all is well.' : `all is well. Next, ${nameOf(first)} ${whenOf(first, now)}.`;
}
