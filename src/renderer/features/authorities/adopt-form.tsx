import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Adopt, MkcertAuthority } from '../../../ipc/authority-schemas';
import type { Authority, Keep, KeychainReport } from '../../../ipc/schemas';
import type { FileView } from '../../../ipc/view-schemas';
import { useClient } from '../../state/client-context';
import { useQuery } from '../../state/use-query';
import { ButtonsInOrder } from '../../ui/buttons-in-order';
import { KeepChoice } from '../../ui/keep-choice';
import layout from '../../ui/layout.module.css';
import { Loading } from '../../ui/loading';
import { FailureNote, Note } from '../../ui/notes';
import { AdoptSource, fromFiles } from './adopt-source';
import { adoptable } from './adoptable';
import { type DialogBody, useDialogAction } from './dialog-body';
import { Done } from './done';
import { PlainKeyForm } from './plain-key';

interface AdoptFormProps extends DialogBody {
  authorities: readonly Authority[];
  token?: string | undefined;
  folder?: string | undefined;
}

/** Takes an authority over that was made elsewhere. */
export function AdoptForm({ authorities, token, folder, onBusy, onClose }: AdoptFormProps) {
  const { api } = useClient();
  const found = useQuery(() => api.authorities.findMkcert(), 'mkcert');
  const keychain = useQuery(() => api.keychain.report(), 'keychain');
  const opened = useQuery(
    async () => (token === undefined ? null : api.files.view({ token })),
    `opened ${token ?? ''}`,
  );
  const [adopted, setAdopted] = useState<Authority>();
  if (adopted) return <Adopted authority={adopted} onBusy={onBusy} onClose={onClose} />;
  const failed = [found, keychain, opened].find(({ failure }) => failure);
  if (failed?.failure) return <FailureNote failure={failed.failure} onRetry={failed.reload} />;
  if (!found.data || !keychain.data || opened.data === undefined)
    return <Loading label="Looking for mkcert" rows={3} />;
  return (
    <Chooser
      found={found.data}
      first={folder}
      opened={opened.data ?? undefined}
      keychain={keychain.data}
      onRetryKeychain={keychain.reload}
      names={new Map(authorities.map(({ id, name }) => [id, name]))}
      onAdopted={setAdopted}
      onBusy={onBusy}
      onClose={onClose}
    />
  );
}

interface ChooserProps extends DialogBody {
  found: readonly MkcertAuthority[];
  first: string | undefined;
  opened: FileView | undefined;
  keychain: KeychainReport;
  onRetryKeychain: () => void;
  names: ReadonlyMap<string, string>;
  onAdopted: (authority: Authority) => void;
}

function Chooser(props: ChooserProps) {
  const { found, keychain, names, onBusy, onClose } = props;
  const { api } = useClient();
  const [view, setView] = useState(props.opened);
  const [source, setSource] = useState(() => sourceAtFirst(props));
  const [keep, setKeep] = useState<Keep>(keychain.state === 'ready' ? 'keychain' : 'session');
  const open = useDialogAction(onBusy, async () => {
    unlock.clear();
    const next = await api.files.open();
    if (next !== null) setView(next);
  });
  const unlock = useDialogAction(onBusy, async () => {
    if (view) setView(await api.files.unlock({ token: view.token }));
  });
  const adopt = useDialogAction(onBusy, async (request: Adopt) =>
    props.onAdopted(await api.authorities.adopt(request)),
  );
  const ready = source !== fromFiles || (view !== undefined && isReady(view));
  const busy = adopt.busy || open.busy || unlock.busy;
  const request = (): Adopt => ({
    source: source === fromFiles ? { kind: 'opened', token: view?.token ?? '' } : { kind: 'mkcert', folder: source },
    keep,
  });
  return (
    <div className={layout.stack}>
      <AdoptSource {...{ found, source, view, open, unlock, names }} onChange={setSource} />
      <Note
        tone="info"
        message="Trust that is installed already stays valid."
        hint="The certificate stays the same; only the key is encrypted again, in a file of Sealwax. Nothing in the old place is changed."
      />
      <KeepChoice keychain={keychain} keep={keep} onChange={setKeep} onRetry={props.onRetryKeychain} />
      {adopt.failure ? <FailureNote failure={adopt.failure} /> : null}
      <ButtonsInOrder
        affirmative={
          <Button
            variant="filled"
            loading={adopt.busy}
            disabled={!ready || busy}
            onClick={() => void adopt.run(request())}
          >
            Adopt
          </Button>
        }
        others={
          <Button onClick={onClose} disabled={busy}>
            Cancel
          </Button>
        }
      />
    </div>
  );
}

/** What was opened elsewhere comes first, then the folder that was pressed, then the first that can be adopted. */
function sourceAtFirst({ opened, first, found }: ChooserProps): string {
  if (opened) return fromFiles;
  return first ?? found.find(({ hasKey, adoptedAs }) => hasKey && adoptedAs === undefined)?.folder ?? fromFiles;
}

function isReady(view: FileView): boolean {
  const { locked, problem } = adoptable(view);
  return !locked && problem === undefined;
}

function Adopted({ authority, onBusy, onClose }: DialogBody & { authority: Authority }) {
  const plain = authority.plainKeyFile !== undefined;
  return (
    <>
      <Done>
        <p>
          <strong>{authority.name}</strong> is adopted.
        </p>
        <p className={layout.mute}>
          {plain
            ? 'One thing is left to decide: its old key file.'
            : 'It can sign from now on, and its key is encrypted.'}
        </p>
      </Done>
      {(authority.notes ?? []).map((note) => (
        <Note key={note} tone="info" message={note} />
      ))}
      {plain ? (
        <PlainKeyForm authority={authority} onBusy={onBusy} onClose={onClose} />
      ) : (
        <ButtonsInOrder
          affirmative={
            <Button variant="filled" onClick={onClose}>
              Done
            </Button>
          }
        />
      )}
    </>
  );
}
