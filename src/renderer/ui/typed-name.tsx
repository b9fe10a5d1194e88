import { TextInput } from '@mantine/core';

interface TypedNameProps {
  /** The name that must be typed to go on. */
  name: string;
  /** Whose name it is, where that is not plain from the dialog. */
  of?: string;
  value: string;
  /** The first thing that the dialog asks for. */
  first?: true;
  onChange: (value: string) => void;
}

/** The confirmation of what cannot be taken back with one key: the name is typed (or pasted) by hand. */
export function TypedName({ name, of, value, first, onChange }: TypedNameProps) {
  return (
    <TextInput
      label={`Type the name${of === undefined ? '' : ` ${of}`} to go on: ${name}`}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      spellCheck={false}
      autoComplete="off"
      {...(first ? { 'data-autofocus': true } : {})}
    />
  );
}
