import type { CreateAuthority } from '../../../ipc/authority-schemas';
import type { Authority, Keep, KeychainReport, NameLimits, SubjectFields } from '../../../ipc/schemas';
import { intermediateLimitsDraft, type LimitsDraft, limitsOf, rootLimitsDraft } from '../../ui/limits-draft';

export type AuthorityKeyType = NonNullable<CreateAuthority['keyType']>;

/** What the person chose so far for a new authority. */
export interface AuthorityDraft extends LimitsDraft {
  name: string;
  subject: SubjectFields;
  keyType: AuthorityKeyType;
  /** Undefined while the field is empty. */
  years: number | undefined;
  keep: Keep;
}

export const longestYears = 30;
const usualYears = 10;
/** The longest name that fits a common name: 64 characters (RFC 5280, appendix A.1, ub-common-name). */
export const longestName = 64;

interface DraftFrom {
  suggestedName: string;
  limits: NameLimits;
  keychain: KeychainReport;
  taken: readonly string[];
  parent?: Authority | undefined;
}

export function draftFrom({ suggestedName, limits, keychain, taken, parent }: DraftFrom): AuthorityDraft {
  const base = parent ? suggestedName.replace('Development CA', 'Intermediate CA') : suggestedName;
  return {
    ...(parent ? intermediateLimitsDraft(parent.limits, limits) : rootLimitsDraft(limits)),
    name: freeName(base, taken),
    subject: {},
    keyType: 'ecdsa-p256',
    years: parent ? usualYears / 2 : usualYears,
    keep: keychain.state === 'ready' ? 'keychain' : 'session',
  };
}

/** The name itself, or with the first number that makes it another one: "Sealwax Development CA 2". */
export function freeName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  for (let number = 2; ; number += 1) {
    const suffix = ` ${number}`;
    const next = `${name.slice(0, longestName - suffix.length)}${suffix}`;
    if (!taken.includes(next)) return next;
  }
}

export function nameProblem(name: string): string | undefined {
  const { length } = name.trim();
  if (length === 0) return 'Give the authority a name, so that you find it in the lists of your browsers.';
  return length > longestName ? `Use at most ${longestName} characters; this name has ${length}.` : undefined;
}

export function yearsProblem(years: number | undefined): string | undefined {
  if (years !== undefined && Number.isInteger(years) && years >= 1 && years <= longestYears) return undefined;
  return `Type a whole number of years, from 1 to ${longestYears}.`;
}

/** The draft as the call takes it; empty subject fields are left out. */
export function requestOf(draft: AuthorityDraft, parentId: string | undefined): CreateAuthority {
  const filled = Object.entries(draft.subject).filter(([, text]) => text !== undefined && text.trim() !== '');
  return {
    name: draft.name.trim(),
    limits: limitsOf(draft),
    keyType: draft.keyType,
    keep: draft.keep,
    ...(draft.years === undefined ? {} : { years: draft.years }),
    ...(filled.length === 0 ? {} : { subject: Object.fromEntries(filled.map(([k, v]) => [k, String(v).trim()])) }),
    ...(parentId === undefined ? {} : { parentId }),
  };
}
