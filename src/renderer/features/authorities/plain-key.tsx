import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Authority } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { ButtonsInOrder } from '../../ui/buttons-in-order';
import layout from '../../ui/layout.module.css';
import { FailureNote } from '../../ui/notes';
import { useToasts } from '../../ui/toasts';
import { type DialogBody, useDialogAction } from './dialog-body';

/** Deletes the unencrypted copy of the key that lay there when the authority was adopted. */
export function PlainKeyForm({ authority: first, onBusy, onClose }: DialogBody & { authority: Authority }) {
  // It may lie in several files: one after the other is shown and asked for.
  const [authority, setOwner] = useState(first);
  const { api } = useClient();
  const { show } = useToasts();
  const remove = useDialogAction(onBusy, async () => {
    const after = await api.authorities.deletePlainKey({ id: authority.id });
    show('The plain key is deleted.');
    if (after.plainKeyFile === undefined) onClose();
    else setOwner(after);
  });
  return (
    <div className={layout.stack}>
      <PlainKeyWords authority={authority} />
      {remove.failure && remove.failure.code !== 'cancelled' ? <FailureNote failure={remove.failure} /> : null}
      <ButtonsInOrder
        affirmative={
          <Button variant="danger" loading={remove.busy} onClick={() => void remove.run()}>
            Delete the file
          </Button>
        }
        others={
          <Button onClick={onClose} disabled={remove.busy}>
            Keep it for now
          </Button>
        }
      />
    </div>
  );
}

/** What the file is, what deleting it changes and what it does not. */
function PlainKeyWords({ authority }: { authority: Authority }) {
  return (
    <>
      <p>
        This file holds the key of {authority.name} without any encryption. Every program that runs as you can read it,
        and sign with it.
      </p>
      <p className={layout.path}>{authority.plainKeyFile}</p>
      {(authority.morePlainKeyFiles ?? []).length > 0 ? (
        <p className={layout.mute}>
          The same key lies in {authority.morePlainKeyFiles?.join(', ')} too; that is asked for next.
        </p>
      ) : null}
      <p>
        Sealwax keeps its own copy, encrypted, so certificates go on as before and what trusts the root goes on trusting
        it.
        {authority.origin === 'mkcert'
          ? ' mkcert itself cannot issue from this folder any more; use sealwax mkcert in its place. A program that needs the plain file, such as ddev, stops working.'
          : ' A program that reads this file stops working.'}
      </p>
      <p>The file cannot be brought back from Sealwax, and older copies (backups, synced folders) are not touched.</p>
    </>
  );
}
