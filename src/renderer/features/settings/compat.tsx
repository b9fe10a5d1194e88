import { Button } from '@mantine/core';
import { useState } from 'react';
import type { CompatAuthority } from '../../../ipc/authority-schemas';
import { useClient } from '../../state/client-context';
import { useAction } from '../../state/use-action';
import { useQuery } from '../../state/use-query';
import { formatDay } from '../../text/dates';
import { limitsSentence } from '../../text/limits';
import { Commands, CopyValue } from '../../ui/copy';
import { Dialog } from '../../ui/dialog';
import layout from '../../ui/layout.module.css';
import { FailureNote, Note } from '../../ui/notes';
import { useToasts } from '../../ui/toasts';
import { CompatForm } from './compat-form';
import styles from './settings.module.css';

/** The authority with a readable key, for the tools that cannot do without; off unless it is turned on here. */
export function Compat() {
  const { api } = useClient();
  const { show } = useToasts();
  const state = useQuery(() => api.compat.state(), 'compat');
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const turnOff = useAction(async () => {
    await api.compat.disable();
    show('The compatibility authority is deleted, with its key.');
    state.reload();
  });
  return (
    <section className={`${layout.card} ${styles.groups}`} aria-labelledby="compat">
      <div className={layout.stack}>
        <h2 id="compat">For tools that need a readable key</h2>
        <p className={layout.mute}>
          A few tools, such as ddev, copy mkcert's folder with its key and sign by themselves. For them there can be a
          separate authority, limited to the names they need; the keys of all others stay encrypted.
        </p>
        {state.failure ? <FailureNote failure={state.failure} onRetry={state.reload} /> : null}
        {state.data?.enabled ? <Enabled compat={state.data} /> : null}
        {turnOff.failure ? <FailureNote failure={turnOff.failure} /> : null}
        {state.data ? (
          <div>
            {state.data.enabled ? (
              <Button variant="danger" loading={turnOff.busy} onClick={() => void turnOff.run()}>
                Delete it
              </Button>
            ) : (
              <Button onClick={() => setAsking(true)}>Turn on…</Button>
            )}
          </div>
        ) : null}
      </div>
      <Dialog
        title="An authority with a readable key"
        opened={asking}
        onClose={() => setAsking(false)}
        busy={busy}
        size="wide"
      >
        <CompatForm
          onBusy={setBusy}
          onClose={() => setAsking(false)}
          onDone={() => {
            setAsking(false);
            show('The compatibility authority is made.');
            state.reload();
          }}
        />
      </Dialog>
    </section>
  );
}

function Enabled({ compat }: { compat: CompatAuthority }) {
  return (
    <>
      <Note
        tone="warn"
        message="It is on: its key is readable on the disk."
        hint={[
          ...(compat.limits ? [limitsSentence(compat.limits)] : []),
          ...(compat.notAfter ? [`Until ${formatDay(compat.notAfter)}.`] : []),
        ].join(' ')}
      />
      <CopyValue text={compat.folder} what="folder of the compatibility authority" />
      <p className={layout.mute}>Point the tool at this folder, and install it once where it must be trusted:</p>
      <Commands
        commands={[`export CAROOT='${compat.folder}'`, 'sealwax mkcert -install']}
        what="commands for the compatibility authority"
      />
    </>
  );
}
