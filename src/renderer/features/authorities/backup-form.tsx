import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { Saved } from '../../../ipc/issue-schemas';
import type { Authority } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { ButtonsInOrder } from '../../ui/buttons-in-order';
import layout from '../../ui/layout.module.css';
import { FailureNote, FieldMessage } from '../../ui/notes';
import styles from './authorities.module.css';
import { type DialogBody, useDialogAction } from './dialog-body';
import { SavedView } from './saved';

interface BackupFormProps extends DialogBody {
  authorities: readonly Authority[];
  /** Only this one is ticked at first; all are without it. */
  id?: string | undefined;
}

/** Authorities with their keys, in one encrypted file. */
export function BackupForm({ authorities, id, onBusy, onClose }: BackupFormProps) {
  const { api } = useClient();
  const [ids, setIds] = useState<readonly string[]>(() =>
    id === undefined ? authorities.map((each) => each.id) : [id],
  );
  const [tried, setTried] = useState(false);
  const [saved, setSaved] = useState<Saved>();
  const backUp = useDialogAction(onBusy, async () => {
    setTried(true);
    if (ids.length === 0) return;
    const written = await api.authorities.backup({ ids: [...ids] });
    if (written.outcome === 'saved') setSaved(written);
  });
  if (saved) {
    return (
      <SavedView
        saved={saved}
        hint="Keep the file and its passphrase in different places. On another machine, Restore brings everything back."
        onClose={onClose}
      />
    );
  }
  return (
    <div className={layout.stack}>
      <p className={layout.mute}>
        One encrypted file with the certificates, the keys and the settings of these authorities. You choose where it
        goes, then a passphrase of at least 15 characters; nobody can open it without.
      </p>
      <fieldset className={layout.fieldset}>
        <legend>Authorities</legend>
        <div className={styles.options}>
          {authorities.map((each) => (
            <Checkbox
              key={each.id}
              label={each.name}
              description={each.kind === 'root' ? 'Root' : 'Intermediate'}
              checked={ids.includes(each.id)}
              onChange={(event) => {
                const on = event.currentTarget.checked;
                setIds(on ? [...ids, each.id] : ids.filter((known) => known !== each.id));
              }}
            />
          ))}
        </div>
        {tried && ids.length === 0 ? <FieldMessage>Tick at least one.</FieldMessage> : null}
      </fieldset>
      <small>The issued certificates are not part of it: issue them again from the restored authority.</small>
      {backUp.failure ? <FailureNote failure={backUp.failure} /> : null}
      <ButtonsInOrder
        affirmative={
          <Button variant="filled" loading={backUp.busy} onClick={() => void backUp.run()}>
            Save the backup…
          </Button>
        }
        others={
          <Button onClick={onClose} disabled={backUp.busy}>
            Cancel
          </Button>
        }
      />
    </div>
  );
}
