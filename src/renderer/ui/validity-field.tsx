import { NumberInput, SegmentedControl } from '@mantine/core';
import { useId, useState } from 'react';
import { longestDays, validityPresets, validityReason } from '../text/validity';
import layout from './layout.module.css';
import { FieldMessage } from './notes';

interface ValidityFieldProps {
  label: string;
  days: number;
  /** Called with what was chosen or typed, right or wrong; NaN for an empty field. */
  onChange: (days: number) => void;
}

export const validDays = (days: number): boolean => Number.isInteger(days) && days >= 1 && days <= longestDays;

/** How long a certificate is valid: three usual lengths or a number, with the reason beside it. */
export function ValidityField({ label, days, onChange }: ValidityFieldProps) {
  const id = useId();
  const [other, setOther] = useState(() => !validityPresets.some((preset) => preset.days === days));
  return (
    <fieldset className={layout.fieldset}>
      <legend id={id}>{label}</legend>
      <div className={layout.row}>
        <SegmentedControl
          aria-labelledby={id}
          value={other ? 'other' : String(days)}
          data={[
            ...validityPresets.map((preset) => ({ value: String(preset.days), label: preset.label })),
            { value: 'other', label: 'Other' },
          ]}
          onChange={(value) => {
            setOther(value === 'other');
            if (value !== 'other') onChange(Number(value));
          }}
        />
        {other ? (
          <NumberInput
            aria-label="Days"
            w={110}
            value={Number.isNaN(days) ? '' : days}
            allowDecimal={false}
            allowNegative={false}
            suffix=" days"
            error={!validDays(days)}
            onChange={(value) => onChange(typeof value === 'number' ? value : Number.NaN)}
          />
        ) : null}
      </div>
      {validDays(days) ? <small>{validityReason(days)}</small> : <FieldMessage>{validityReason(days)}</FieldMessage>}
    </fieldset>
  );
}
