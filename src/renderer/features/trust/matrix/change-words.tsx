import type { Cell } from '../../../../ipc/trust-schemas';
import { Commands } from '../../../ui/copy';
import { Icon } from '../../../ui/icons';
import styles from './panel.module.css';

interface ChangeWordsProps {
  change: NonNullable<Cell['install']>;
  privileged: boolean;
  /** The store's name, for the copy button. */
  label: string;
}

/** What a change does to a store, before it is made: the sentence, the prompt that will come, the commands. */
export function ChangeWords({ change, privileged, label }: ChangeWordsProps) {
  return (
    <>
      <p>{change.description}</p>
      {privileged ? (
        <p className={styles.privileged}>
          <Icon name="key" size={15} />
          Needs administrator rights: the system will ask for your password.
        </p>
      ) : null}
      <Commands commands={change.commands} what={`commands for ${label}`} />
    </>
  );
}
