import { Button } from '@mantine/core';
import { useEffect } from 'react';
import type { Certificate } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { useAction } from '../../state/use-action';
import { namesInBrief } from '../../text/names';
import { ButtonsInOrder } from '../../ui/buttons-in-order';
import { CopyValue } from '../../ui/copy';
import { Icon } from '../../ui/icons';
import layout from '../../ui/layout.module.css';
import { FailureNote } from '../../ui/notes';
import { useToasts } from '../../ui/toasts';
import styles from './detail.module.css';
import { Passport } from './passport';

interface IssuedProps {
  certificate: Certificate;
  onAnother: () => void;
  onDone: () => void;
}

/** What was made, and where it lies. */
export function Issued({ certificate, onAnother, onDone }: IssuedProps) {
  const { api } = useClient();
  const { say } = useToasts();
  const openFolder = useAction(() => api.certificates.openFolder({ id: certificate.id }));
  const { first } = namesInBrief(certificate.names);
  useEffect(() => say(`Issued a certificate for ${first}.`), [say, first]);
  return (
    <div className={layout.stack}>
      <Passport certificate={certificate} />
      <dl className={styles.facts}>
        <div>
          <dt>Certificate</dt>
          <dd>
            <CopyValue text={certificate.files.certificate} what="path of the certificate" />
          </dd>
        </div>
        <div>
          <dt>Key</dt>
          <dd>
            <CopyValue text={certificate.files.key} what="path of the key" />
          </dd>
        </div>
        <div>
          <dt>Full chain</dt>
          <dd>
            <CopyValue text={certificate.files.fullChain} what="path of the full chain" />
          </dd>
        </div>
      </dl>
      <p className={layout.mute}>Point your server at the certificate and the key. The key is readable only by you.</p>
      {openFolder.failure ? <FailureNote failure={openFolder.failure} /> : null}
      <div className={styles.foot}>
        <Button leftSection={<Icon name="folder" size={16} />} onClick={() => void openFolder.run()}>
          Open folder
        </Button>
        <ButtonsInOrder
          affirmative={
            <Button variant="filled" data-autofocus onClick={onDone}>
              Done
            </Button>
          }
          others={<Button onClick={onAnother}>New certificate</Button>}
        />
      </div>
    </div>
  );
}
