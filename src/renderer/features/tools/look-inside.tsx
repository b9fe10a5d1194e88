import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { useOpenedFile } from '../../state/opened-file';
import { Icon } from '../../ui/icons';
import layout from '../../ui/layout.module.css';
import { Loading } from '../../ui/loading';
import { FailureNote } from '../../ui/notes';
import { useToasts } from '../../ui/toasts';
import { Contents } from './contents';
import styles from './tools.module.css';

/** Anything that holds certificates, requests or keys, in full; looking imports nothing. */
export function LookInside() {
  const { view, busy, failure, chooseFile, paste } = useOpenedFile();
  const { say } = useToasts();
  const title = view?.title;
  useEffect(() => {
    if (title !== undefined) say(`Looking inside ${title}.`);
  }, [say, title]);
  const buttons = (
    <div className={layout.row}>
      <Button leftSection={<Icon name="copy" size={16} />} disabled={busy} onClick={() => void paste()}>
        Paste
      </Button>
      <Button leftSection={<Icon name="folder" size={16} />} disabled={busy} onClick={() => void chooseFile()}>
        Open…
      </Button>
    </div>
  );
  return (
    <>
      {failure ? <FailureNote failure={failure} /> : null}
      {view === null ? (
        <div className={styles.drop}>
          <Icon name="search" size={30} />
          <h2>Drop a file anywhere in this window</h2>
          <p className={layout.mute}>
            A certificate, a chain, a signing request, a key or a PKCS#12, as PEM or DER. You see everything that is in
            it. Nothing is imported.
          </p>
          {busy ? <Loading label="Reading" rows={1} /> : buttons}
        </div>
      ) : (
        <Contents view={view} buttons={buttons} />
      )}
    </>
  );
}
