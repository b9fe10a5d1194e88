import { Button } from '@mantine/core';
import { useEffect } from 'react';
import type { Saved } from '../../../ipc/issue-schemas';
import { useClient } from '../../state/client-context';
import { useAction } from '../../state/use-action';
import { ButtonsInOrder } from '../../ui/buttons-in-order';
import { Icon } from '../../ui/icons';
import layout from '../../ui/layout.module.css';
import { FailureNote } from '../../ui/notes';
import { useToasts } from '../../ui/toasts';
import styles from './export.module.css';

/** More files than this are counted, not listed. */
const filesShown = 12;

/** What was written, and the way to it. */
export function ExportResult({ saved, deployed, onClose }: { saved: Saved; deployed: boolean; onClose: () => void }) {
  const { api } = useClient();
  const { say } = useToasts();
  const showIt = useAction(() => api.files.showSaved({ token: saved.token }));
  const count = saved.files.length;
  const words = `${count} file${count === 1 ? '' : 's'} written to the folder ${saved.folderName}.`;
  useEffect(() => say(words), [say, words]);
  return (
    <div className={layout.stack}>
      <p>{words}</p>
      <ul className={styles.files}>
        {saved.files.slice(0, filesShown).map((file) => (
          <li key={file}>
            <Icon name="file" size={15} />
            <span className="mono">{file}</span>
          </li>
        ))}
        {count > filesShown ? <li>and {count - filesShown} more</li> : null}
      </ul>
      {deployed ? (
        <p className={layout.mute}>
          They are kept up to date. Under “Deployed to” of the certificate you can say what makes your server read them
          again.
        </p>
      ) : null}
      {showIt.failure ? <FailureNote failure={showIt.failure} /> : null}
      <ButtonsInOrder
        affirmative={
          <Button variant="filled" data-autofocus onClick={onClose}>
            Done
          </Button>
        }
        others={
          <Button leftSection={<Icon name="folder" size={16} />} onClick={() => void showIt.run()}>
            Show in folder
          </Button>
        }
      />
    </div>
  );
}
