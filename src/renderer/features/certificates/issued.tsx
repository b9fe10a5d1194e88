import { Button } from '@mantine/core';
import { useEffect } from 'react';
import type { Certificate } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { useAction } from '../../state/use-action';
import { namesInBrief } from '../../text/names';
import { ButtonsInOrder } from '../../ui/buttons-in-order';
import { Fact, FactList } from '../../ui/certificate-fact';
import { Passport } from '../../ui/certificate-passport';
import { CopyValue } from '../../ui/copy';
import { Fold } from '../../ui/fold';
import { Icon } from '../../ui/icons';
import layout from '../../ui/layout.module.css';
import { FailureNote } from '../../ui/notes';
import { useToasts } from '../../ui/toasts';
import styles from './detail.module.css';
import { Snippets } from './snippets';

interface IssuedProps {
  certificate: Certificate;
  onAnother: () => void;
  onExport: () => void;
  onDone: () => void;
}

/** What was made, and where it lies. */
export function Issued({ certificate, onAnother, onExport, onDone }: IssuedProps) {
  const { api } = useClient();
  const { say } = useToasts();
  const openFolder = useAction(() => api.certificates.openFolder({ id: certificate.id }));
  const { first } = namesInBrief(certificate.names);
  useEffect(() => say(`Issued a certificate for ${first}.`), [say, first]);
  return (
    <div className={layout.stack}>
      <Passport {...certificate} />
      <FactList>
        <Fact term="Certificate">
          <CopyValue text={certificate.files.certificate} what="path of the certificate" />
        </Fact>
        <Fact term="Key">
          <CopyValue text={certificate.files.key} what="path of the key" />
        </Fact>
        <Fact term="Full chain">
          <CopyValue text={certificate.files.fullChain} what="path of the full chain" />
        </Fact>
      </FactList>
      <p className={layout.mute}>Point your server at the certificate and the key. The key is readable only by you.</p>
      {certificate.purpose === 'email' ? null : (
        <Fold label="Put it into nginx, Node.js, PostgreSQL, curl …">
          <Snippets id={certificate.id} />
        </Fold>
      )}
      {openFolder.failure ? <FailureNote failure={openFolder.failure} /> : null}
      <div className={styles.foot}>
        <div className={layout.row}>
          <Button leftSection={<Icon name="folder" size={16} />} onClick={() => void openFolder.run()}>
            Open folder
          </Button>
          <Button leftSection={<Icon name="export" size={16} />} onClick={onExport}>
            Export…
          </Button>
        </div>
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
