import { Button, Radio } from '@mantine/core';
import type { Keep, KeychainReport } from '../../ipc/schemas';
import { keeps, keepWords } from './keep';
import styles from './keep-choice.module.css';
import { Note } from './notes';

interface KeepChoiceProps {
  /** Undefined while it is being looked at. */
  keychain: KeychainReport | undefined;
  keep: Keep;
  onChange: (keep: Keep) => void;
  /** Looks at the keychain again. */
  onRetry: () => void;
  label?: string;
}

/** Where the passphrase of an authority's key lives, each way with what follows from it. */
export function KeepChoice({
  keychain,
  keep,
  onChange,
  onRetry,
  label = 'The passphrase of its key',
}: KeepChoiceProps) {
  const ready = keychain === undefined || keychain.state === 'ready';
  return (
    <>
      {ready ? null : (
        <Note tone="warn" message={keychain.message} hint={keychain.hint}>
          <Button size="xs" onClick={onRetry}>
            Look again
          </Button>
        </Note>
      )}
      <Radio.Group
        label={label}
        labelProps={{ className: styles.legend }}
        value={keep}
        onChange={(value) => onChange(value as Keep)}
      >
        <div className={styles.choices}>
          {keeps.map((each) => (
            <Radio
              key={each}
              value={each}
              label={keepWords[each].label}
              description={
                each === 'keychain' && !ready ? 'Not possible at this moment; see above.' : keepWords[each].means
              }
            />
          ))}
        </div>
      </Radio.Group>
    </>
  );
}
