import type { IssueOptions } from '../../ipc/issue-schemas';
import type { KeyType, Purpose, SubjectFields, Validity } from '../../ipc/schemas';
import { keyTypeNames, purposeNames } from '../text/key-types';
import { validityWords } from '../text/validity';

/** What a person chooses for a new certificate apart from its names. */
export interface IssueDraft {
  /** Absent for the default authority. */
  authorityId?: string | undefined;
  purpose: Purpose;
  keyType: KeyType;
  /** Undefined while a date is half typed. */
  validity: Validity | undefined;
  subject: SubjectFields;
}

export const draftFor = (validityDays: number): IssueDraft => ({
  purpose: 'server',
  keyType: 'ecdsa-p256',
  validity: { kind: 'days', days: validityDays },
  subject: {},
});

/** Only the fields of a subject that hold something; undefined when none does. */
export function filledSubject(subject: SubjectFields): SubjectFields | undefined {
  const filled = Object.entries(subject).filter(([, text]) => text !== undefined && text.trim() !== '');
  return filled.length > 0
    ? Object.fromEntries(filled.map(([field, text]) => [field, String(text).trim()]))
    : undefined;
}

/** The draft as the calls take it. */
export function optionsOf({ authorityId, purpose, keyType, validity, subject }: IssueDraft): IssueOptions {
  const filled = filledSubject(subject);
  return {
    ...(authorityId === undefined ? {} : { authorityId }),
    purpose,
    keyType,
    ...(validity === undefined ? {} : { validity }),
    ...(filled === undefined ? {} : { subject: filled }),
  };
}

/** "For servers, ECDSA P-256, 397 days, by Cluster CA." */
export function draftSummary({ purpose, keyType, validity }: IssueDraft, authority?: string): string {
  const parts = [
    `For ${purposeNames[purpose].phrase}`,
    keyTypeNames[keyType],
    validity === undefined ? 'no date yet' : validityWords(validity),
    ...(authority === undefined ? [] : [`by ${authority}`]),
  ];
  return `${parts.join(', ')}.`;
}
