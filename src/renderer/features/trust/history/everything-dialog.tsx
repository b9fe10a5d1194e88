import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { RemovedEverything } from '../../../../ipc/trust-schemas';
import { useClient } from '../../../state/client-context';
import { useAction } from '../../../state/use-action';
import { useProgress } from '../../../state/use-progress';
import { useQuery } from '../../../state/use-query';
import { shortHex } from '../../../text/hex';
import { Commands, useCopy } from '../../../ui/copy';
import { Dialog } from '../../../ui/dialog';
import { DialogFoot } from '../../../ui/dialog-foot';
import { Icon } from '../../../ui/icons';
import layout from '../../../ui/layout.module.css';
import { Loading } from '../../../ui/loading';
import { FailureNote } from '../../../ui/notes';
import { Steps } from '../../../ui/results';
import styles from './history.module.css';

interface EverythingDialogProps {
  onClose: () => void;
  onDone: (removed: RemovedEverything) => void;
}

const tasks = ['remove'] as const;

/** What a scan finds of Sealwax's roots now, with the commands, before any of it is taken out. */
export function EverythingDialog({ onClose, onDone }: EverythingDialogProps) {
  const { api } = useClient();
  const copy = useCopy();
  const { steps, restart } = useProgress(tasks);
  const [sure, setSure] = useState(false);
  const census = useQuery(() => api.census.scan(), 'census of ours');
  const remove = useAction(async () => {
    restart();
    onDone(await api.trust.removeEverything());
  });
  const ours = (census.data?.roots ?? []).filter(({ tool, stores }) => tool === 'sealwax' && stores.length > 0);
  const commands = ours.flatMap(({ stores }) => stores.flatMap((store) => store.remove.commands));
  return (
    <Dialog title="Remove everything Sealwax ever installed" opened onClose={onClose} busy={remove.busy} size="wide">
      <p>
        Every root that Sealwax put into a store goes out of it, also those of authorities that are gone; then every
        store is scanned for what is left. Pages that use your certificates will show a warning. The authorities and
        certificates in the data folder stay.
      </p>
      {census.failure ? <FailureNote failure={census.failure} onRetry={census.reload} /> : null}
      {census.data === undefined && !census.failure ? <Loading label="Looking through every store" rows={3} /> : null}
      {census.data && ours.length === 0 ? (
        <p className={layout.mute}>
          A scan finds no root of Sealwax in a store that can be read. You can remove all the same: what the record
          names is tried.
        </p>
      ) : null}
      {ours.map((root) => (
        <section key={root.fingerprint256} className={styles.found} aria-label={root.name}>
          <h3>{root.name}</h3>
          <small className="mono">{shortHex(root.fingerprint256, 8)}</small>
          <ul>
            {root.stores.map((store) => (
              <li key={store.id}>
                <p>{store.label}</p>
                <Commands commands={store.remove.commands} what={`commands for ${store.label}`} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      {commands.length > 0 ? (
        <div className={styles.byHand}>
          <p className={layout.mute}>
            Where administrator rights are needed, the system asks once for all of them. Without such rights, copy the
            commands for someone who has them.
          </p>
          <Button
            size="xs"
            leftSection={<Icon name="copy" size={15} />}
            onClick={() => copy(commands.join('\n'), 'all commands')}
          >
            Copy all commands
          </Button>
        </div>
      ) : null}
      <Checkbox
        label="Take every root of Sealwax out of every store of this machine"
        checked={sure}
        disabled={remove.busy}
        onChange={(event) => setSure(event.currentTarget.checked)}
      />
      {remove.busy ? <Steps steps={steps} /> : null}
      <DialogFoot
        failure={remove.failure}
        affirmative={
          <Button variant="danger" disabled={!sure} loading={remove.busy} onClick={() => void remove.run()}>
            Remove everything
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
