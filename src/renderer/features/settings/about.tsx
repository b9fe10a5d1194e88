import { Button } from '@mantine/core';
import { useClient } from '../../state/client-context';
import { useAction } from '../../state/use-action';
import { useQuery } from '../../state/use-query';
import { CopyValue } from '../../ui/copy';
import { Icon } from '../../ui/icons';
import layout from '../../ui/layout.module.css';
import { FailureNote, Note } from '../../ui/notes';
import styles from './settings.module.css';

/** Where the files lie, which versions run, and what the start-up had to say. */
export function About() {
  const { api } = useClient();
  const info = useQuery(() => api.app.info(), 'info');
  const openFolder = useAction(() => api.app.openDataFolder());
  if (info.failure) return <FailureNote failure={info.failure} onRetry={info.reload} />;
  if (!info.data) return null;
  return (
    <section className={`${layout.card} ${styles.groups}`} aria-label="About">
      <div className={layout.stack}>
        <strong>Data folder</strong>
        <CopyValue text={info.data.dataFolder} what="path of the data folder" />
        <div>
          <Button leftSection={<Icon name="folder" size={16} />} onClick={() => void openFolder.run()}>
            Open folder
          </Button>
        </div>
        {openFolder.failure ? <FailureNote failure={openFolder.failure} /> : null}
      </div>
      <div className={layout.stack}>
        <strong>Versions</strong>
        <p className={layout.mute}>
          Sealwax {info.data.version}, Electron {info.data.electron}, {info.data.platform}
          {info.data.sandboxed ? ', sandboxed' : ', without the sandbox'}
        </p>
      </div>
      {info.data.notices.length > 0 ? (
        <div className={layout.stack}>
          <strong>Notices</strong>
          {info.data.notices.map((notice) => (
            <Note key={notice} tone="warn" message={notice} />
          ))}
        </div>
      ) : null}
    </section>
  );
}
