import { TextInput } from '@mantine/core';
import type { SubjectFields } from '../../ipc/schemas';
import styles from './issue.module.css';
import layout from './layout.module.css';

/** Lengths: RFC 5280 appendix A.1, as the contract has them. */
const fields: readonly { name: keyof SubjectFields; label: string; longest: number; example: string }[] = [
  { name: 'commonName', label: 'Common name (CN)', longest: 64, example: 'the first name' },
  { name: 'organization', label: 'Organisation (O)', longest: 64, example: '' },
  { name: 'organizationalUnit', label: 'Unit (OU)', longest: 64, example: '' },
  { name: 'locality', label: 'Locality (L)', longest: 128, example: '' },
  { name: 'state', label: 'State or province (ST)', longest: 128, example: '' },
  { name: 'country', label: 'Country (C)', longest: 2, example: 'two letters, e.g. DE' },
];

interface SubjectFieldsetProps {
  subject: SubjectFields;
  onChange: (subject: SubjectFields) => void;
  /** The field that was refused, as failures name it: "subject.country". */
  wrongField?: string | undefined;
  /** An authority's: its common name is asked for by itself, as its name. */
  ofAuthority?: true;
}

/** The subject of a certificate, for software that still reads it. */
export function SubjectFieldset({ subject, onChange, wrongField, ofAuthority }: SubjectFieldsetProps) {
  const asked = ofAuthority ? fields.filter(({ name }) => name !== 'commonName') : fields;
  return (
    <fieldset className={layout.fieldset}>
      <legend>Subject</legend>
      <div className={styles.pairs}>
        {asked.map(({ name, label, longest, example }) => (
          <TextInput
            key={name}
            label={label}
            placeholder={example}
            value={subject[name] ?? ''}
            maxLength={longest}
            error={wrongField === `subject.${name}`}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => onChange({ ...subject, [name]: event.currentTarget.value })}
          />
        ))}
      </div>
      <small>
        {ofAuthority
          ? 'Shown in the details of certificates. Leave it empty unless a policy asks for it.'
          : 'Browsers look only at the names. Fill this in where a program or a policy asks for it.'}
      </small>
    </fieldset>
  );
}
