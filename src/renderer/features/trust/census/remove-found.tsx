import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { Outcome } from '../../../../ipc/schemas';
import type { ForeignRoot } from '../../../../ipc/trust-schemas';
import { useClient } from '../../../state/client-context';
import { useAction } from '../../../state/use-action';
import { useProgress } from '../../../state/use-progress';
import { colonHex } from '../../../text/hex';
import { Commands, CopyValue } from '../../../ui/copy';
import { Dialog } from '../../../ui/dialog';
import { DialogFoot } from '../../../ui/dialog-foot';
import layout from '../../../ui/layout.module.css';
import { Note } from '../../../ui/notes';
import { Steps } from '../../../ui/results';
import styles from './census.module.css';
import { isOurs } from './finds';

interface RemoveFoundProps {
  root: ForeignRoot;
  onClose: () => void;
  onDone: (outcomes: Outcome[]) => void;
}

const tasks = ['remove'] as const;

/** Exactly this certificate, by its fingerprint, out of the ticked stores; the commands are read before anything is asked. */
export function RemoveFound({ root, onClose, onDone }: RemoveFoundProps) {
  const { api } = useClient();
  const { steps, restart } = useProgress(tasks);
  const [off, setOff] = useState<ReadonlySet<string>>(new Set());
  const wanted = root.stores.filter(({ id }) => !off.has(id));
  const remove = useAction(async () => {
    restart();
    onDone(await api.census.remove({ fingerprint256: root.fingerprint256, stores: wanted.map(({ id }) => id) }));
  });
  const commands = wanted.flatMap((store) => store.remove.commands);
  return (
    <Dialog title="Remove from the stores" opened onClose={onClose} busy={remove.busy} size="wide">
      <div>
        <p className={styles.subject} dir="auto">
          <strong>{root.name}</strong>
        </p>
        <p className={layout.mute}>of {root.toolLabel}, found by its SHA-256 fingerprint and by nothing else:</p>
        <CopyValue text={colonHex(root.fingerprint256)} what="fingerprint" />
      </div>
      {isOurs(root) ? (
        <Note
          tone="warn"
          message="This is an authority of yours."
          hint="Pages with its certificates will show a warning. You can install it again under Places."
        />
      ) : (
        <p>
          Pages that use certificates of this authority will show a warning from then on. Its files stay where they are,
          so {root.tool === 'unknown' ? 'whoever made it' : root.toolLabel} can install it again.
        </p>
      )}
      <ul className={styles.chosen}>
        {root.stores.map((store) => (
          <li key={store.id}>
            <Checkbox
              label={store.label}
              checked={!off.has(store.id)}
              disabled={remove.busy}
              onChange={(event) => {
                const next = new Set(off);
                if (event.currentTarget.checked) next.delete(store.id);
                else next.add(store.id);
                setOff(next);
              }}
            />
            <div className={styles.chosenText}>
              <p className={layout.mute}>{store.remove.description}</p>
              <Commands commands={store.remove.commands} what={`commands for ${store.label}`} />
            </div>
          </li>
        ))}
      </ul>
      {commands.some((command) => /\b(sudo|pkexec)\b/.test(command)) ? (
        <p className={layout.mute}>
          Where administrator rights are needed, the system asks for your password once. Cancel is an answer: then that
          store stays as it is. Without such rights, copy the commands for someone who has them.
        </p>
      ) : null}
      {remove.busy ? <Steps steps={steps} /> : null}
      <DialogFoot
        failure={remove.failure}
        affirmative={
          <Button
            variant="danger"
            loading={remove.busy}
            disabled={wanted.length === 0}
            onClick={() => void remove.run()}
          >
            {wanted.length === 1 ? 'Remove from 1 store' : `Remove from ${wanted.length} stores`}
          </Button>
        }
        others={
          <Button disabled={remove.busy} onClick={onClose}>
            Cancel
          </Button>
        }
      />
    </Dialog>
  );
}
