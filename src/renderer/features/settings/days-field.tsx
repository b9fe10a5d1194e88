import { TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { parseDays, printDays } from '../../text/day-list';

interface DaysFieldProps {
  label: string;
  days: readonly number[];
  disabled: boolean;
  onChange: (days: number[]) => void;
}

/** A list of days, kept when the field is left or Enter is pressed. */
export function DaysField({ label, days, disabled, onChange }: DaysFieldProps) {
  const printed = printDays(days);
  const [text, setText] = useState(printed);
  useEffect(() => setText(printed), [printed]);
  const parsed = parseDays(text);
  const keep = () => {
    if (parsed === undefined) return;
    if (printDays(parsed) === printed) setText(printed);
    else onChange(parsed);
  };
  return (
    <TextInput
      label={label}
      description="Several with commas between them, up to ten."
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      maw={340}
      value={text}
      disabled={disabled}
      error={parsed === undefined ? 'Up to ten whole numbers from 1 to 3650, e.g. 30, 7, 1.' : undefined}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep();
        if (event.key === 'Escape') setText(printed);
      }}
    />
  );
}
