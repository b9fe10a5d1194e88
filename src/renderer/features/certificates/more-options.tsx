import { NativeSelect, SegmentedControl } from '@mantine/core';
import { useId } from 'react';
import type { KeyType, Purpose } from '../../../ipc/schemas';
import { keyTypeNames, purposeNames } from '../../text/key-types';
import layout from '../../ui/layout.module.css';
import { ValidityField } from '../../ui/validity-field';

export interface IssueOptions {
  purpose: Purpose;
  keyType: KeyType;
  validityDays: number;
}

export const defaultOptions = (validityDays: number): IssueOptions => ({
  purpose: 'server',
  keyType: 'ecdsa-p256',
  validityDays,
});

/** "For servers, ECDSA P-256, 397 days." */
export const summary = ({ purpose, keyType, validityDays }: IssueOptions): string =>
  `For ${purposeNames[purpose].phrase}, ${keyTypeNames[keyType]}, ${Number.isNaN(validityDays) ? '?' : validityDays} days.`;

interface MoreOptionsProps {
  options: IssueOptions;
  onChange: (options: IssueOptions) => void;
}

const keyTypes = Object.entries(keyTypeNames).map(([value, label]) => ({ value, label }));
const purposes = Object.entries(purposeNames).map(([value, { label }]) => ({ value, label }));

export function MoreOptions({ options, onChange }: MoreOptionsProps) {
  const id = useId();
  return (
    <>
      <div className={layout.stack}>
        <strong id={id}>Purpose</strong>
        <div>
          <SegmentedControl
            aria-labelledby={id}
            value={options.purpose}
            data={purposes}
            onChange={(value) => onChange({ ...options, purpose: value as Purpose })}
          />
        </div>
      </div>
      <NativeSelect
        label="Key"
        description="ECDSA P-256 works everywhere. Choose RSA only for software that asks for it."
        styles={{ wrapper: { width: '15rem' } }}
        value={options.keyType}
        data={keyTypes}
        onChange={(event) => onChange({ ...options, keyType: event.currentTarget.value as KeyType })}
      />
      <ValidityField
        label="Valid for"
        days={options.validityDays}
        onChange={(validityDays) => onChange({ ...options, validityDays })}
      />
    </>
  );
}
