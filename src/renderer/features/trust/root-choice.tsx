import { NativeSelect } from '@mantine/core';
import type { Authority } from '../../../ipc/schemas';
import styles from './trust.module.css';

interface RootChoiceProps {
  roots: readonly Authority[];
  chosen: string;
  disabled: boolean;
  onChoose: (id: string) => void;
}

/** Which root the part speaks of; nothing to choose while there is one. */
export function RootChoice({ roots, chosen, disabled, onChoose }: RootChoiceProps) {
  if (roots.length < 2) return null;
  return (
    <NativeSelect
      label="Root"
      className={styles.choice ?? ''}
      value={chosen}
      disabled={disabled}
      data={roots.map(({ id, name, isDefault }) => ({ value: id, label: isDefault ? `${name} (default)` : name }))}
      onChange={(event) => onChoose(event.currentTarget.value)}
    />
  );
}
