import { Radio } from '@mantine/core';
import layout from '../../ui/layout.module.css';

interface KeyChoiceProps {
  /** The key, or one of several, is with somebody else. */
  foreign: boolean;
  /** Certificate and key are kept up to date in two files. */
  sideBySide?: boolean;
  /** It is about several. */
  many?: boolean;
  sameKey: boolean;
  onChange: (sameKey: boolean) => void;
}

/** A new key, or the one there is. */
export function KeyChoice({ foreign, sideBySide = false, many = false, sameKey, onChange }: KeyChoiceProps) {
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
          label={many ? 'Make new keys' : 'Make a new key'}
          description={`If somebody got hold of the old key, it is of no use with the new certificate.${many ? ' Where certificate and key are kept up to date in two files, the key stays.' : sideBySide ? ' A program that reads the two files while they are replaced may find the new one beside the old one.' : ''}`}
        />
        <Radio
          value="same"
          label="Keep the key"
          description={
            sideBySide
              ? 'Certificate and key are kept up to date in two files: with the same key they fit at every moment.'
              : 'For a server or a client that knows this one key by its fingerprint.'
          }
        />
      </div>
    </Radio.Group>
  );
}
