import { Button, Radio } from '@mantine/core';
import type { Keep, KeychainReport } from '../../../ipc/schemas';
import layout from '../../ui/layout.module.css';
import { Note } from '../../ui/notes';
import styles from './setup.module.css';

interface KeepChoiceProps {
  keychain: KeychainReport;
  keep: Keep;
  onChange: (keep: Keep) => void;
  /** Looks at the keychain again. */
  onRetry: () => void;
}

/** Where the passphrase of the root key lives. */
export function KeepChoice({ keychain, keep, onChange, onRetry }: KeepChoiceProps) {
  const ready = keychain.state === 'ready';
  return (
    <section className={`${layout.card} ${layout.pad} ${layout.stack}`}>
      {ready ? null : (
        <Note tone="warn" message={keychain.message} hint={keychain.hint}>
          <Button size="xs" onClick={onRetry}>
            Look again
          </Button>
        </Note>
      )}
      <Radio.Group
        label="The passphrase of the root key"
        labelProps={{ className: styles.legend }}
        value={keep}
        onChange={(value) => onChange(value as Keep)}
      >
        <div className={styles.choices}>
          <Radio
            value="keychain"
            label="Keep it in the system keychain"
            description={
              ready
                ? 'Random, 32 bytes. You never type it; programs of other users cannot read it.'
                : 'Not possible at this moment; see above.'
            }
          />
          <Radio
            value="session"
            label="I will type a passphrase"
            description="A small window asks for it when you press Set up, and again when the key is needed. It is stored nowhere."
          />
        </div>
      </Radio.Group>
    </section>
  );
}
