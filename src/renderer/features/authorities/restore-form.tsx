import { Button } from '@mantine/core';
import { useState } from 'react';
import type { RestoreReport } from '../../../ipc/authority-schemas';
import type { Keep } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { useNavigation } from '../../state/navigation';
import { useQuery } from '../../state/use-query';
import { sentenceList } from '../../text/names';
import { ButtonsInOrder } from '../../ui/buttons-in-order';
import { KeepChoice } from '../../ui/keep-choice';
import layout from '../../ui/layout.module.css';
import { FailureNote } from '../../ui/notes';
import { type DialogBody, useDialogAction } from './dialog-body';
import { Done } from './done';

/** Brings authorities back from a file that `Back up` wrote, here or on another machine. */
export function RestoreForm({ onBusy, onClose }: DialogBody) {
  const { api } = useClient();
  const keychain = useQuery(() => api.keychain.report(), 'keychain');
  const [chosen, setChosen] = useState<Keep>();
  const [report, setReport] = useState<RestoreReport>();
  const usual: Keep = keychain.data && keychain.data.state !== 'ready' ? 'session' : 'keychain';
  const keep = chosen ?? usual;
  const restore = useDialogAction(onBusy, async () => {
    const read = await api.authorities.restore({ keep });
    if (read.outcome === 'restored') setReport(read);
  });
  if (report) return <Restored report={report} onClose={onClose} />;
  return (
    <div className={layout.stack}>
      <p className={layout.mute}>
        Choose a .sealwax-backup file, then type its passphrase. An authority that is here already is left as it is.
      </p>
      <KeepChoice
        label="From now on, the passphrase of its key"
        keychain={keychain.data}
        keep={keep}
        onChange={setChosen}
        onRetry={keychain.reload}
      />
      {keychain.failure ? <FailureNote failure={keychain.failure} onRetry={keychain.reload} /> : null}
      {restore.failure ? <FailureNote failure={restore.failure} /> : null}
      <ButtonsInOrder
        affirmative={
          <Button variant="filled" loading={restore.busy} onClick={() => void restore.run()}>
            Choose the backup…
          </Button>
        }
        others={
          <Button onClick={onClose} disabled={restore.busy}>
            Cancel
          </Button>
        }
      />
    </div>
  );
}

function Restored({ report: { restored, already }, onClose }: { report: RestoreReport; onClose: () => void }) {
  const { go } = useNavigation();
  const first = restored[0];
  return (
    <>
      <Done nothing={!first}>
        <p>
          {first
            ? `Restored: ${sentenceList(restored.map(({ name }) => name))}.`
            : 'Nothing was restored: every authority in the backup is here already.'}
        </p>
        {first && already.length > 0 ? (
          <p className={layout.mute}>Here already, and left as it was: {sentenceList(already)}.</p>
        ) : null}
        {first ? <p className={layout.mute}>On a machine that does not trust it yet, install it under Trust.</p> : null}
      </Done>
      <ButtonsInOrder
        affirmative={
          <Button variant="filled" onClick={onClose}>
            Done
          </Button>
        }
        others={
          first ? (
            <Button
              onClick={() => {
                onClose();
                go('trust', { kind: 'authority', id: first.id });
              }}
            >
              Go to Trust
            </Button>
          ) : null
        }
      />
    </>
  );
}
