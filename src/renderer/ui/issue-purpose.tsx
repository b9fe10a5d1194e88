import { SegmentedControl } from '@mantine/core';
import { useId } from 'react';
import type { Purpose } from '../../ipc/schemas';
import { purposeNames } from '../text/key-types';
import layout from './layout.module.css';

/** "Both" is clear between its neighbours, and four choices fit side by side at 200%. */
const choices = Object.entries(purposeNames).map(([value, { label }]) => ({
  value,
  label: value === 'server-client' ? 'Both' : label,
}));

/** What a certificate is for. */
export function PurposeField({ purpose, onChange }: { purpose: Purpose; onChange: (purpose: Purpose) => void }) {
  const id = useId();
  return (
    <fieldset className={layout.fieldset}>
      <legend id={id}>Purpose</legend>
      <div>
        <SegmentedControl
          aria-labelledby={id}
          value={purpose}
          data={choices}
          onChange={(value) => onChange(value as Purpose)}
        />
      </div>
      <small>{purposeNames[purpose].explanation}</small>
    </fieldset>
  );
}
