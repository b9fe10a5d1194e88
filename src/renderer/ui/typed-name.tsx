import { TextInput } from '@mantine/core';

interface TypedNameProps {
  /** The name that must be typed to go on. */
  name: string;
  value: string;
  onChange: (value: string) => void;
}

/** The confirmation of what cannot be taken back with one key: the name is typed (or pasted) by hand. */
export function TypedName({ name, value, onChange }: TypedNameProps) {
  return (
    <TextInput
      label={`Type the name of the authority to go on: ${name}`}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      spellCheck={false}
      autoComplete="off"
    />
  );
}
