import { NativeSelect, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Purpose, Validity } from '../../ipc/schemas';
import { useValidityPreview } from '../state/use-validity-preview';
import { formatDay, formatFull } from '../text/dates';
import { endOfDay, issuePresets, validityWords } from '../text/validity';
import { Icon } from './icons';
import styles from './issue.module.css';
import layout from './layout.module.css';
import { FieldMessage } from './notes';

interface IssueValidityProps {
  validity: Validity | undefined;
  onChange: (validity: Validity | undefined) => void;
  purpose: Purpose;
  authorityId?: string | undefined;
}

const sameAs = (validity: Validity) => (preset: { validity: Validity }) =>
  validityWords(preset.validity) === validityWords(validity);

/** How long: a usual length or a day, with what comes of it and who would refuse it. */
export function IssueValidity({ validity, onChange, purpose, authorityId }: IssueValidityProps) {
  // The length from the settings may be none of the usual ones; it stays on offer.
  const [presets] = useState(() =>
    validity === undefined || validity.kind === 'until' || issuePresets.some(sameAs(validity))
      ? issuePresets
      : [...issuePresets, { label: `${validityWords(validity)}, as in the settings`, validity }],
  );
  const [day, setDay] = useState<string>();
  const chosen = day === undefined && validity ? presets.findIndex(sameAs(validity)) : -1;
  const { preview, failure } = useValidityPreview({ authorityId, purpose, validity });
  const notes = useRef<HTMLDivElement>(null);
  const warned = preview !== undefined && preview.notes.length > 0;
  // In a long dialog the warning would begin below the edge, where nobody looks for it.
  useEffect(() => {
    if (warned) notes.current?.scrollIntoView({ block: 'nearest' });
  }, [warned]);
  return (
    <div className={layout.stack}>
      <div className={styles.pairs}>
        <NativeSelect
          label="Valid for"
          value={chosen < 0 ? 'date' : String(chosen)}
          data={[
            ...presets.map(({ label }, index) => ({ value: String(index), label })),
            { value: 'date', label: 'Until a day of your choice' },
          ]}
          onChange={(event) => {
            const preset = presets[Number(event.currentTarget.value)];
            setDay(preset ? undefined : '');
            onChange(preset?.validity);
          }}
        />
        {day === undefined ? null : (
          <TextInput
            type="date"
            label="Last day"
            value={day}
            onChange={(event) => {
              setDay(event.currentTarget.value);
              onChange(endOfDay(event.currentTarget.value));
            }}
          />
        )}
      </div>
      <div ref={notes} className={styles.notes} aria-live="polite">
        {failure ? <FieldMessage>{[failure.message, failure.hint].filter(Boolean).join(' ')}</FieldMessage> : null}
        {preview ? (
          <small title={formatFull(preview.notAfter)}>
            Ends on {formatDay(preview.notAfter)}
            {preview.shortened ? ', cut to the end of the authority that signs it' : ''}.
          </small>
        ) : null}
        {preview?.notes.map((note) => (
          <p key={note} className={styles.warning}>
            <Icon name="warning" size={15} />
            <span>{note}</span>
          </p>
        ))}
      </div>
    </div>
  );
}
