import { Button } from '@mantine/core';
import { useState } from 'react';
import type { MkcertAuthority } from '../../../ipc/authority-schemas';
import type { Authority, Keep, KeychainReport } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { useAction } from '../../state/use-action';
import { formatDay } from '../../text/dates';
import { shortHex } from '../../text/hex';
import { ButtonsInOrder } from '../../ui/buttons-in-order';
import { KeepChoice } from '../../ui/keep-choice';
import layout from '../../ui/layout.module.css';
import { FailureNote, Note } from '../../ui/notes';
import { Frame } from './frame';

/** An authority that exists already: mkcert's on this machine, or one in a backup. */
export type Existing = { kind: 'mkcert'; found: MkcertAuthority } | { kind: 'backup' };

interface ExistingStepProps {
  existing: Existing;
  keychain: KeychainReport;
  onLookAgain: () => void;
  onStart: () => void;
  onDone: (authority: Authority) => void;
  onBack: () => void;
}

const words = {
  mkcert: { title: "Use mkcert's authority", button: 'Adopt' },
  backup: { title: 'Restore from a backup', button: 'Choose the backup…' },
} as const;

/** In place of making a root: takes one over, with its key encrypted in the way that is chosen here. */
export function ExistingStep({ existing, keychain, onLookAgain, onStart, onDone, onBack }: ExistingStepProps) {
  const { api } = useClient();
  const [keep, setKeep] = useState<Keep>(keychain.state === 'ready' ? 'keychain' : 'session');
  const take = useAction(async () => {
    onStart();
    if (existing.kind === 'mkcert') {
      onDone(await api.authorities.adopt({ source: { kind: 'mkcert', folder: existing.found.folder }, keep }));
      return;
    }
    const { outcome, restored } = await api.authorities.restore({ keep });
    const [first] = restored;
    if (outcome === 'restored' && first) onDone(first);
  });
  const { title, button } = words[existing.kind];
  return (
    <Frame
      title={title}
      foot={
        <ButtonsInOrder
          affirmative={
            <Button variant="filled" size="md" loading={take.busy} onClick={() => void take.run()}>
              {button}
            </Button>
          }
          others={
            <Button size="md" disabled={take.busy} onClick={onBack}>
              Back
            </Button>
          }
        />
      }
    >
      {existing.kind === 'mkcert' ? (
        <MkcertWords found={existing.found} />
      ) : (
        <p className={layout.mute}>
          Choose a .sealwax-backup file, then type its passphrase. Its authorities come back with their keys; nothing
          trusts them on this machine until you install them under Trust.
        </p>
      )}
      {take.failure ? <FailureNote failure={take.failure} /> : null}
      <section className={`${layout.card} ${layout.pad} ${layout.stack}`}>
        <KeepChoice
          label="The passphrase of its key, from now on"
          keychain={keychain}
          keep={keep}
          onChange={setKeep}
          onRetry={onLookAgain}
        />
      </section>
    </Frame>
  );
}

function MkcertWords({ found }: { found: MkcertAuthority }) {
  return (
    <>
      <section className={`${layout.card} ${layout.pad}`} aria-label="The authority of mkcert">
        <h2>{found.name}</h2>
        <div className={layout.path}>{found.folder}</div>
        <p className={layout.mute}>
          SHA-256 <span className="mono">{shortHex(found.fingerprint, 8)}</span>, until {formatDay(found.notAfter)}
        </p>
      </section>
      <Note
        tone="info"
        message="Trust that is installed already stays valid."
        hint="The certificate stays the same. Its key is encrypted into a file of Sealwax; whether the plain one of mkcert is deleted, you decide afterwards."
      />
      <Note
        tone="warn"
        message="An authority of mkcert's has no limits: it can sign for any site."
        hint="Go back and set up a new one if you do not need the old certificates: a root of Sealwax can sign only for local names."
      />
    </>
  );
}
