import { Button } from '@mantine/core';
import { useState } from 'react';
import type { SigningRequest } from '../../../ipc/issue-schemas';
import { useNavigation } from '../../state/navigation';
import { namesInBrief } from '../../text/names';
import { ButtonsInOrder } from '../../ui/buttons-in-order';
import { PemFold } from '../../ui/certificate-pem';
import { useCopy } from '../../ui/copy';
import { Dialog } from '../../ui/dialog';
import { Icon } from '../../ui/icons';
import layout from '../../ui/layout.module.css';
import { FailureNote } from '../../ui/notes';
import { NewRequestForm } from './new-request-form';
import { useSaveRequest } from './use-save-request';

interface NewRequestProps {
  opened: boolean;
  onClose: () => void;
}

/** The dialog that makes a signing request: first the form, then what is to be handed over. */
export function NewRequest({ opened, onClose }: NewRequestProps) {
  const [busy, setBusy] = useState(false);
  const [made, setMade] = useState<SigningRequest | null>(null);
  return (
    <Dialog
      title={made ? 'Signing request made' : 'New signing request'}
      opened={opened}
      onClose={onClose}
      onGone={() => setMade(null)}
      busy={busy}
    >
      {made ? (
        <Made request={made} onClose={onClose} />
      ) : (
        <NewRequestForm onBusy={setBusy} onCancel={onClose} onMade={setMade} />
      )}
    </Dialog>
  );
}

function Made({ request, onClose }: { request: SigningRequest; onClose: () => void }) {
  const { go } = useNavigation();
  const copy = useCopy();
  const save = useSaveRequest(request.id);
  return (
    <div className={layout.stack}>
      <p>
        Hand this request for <b>{namesInBrief(request.names).first}</b> to whoever signs it. Its private key stays on
        this machine. When the certificate comes back, add it under Tools, Requests.
      </p>
      <div className={layout.row}>
        <Button leftSection={<Icon name="copy" size={16} />} onClick={() => copy(request.pem, 'request as PEM')}>
          Copy the request
        </Button>
        <Button leftSection={<Icon name="export" size={16} />} loading={save.busy} onClick={() => void save.run()}>
          Save…
        </Button>
      </div>
      <PemFold pem={request.pem} what="request as PEM" />
      {save.failure ? <FailureNote failure={save.failure} /> : null}
      <ButtonsInOrder
        affirmative={
          <Button
            variant="filled"
            data-autofocus
            onClick={() => {
              onClose();
              go('tools', { kind: 'tool', tool: 'requests' });
            }}
          >
            Done
          </Button>
        }
      />
    </div>
  );
}
