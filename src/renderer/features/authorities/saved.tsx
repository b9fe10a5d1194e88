import { Button } from '@mantine/core';
import type { Saved } from '../../../ipc/issue-schemas';
import { useClient } from '../../state/client-context';
import { useAction } from '../../state/use-action';
import { ButtonsInOrder } from '../../ui/buttons-in-order';
import layout from '../../ui/layout.module.css';
import { FailureNote } from '../../ui/notes';
import { Done } from './done';

/** What was written where the person pointed, and the way to it. */
export function SavedView({ saved, hint, onClose }: { saved: Saved; hint: string; onClose: () => void }) {
  const { api } = useClient();
  const showIt = useAction(() => api.files.showSaved({ token: saved.token }));
  return (
    <>
      <Done>
        <p>
          Saved <strong>{saved.files.join(', ')}</strong> in the folder <strong>{saved.folderName}</strong>.
        </p>
        <p className={layout.mute}>{hint}</p>
      </Done>
      {showIt.failure ? <FailureNote failure={showIt.failure} /> : null}
      <ButtonsInOrder
        affirmative={
          <Button variant="filled" onClick={onClose}>
            Done
          </Button>
        }
        others={<Button onClick={() => void showIt.run()}>Show in folder</Button>}
      />
    </>
  );
}
