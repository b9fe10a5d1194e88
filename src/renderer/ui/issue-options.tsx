import { NativeSelect } from '@mantine/core';
import type { Authority, KeyType } from '../../ipc/schemas';
import { keyTypeNames } from '../text/key-types';
import styles from './issue.module.css';
import type { IssueDraft } from './issue-draft';
import { SubjectFieldset } from './issue-subject';
import { IssueValidity } from './issue-validity';
import layout from './layout.module.css';

const keyTypes = Object.entries(keyTypeNames).map(([value, label]) => ({ value, label }));

interface KeyFieldProps {
  keyType: KeyType;
  onChange: (keyType: KeyType) => void;
}

export function KeyField({ keyType, onChange }: KeyFieldProps) {
  return (
    <NativeSelect
      label="Key"
      description="RSA only for software that asks for it."
      value={keyType}
      data={keyTypes}
      onChange={(event) => onChange(event.currentTarget.value as KeyType)}
    />
  );
}

interface AuthorityFieldProps {
  authorities: readonly Authority[];
  authorityId: string | undefined;
  onChange: (authorityId: string) => void;
}

/** Who signs; nothing at all while there is no choice. */
export function AuthorityField({ authorities, authorityId, onChange }: AuthorityFieldProps) {
  if (authorities.length < 2) return null;
  return (
    <NativeSelect
      label="Signed by"
      description="Names must lie inside its limits."
      value={authorityId ?? authorities[0]?.id ?? ''}
      data={authorities.map(({ id, name, isDefault }) => ({
        value: id,
        label: isDefault ? `${name} (default)` : name,
      }))}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

interface MoreOptionsProps {
  draft: IssueDraft;
  onChange: (draft: IssueDraft) => void;
  authorities: readonly Authority[];
  /** The field that was refused, as failures name it. */
  wrongField?: string | undefined;
  /** A set of certificates has no common name of its own, and each keeps its own names. */
  withSubject?: boolean;
}

/** Everything but names and purpose. */
export function MoreOptions({ draft, onChange, authorities, wrongField, withSubject = true }: MoreOptionsProps) {
  return (
    <div className={layout.stack}>
      <div className={styles.pairs}>
        <AuthorityField
          authorities={authorities}
          authorityId={draft.authorityId}
          onChange={(authorityId) => onChange({ ...draft, authorityId })}
        />
        <KeyField keyType={draft.keyType} onChange={(keyType) => onChange({ ...draft, keyType })} />
      </div>
      <IssueValidity
        validity={draft.validity}
        onChange={(validity) => onChange({ ...draft, validity })}
        purpose={draft.purpose}
        authorityId={draft.authorityId}
      />
      {withSubject ? (
        <SubjectFieldset
          subject={draft.subject}
          onChange={(subject) => onChange({ ...draft, subject })}
          wrongField={wrongField}
        />
      ) : null}
    </div>
  );
}
