import { TextInput } from '@mantine/core';
import type { SubjectFields } from '../../../ipc/schemas';
import layout from '../../ui/layout.module.css';
import styles from './authorities.module.css';

/** Lengths: RFC 5280 appendix A.1, as the contract has them. The common name is the name of the authority. */
const fields: readonly { name: keyof SubjectFields; label: string; longest: number; example?: string }[] = [
  { name: 'organization', label: 'Organisation (O)', longest: 64 },
  { name: 'organizationalUnit', label: 'Unit (OU)', longest: 64 },
  { name: 'locality', label: 'Locality (L)', longest: 128 },
  { name: 'state', label: 'State or province (ST)', longest: 128 },
  { name: 'country', label: 'Country (C)', longest: 2, example: 'two letters, e.g. DE' },
];

interface AuthoritySubjectProps {
  subject: SubjectFields;
  onChange: (subject: SubjectFields) => void;
  /** The field that was refused, as failures name it: "subject.country". */
  wrongField: string | undefined;
}

export function AuthoritySubject({ subject, onChange, wrongField }: AuthoritySubjectProps) {
  return (
    <fieldset className={layout.fieldset}>
      <legend>Subject</legend>
      <div className={styles.pairs}>
        {fields.map(({ name, label, longest, example }) => (
          <TextInput
            key={name}
            label={label}
            placeholder={example ?? ''}
            value={subject[name] ?? ''}
            maxLength={longest}
            error={wrongField === `subject.${name}`}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => onChange({ ...subject, [name]: event.currentTarget.value })}
          />
        ))}
      </div>
      <small>Shown in the details of certificates. Leave it empty unless a policy asks for it.</small>
    </fieldset>
  );
}
