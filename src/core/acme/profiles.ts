import type { Validity } from '../../ipc/schemas';
import { dayMs, hourMs } from '../pki/profile';
import { AcmeProblem } from './problem';

export interface AcmeProfile {
  name: string;
  /** For the directory and for lists (draft-aaron-acme-profiles section 3). */
  description: string;
  validity: Extract<Validity, { kind: 'days' | 'hours' }>;
}

/**
 * What a client may choose from. 90 days is what ACME clients are written for; 6 days is what Let's Encrypt calls shortlived, and
 * one hour lets a renewal be seen while one watches.
 */
export const profiles = [
  {
    name: 'default',
    description: '90 days: what clients expect of a public authority',
    validity: { kind: 'days', days: 90 },
  },
  { name: 'long', description: '397 days: for what nobody renews by itself', validity: { kind: 'days', days: 397 } },
  { name: 'shortlived', description: '6 days: to see renewal work', validity: { kind: 'days', days: 6 } },
  { name: 'hour', description: 'One hour: to watch renewal happen', validity: { kind: 'hours', hours: 1 } },
] as const satisfies readonly AcmeProfile[];

export const defaultProfile = 'default';

/** The profile of a new order. Throws `invalidProfile` for one that is not in the directory. */
export function profileOf(name: unknown): AcmeProfile {
  const found = profiles.find((each) => each.name === (name ?? defaultProfile));
  if (found !== undefined) return found;
  const offered = profiles.map((each) => each.name).join(', ');
  throw new AcmeProblem('invalidProfile', `There is no such profile here. Choose one of: ${offered}.`);
}

/** How long a profile's certificates are valid (milliseconds). */
export const lengthOf = ({ validity }: AcmeProfile): number =>
  validity.kind === 'days' ? validity.days * dayMs : validity.hours * hourMs;
