import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Authority } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { useNavigation } from '../../state/navigation';
import { useQuery } from '../../state/use-query';
import { ButtonsInOrder } from '../../ui/buttons-in-order';
import layout from '../../ui/layout.module.css';
import { Loading } from '../../ui/loading';
import { FailureNote } from '../../ui/notes';
import { draftFrom } from './authority-draft';
import { AuthorityForm } from './authority-form';
import type { DialogBody } from './dialog-body';
import { Done } from './done';

interface NewAuthorityProps extends DialogBody {
  authorities: readonly Authority[];
  /** The root above, for an intermediate. */
  parent?: Authority;
}

/** Makes a further root, or an intermediate. */
export function NewAuthority({ authorities, parent, onBusy, onClose }: NewAuthorityProps) {
  const { api } = useClient();
  // Set-up's plan knows the usual limits, a name for this machine, and whether the keychain answers.
  const plan = useQuery(() => api.setup.plan(), 'plan');
  const [made, setMade] = useState<Authority>();
  if (made) return <Made made={made} parent={parent} onClose={onClose} />;
  if (plan.failure) return <FailureNote failure={plan.failure} onRetry={plan.reload} />;
  if (!plan.data) return <Loading label="Reading the usual limits" rows={4} />;
  return (
    <AuthorityForm
      initial={draftFrom({ ...plan.data, taken: authorities.map(({ commonName }) => commonName), parent })}
      parent={parent}
      keychain={plan.data.keychain}
      onRetryKeychain={plan.reload}
      onBusy={onBusy}
      onMade={setMade}
      onClose={onClose}
    />
  );
}

function Made({ made, parent, onClose }: { made: Authority; parent: Authority | undefined; onClose: () => void }) {
  const { go } = useNavigation();
  return (
    <>
      <Done>
        <p>
          <strong>{made.name}</strong> is made.
        </p>
        <p className={layout.mute}>
          {parent
            ? `It is trusted wherever ${parent.name} is. Servers must send it with their certificate: use the full chain.`
            : 'No store trusts it yet. You see each change before it is made.'}
        </p>
      </Done>
      <ButtonsInOrder
        affirmative={
          parent ? (
            <Button variant="filled" onClick={onClose}>
              Done
            </Button>
          ) : (
            <Button
              variant="filled"
              onClick={() => {
                onClose();
                go('trust', { kind: 'authority', id: made.id });
              }}
            >
              Go to Trust
            </Button>
          )
        }
        others={parent ? undefined : <Button onClick={onClose}>Later</Button>}
      />
    </>
  );
}
