import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Authority, Keep } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { useQuery } from '../../state/use-query';
import { ButtonsInOrder } from '../../ui/buttons-in-order';
import { keepWords } from '../../ui/keep';
import { KeepChoice } from '../../ui/keep-choice';
import layout from '../../ui/layout.module.css';
import { FailureNote } from '../../ui/notes';
import { useToasts } from '../../ui/toasts';
import styles from './authorities.module.css';
import { type DialogBody, useDialogAction } from './dialog-body';

/** Where the passphrase is kept, a new one, and the kit to get back in. Nothing secret is ever typed or shown in here. */
export function PassphraseForm({ authority, onBusy, onClose }: DialogBody & { authority: Authority }) {
  const { api } = useClient();
  const { show } = useToasts();
  const keychain = useQuery(() => api.keychain.report(), 'keychain');
  const [keep, setKeep] = useState<Keep>(authority.keep);
  const move = useDialogAction(onBusy, async () => {
    clearOthers();
    const next = await api.authorities.setKeep({ id: authority.id, keep });
    show(`From now on the passphrase is ${keepWords[next.keep].short}.`);
  });
  const change = useDialogAction(onBusy, async () => {
    clearOthers();
    await api.authorities.changePassphrase({ id: authority.id });
    show('The key has a new passphrase.');
  });
  const kit = useDialogAction(onBusy, () => {
    clearOthers();
    return api.authorities.showRecoveryKit({ id: authority.id });
  });
  /** A failure of another action would hide what comes of this one. */
  const clearOthers = () => {
    for (const action of [move, change, kit]) action.clear();
  };
  const busy = move.busy || change.busy || kit.busy;
  const failure = move.failure ?? change.failure ?? kit.failure;
  const inKeychain = authority.keep === 'keychain';
  return (
    <div className={layout.stack}>
      <KeepChoice
        label={`The passphrase of ${authority.name}`}
        keychain={keychain.data}
        keep={keep}
        onChange={setKeep}
        onRetry={keychain.reload}
      />
      <div className={layout.row}>
        <Button disabled={busy || keep === authority.keep} loading={move.busy} onClick={() => void move.run()}>
          Apply
        </Button>
        <small className={layout.grow} role="status">
          {keep === authority.keep ? `Now: ${keepWords[authority.keep].short}.` : moveWords(authority.keep, keep)}
        </small>
      </div>
      <section className={styles.action} aria-labelledby="new-passphrase">
        <div>
          <h3 id="new-passphrase">{inKeychain ? 'New random passphrase' : 'New passphrase'}</h3>
          <p className={layout.mute}>
            {inKeychain
              ? 'The key is encrypted again under a new one, and the keychain holds that. Old copies of the key file open with the old one only.'
              : 'A small window asks for the old one, then for the new one twice. Old copies of the key file open with the old one only.'}
          </p>
        </div>
        <Button disabled={busy} loading={change.busy} onClick={() => void change.run()}>
          Change…
        </Button>
      </section>
      <section className={styles.action} aria-labelledby="recovery-kit">
        <div>
          <h3 id="recovery-kit">Recovery kit</h3>
          <p className={layout.mute}>
            {inKeychain
              ? 'One page with the passphrase and what it opens, in a window of its own. If the keychain is ever lost, it is the only way to the key.'
              : 'One page that says what your passphrase opens and how, in a window of its own.'}
          </p>
        </div>
        <Button disabled={busy} loading={kit.busy} onClick={() => void kit.run()}>
          Show…
        </Button>
      </section>
      {failure ? <FailureNote failure={failure} /> : null}
      {keychain.failure ? <FailureNote failure={keychain.failure} onRetry={keychain.reload} /> : null}
      <ButtonsInOrder
        affirmative={
          <Button variant="filled" disabled={busy} onClick={onClose}>
            Done
          </Button>
        }
      />
    </div>
  );
}

/** What a move will ask for. */
function moveWords(from: Keep, to: Keep): string {
  if (from === 'keychain')
    return 'A small window asks for a new passphrase, typed twice; the keychain then forgets its own.';
  if (to === 'keychain')
    return 'A small window asks for your passphrase; a random one in the keychain takes its place.';
  return 'Your passphrase stays the same.';
}
