import { Radio } from '@mantine/core';
import layout from '../../ui/layout.module.css';

interface KeyChoiceProps {
  /** The key, or one of several, is with somebody else. */
  foreign: boolean;
  sameKey: boolean;
  onChange: (sameKey: boolean) => void;
}

/** A new key, or the one there is. */
export function KeyChoice({ foreign, sameKey, onChange }: KeyChoiceProps) {
  if (foreign) {
    return (
      <p className={layout.mute}>
        The key was made elsewhere, so it stays the same. Give the new certificate to whoever holds it.
      </p>
    );
  }
  return (
    <Radio.Group label="Key" value={sameKey ? 'same' : 'new'} onChange={(value) => onChange(value === 'same')}>
      <div className={layout.stack}>
        <Radio
          value="new"
          mt={8}
          label="Make a new key"
          description="If somebody got hold of the old key, it is of no use with the new certificate."
        />
        <Radio
          value="same"
          label="Keep the key"
          description="For a server or a client that knows this one key by its fingerprint."
        />
      </div>
    </Radio.Group>
  );
}
