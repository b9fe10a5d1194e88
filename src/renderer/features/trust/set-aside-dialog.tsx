import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Authority } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { useAction } from '../../state/use-action';
import { ButtonsInOrder } from '../../ui/buttons-in-order';
import { Dialog } from '../../ui/dialog';
import { FailureNote } from '../../ui/notes';
import { useToasts } from '../../ui/toasts';
import { TypedName } from '../../ui/typed-name';

/**
 * Puts an authority out of the way, so that a new one can be made. Nothing is destroyed. The main process refuses while a
 * store still trusts the root; the dialog then says so and stays.
 */
export function SetAsideDialog({ authority, onClose }: { authority: Authority; onClose: () => void }) {
  const { api } = useClient();
  const { show } = useToasts();
  const [typed, setTyped] = useState('');
  const setAside = useAction(async () => {
    const { folder } = await api.authorities.setAside({ id: authority.id, typedName: typed.trim() });
    show(`Set aside. Its files are now in ${folder}.`);
    onClose();
  });
  return (
    <Dialog title={`Set aside ${authority.name}`} opened onClose={onClose} busy={setAside.busy}>
      <p>
        Its folder is moved, not deleted, and you can make a new root. Certificates of the old root stay as they are,
        but no more can be issued from it. Remove it from the trust stores first, if it is still there.
      </p>
      <TypedName name={authority.name} value={typed} onChange={setTyped} />
      {setAside.failure ? <FailureNote failure={setAside.failure} /> : null}
      <ButtonsInOrder
        affirmative={
          <Button
            variant="danger"
            loading={setAside.busy}
            disabled={typed.trim() !== authority.name}
            onClick={() => void setAside.run()}
          >
            Set aside
          </Button>
        }
        others={
          <Button onClick={onClose} disabled={setAside.busy}>
            Cancel
          </Button>
        }
      />
    </Dialog>
  );
}
