import { Button } from '@mantine/core';
import { useState } from 'react';
import type { SigningRequest } from '../../../ipc/issue-schemas';
import { useClient } from '../../state/client-context';
import { useAction } from '../../state/use-action';
import { namesInBrief } from '../../text/names';
import { ButtonsInOrder } from '../../ui/buttons-in-order';
import { Dialog } from '../../ui/dialog';
import layout from '../../ui/layout.module.css';
import { FailureNote } from '../../ui/notes';
import { useToasts } from '../../ui/toasts';
import { TypedName } from '../../ui/typed-name';

interface DeleteRequestProps {
  /** Null while the dialog is closed. */
  request: SigningRequest | null;
  onClose: () => void;
}

/** A request goes with its key, and a certificate that comes later cannot be used then: so its name is typed first. */
export function DeleteRequest({ request, onClose }: DeleteRequestProps) {
  const [shown, setShown] = useState<SigningRequest | null>(null);
  if (request !== null && request !== shown) setShown(request);
  return (
    <Dialog title="Delete the signing request" opened={request !== null} onClose={onClose}>
      {shown ? <Confirm request={shown} onClose={onClose} /> : null}
    </Dialog>
  );
}

function Confirm({ request, onClose }: { request: SigningRequest; onClose: () => void }) {
  const { api } = useClient();
  const { show } = useToasts();
  const [typed, setTyped] = useState('');
  const name = namesInBrief(request.names).first || request.commonName;
  const remove = useAction(async () => {
    await api.requests.remove({ id: request.id });
    show(`Deleted the request for ${name}.`);
    onClose();
  });
  return (
    <form
      className={layout.stack}
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim() === name) void remove.run();
      }}
    >
      <p>
        Its private key goes with it. A certificate that is signed for this request later cannot be used without that
        key.
      </p>
      <TypedName first name={name} value={typed} onChange={setTyped} />
      {remove.failure ? <FailureNote failure={remove.failure} /> : null}
      <ButtonsInOrder
        affirmative={
          <Button type="submit" variant="danger" loading={remove.busy} disabled={typed.trim() !== name}>
            Delete
          </Button>
        }
        others={<Button onClick={onClose}>Keep it</Button>}
      />
    </form>
  );
}
