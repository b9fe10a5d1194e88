import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Deployment } from '../../../../ipc/deployment-schemas';
import { useClient } from '../../../state/client-context';
import { failureOf } from '../../../state/failure';
import { useAction } from '../../../state/use-action';
import { useNow } from '../../../state/use-now';
import { pastDate } from '../../../text/dates';
import { Icon } from '../../../ui/icons';
import layout from '../../../ui/layout.module.css';
import { FailureNote, Note } from '../../../ui/notes';
import { Tag } from '../../../ui/tag';
import { useToasts } from '../../../ui/toasts';
import { CardMenu } from './card-menu';
import styles from './deployed.module.css';
import { deploymentSigns, fileWords, noteTones } from './deployment-words';
import { LastReload } from './last-reload';
import { ReloadDialog } from './reload-dialog';

/** One place with its files, what is wrong there, and what makes the server read them. */
export function DeploymentCard({ deployment }: { deployment: Deployment }) {
  const { api } = useClient();
  const { show, fail, offerUndo } = useToasts();
  const now = useNow();
  const [editing, setEditing] = useState(false);
  const { id, folder, files, state, message, hint, deployed, reload, lastReload } = deployment;
  const sign = deploymentSigns[state];
  const tone = noteTones[state];

  const write = useAction(async (replace: boolean) => {
    const after = await api.deployments.write({ id, replace });
    if (after?.state === 'current') show(`Written to ${after.folderName}.`);
  });
  const keep = useAction(() => api.deployments.keepTheirs({ id }));
  const runReload = useAction(async () => {
    const after = await api.deployments.reload({ id });
    if (after.lastReload?.ok) show(`Reloaded: ${after.lastReload.message}`);
  });
  const restore = () =>
    api.deployments.restore({ id }).then(
      () => show('The files are kept up to date again.'),
      (thrown) => fail(failureOf(thrown)),
    );
  const forget = useAction(async () => {
    await api.deployments.forget({ id });
    offerUndo(`Forgotten. The files in ${deployment.folderName} stay as they are.`, () => void restore());
  });
  const failure = write.failure ?? keep.failure ?? runReload.failure ?? forget.failure;
  const busy = write.busy || keep.busy || runReload.busy || forget.busy;

  return (
    <li className={styles.card} aria-label={folder}>
      <header className={styles.head}>
        <span className={styles.folder}>
          <Icon name="folder" size={16} />
          <span className="mono">{folder}</span>
        </span>
        <Tag tone={sign.tone} icon={sign.icon}>
          {sign.word}
        </Tag>
      </header>
      <ul className={styles.files} aria-label="Files">
        {files.map((file) => (
          <li key={file.name}>
            <span className="mono">{file.name}</span>
            {file.state === 'ours' ? null : <span className={styles.wrong}>{fileWords[file.state]}</span>}
          </li>
        ))}
      </ul>
      <p className={styles.small}>Written {pastDate(deployed.at, now)}.</p>
      {tone === null ? null : <Note tone={tone} message={message} hint={hint} />}
      <div className={styles.reload}>
        <span className={styles.small}>After each renewal</span>
        {reload ? <code>{reload.text}</code> : <span>nothing: the server is not told</span>}
      </div>
      {lastReload ? <LastReload last={lastReload} now={now} /> : null}
      {failure ? <FailureNote failure={failure} /> : null}
      <div className={layout.row}>
        {state === 'conflict' ? (
          <>
            <Button size="xs" loading={write.busy} disabled={busy} onClick={() => void write.run(true)}>
              Replace…
            </Button>
            <Button size="xs" disabled={busy} onClick={() => void keep.run()}>
              Keep what is there
            </Button>
          </>
        ) : null}
        {state === 'failed' || state === 'pending' || state === 'waiting' || state === 'kept' ? (
          <Button size="xs" loading={write.busy} disabled={busy} onClick={() => void write.run(state === 'kept')}>
            {state === 'waiting' ? 'Deploy…' : state === 'failed' ? 'Deploy again' : 'Deploy now'}
          </Button>
        ) : null}
        {reload && lastReload?.ok === false ? (
          <Button size="xs" loading={runReload.busy} disabled={busy} onClick={() => void runReload.run()}>
            Reload again
          </Button>
        ) : null}
        <CardMenu
          deployment={deployment}
          busy={busy}
          onEdit={() => setEditing(true)}
          onReload={() => void runReload.run()}
          onForget={() => void forget.run()}
        />
      </div>
      <ReloadDialog deployment={editing ? deployment : null} onClose={() => setEditing(false)} />
    </li>
  );
}
