import { Button, Progress, Radio } from '@mantine/core';
import { useState } from 'react';
import type { Certificate } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { useAction } from '../../state/use-action';
import { namesInBrief } from '../../text/names';
import { ButtonsInOrder } from '../../ui/buttons-in-order';
import { Dialog } from '../../ui/dialog';
import layout from '../../ui/layout.module.css';
import { FailureNote } from '../../ui/notes';
import { useToasts } from '../../ui/toasts';

interface RenewDialogProps {
  /** Null while the dialog is closed. */
  certificates: readonly Certificate[] | null;
  onClose: () => void;
  onRenewed: (made: Certificate[]) => void;
}

/** Issues again, for the same names, purpose and authority; the old certificates stay. */
export function RenewDialog({ certificates, onClose, onRenewed }: RenewDialogProps) {
  const [shown, setShown] = useState<readonly Certificate[]>([]);
  const [busy, setBusy] = useState(false);
  if (certificates !== null && certificates !== shown) setShown(certificates);
  const first = shown[0];
  const title = shown.length === 1 && first ? `Renew ${nameOf(first)}` : `Renew ${shown.length} certificates`;
  return (
    <Dialog title={title} opened={certificates !== null} onClose={onClose} busy={busy}>
      <RenewForm certificates={shown} onBusy={setBusy} onClose={onClose} onRenewed={onRenewed} />
    </Dialog>
  );
}

const nameOf = (certificate: Certificate) => namesInBrief(certificate.names).first || certificate.commonName;

interface RenewFormProps {
  certificates: readonly Certificate[];
  onBusy: (busy: boolean) => void;
  onClose: () => void;
  onRenewed: (made: Certificate[]) => void;
}

function RenewForm({ certificates, onBusy, onClose, onRenewed }: RenewFormProps) {
  const { api } = useClient();
  const { show } = useToasts();
  const foreign = certificates.some((certificate) => !certificate.keyHere);
  const [key, setKey] = useState<'new' | 'same'>(foreign ? 'same' : 'new');
  const [done, setDone] = useState(0);
  const many = certificates.length > 1;

  const renew = useAction(async () => {
    onBusy(true);
    const made: Certificate[] = [];
    try {
      for (const [index, { id }] of certificates.entries()) {
        made.push(await api.certificates.renew({ id, sameKey: key === 'same' }));
        setDone(index + 1);
      }
    } finally {
      onBusy(false);
    }
    show(many ? `Renewed ${made.length} certificates.` : 'Renewed. The old certificate is still in the list.');
    onClose();
    onRenewed(made);
  });

  return (
    <div className={layout.stack}>
      <p>
        {many
          ? 'Each gets a new certificate for the same names and purpose, from the same authority. The old ones stay in the list.'
          : 'A new certificate for the same names and purpose, from the same authority. The old one stays in the list.'}
      </p>
      {foreign ? (
        <p className={layout.mute}>
          The key was made elsewhere, so it stays the same. Give the new certificate to whoever holds it.
        </p>
      ) : (
        <Radio.Group label="Key" value={key} onChange={(value) => setKey(value as 'new' | 'same')}>
          <div className={layout.stack}>
            <Radio
              value="new"
              mt={8}
              label="Make a new key"
              description="If somebody got hold of the old key, it is of no use with the new certificate."
            />
            <Radio
              value="same"
              label="Keep the key"
              description="For a server or a client that knows this one key by its fingerprint."
            />
          </div>
        </Radio.Group>
      )}
      {renew.busy && many ? (
        <Progress value={(100 * done) / certificates.length} aria-label={`${done} of ${certificates.length} renewed`} />
      ) : null}
      {renew.failure ? (
        <FailureNote
          failure={
            done > 0
              ? {
                  ...renew.failure,
                  message: `${done} of ${certificates.length} were renewed. ${renew.failure.message}`,
                }
              : renew.failure
          }
        />
      ) : null}
      <ButtonsInOrder
        affirmative={
          <Button variant="filled" loading={renew.busy} data-autofocus onClick={() => void renew.run()}>
            Renew
          </Button>
        }
        others={
          <Button onClick={onClose} disabled={renew.busy}>
            Cancel
          </Button>
        }
      />
    </div>
  );
}
