import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Authority } from '../../ipc/schemas';
import { useClient } from '../state/client-context';
import { useAction } from '../state/use-action';
import { ButtonsInOrder } from './buttons-in-order';
import { FailureNote } from './notes';
import { useToasts } from './toasts';
import { TypedName } from './typed-name';

interface SetAsideFormProps {
  authority: Authority;
  onBusy: (busy: boolean) => void;
  onClose: () => void;
}

/**
 * Puts an authority out of the way. Nothing is destroyed. The main process refuses while a store still trusts the root, or
 * while an intermediate hangs below it; the form then says so and stays.
 */
export function SetAsideForm({ authority, onBusy, onClose }: SetAsideFormProps) {
  const { api } = useClient();
  const { show } = useToasts();
  const [typed, setTyped] = useState('');
  const setAside = useAction(async () => {
    onBusy(true);
    try {
      const { folder } = await api.authorities.setAside({ id: authority.id, typedName: typed.trim() });
      show(`Set aside. Its files are now in ${folder}.`);
      onClose();
    } finally {
      onBusy(false);
    }
  });
  return (
    <>
      <p>
        {authority.kind === 'root'
          ? 'Its folder is moved to the bin of the data folder, not deleted: move it back by hand to have it again. Certificates of it stay as they are, but no more can be issued from it. Remove it from the trust stores first, if it is still there.'
          : 'Its folder is moved to the bin of the data folder, not deleted: move it back by hand to have it again. Certificates of it stay as they are and are still trusted through the root, but no more can be issued from it.'}
      </p>
      <TypedName of="of the authority" name={authority.name} value={typed} onChange={setTyped} />
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
    </>
  );
}
