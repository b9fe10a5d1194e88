import { Checkbox } from '@mantine/core';
import { useEffect, useState } from 'react';

interface SavedCheckboxProps {
  label: string;
  /** As it is saved. */
  checked: boolean;
  /** Saves it; false when that failed. */
  onSave: (checked: boolean) => Promise<boolean>;
}

/** A box that shows its tick at once, while it is being saved; one that could not be saved goes back. */
export function SavedCheckbox({ label, checked, onSave }: SavedCheckboxProps) {
  const [shown, setShown] = useState(checked);
  useEffect(() => setShown(checked), [checked]);
  return (
    <Checkbox
      label={label}
      checked={shown}
      onChange={(event) => {
        const wanted = event.currentTarget.checked;
        setShown(wanted);
        onSave(wanted).then(
          (saved) => {
            if (!saved) setShown(!wanted);
          },
          () => setShown(!wanted),
        );
      }}
    />
  );
}
