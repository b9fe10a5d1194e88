import { Button } from '@mantine/core';
import type { Certificate } from '../../../ipc/schemas';
import { useNavigation } from '../../state/navigation';
import { ButtonsInOrder } from '../../ui/buttons-in-order';
import { Fact, FactList } from '../../ui/certificate-fact';
import { Passport } from '../../ui/certificate-passport';
import { CopyValue } from '../../ui/copy';
import { Icon } from '../../ui/icons';
import layout from '../../ui/layout.module.css';

/** The certificate that goes back to whoever made the request. */
export function Signed({ certificate, onClose }: { certificate: Certificate; onClose: () => void }) {
  const { go, open } = useNavigation();
  return (
    <div className={layout.stack}>
      <Passport {...certificate} />
      <FactList>
        <Fact term="Certificate">
          <CopyValue text={certificate.files.certificate} what="path of the certificate" />
        </Fact>
        <Fact term="Full chain">
          <CopyValue text={certificate.files.fullChain} what="path of the full chain" />
        </Fact>
      </FactList>
      <p className={layout.mute}>Give the full chain back to whoever made the request. The key is with them.</p>
      <ButtonsInOrder
        affirmative={
          <Button
            variant="filled"
            data-autofocus
            onClick={() => {
              onClose();
              go('certificates', { kind: 'certificate', id: certificate.id });
            }}
          >
            Show it
          </Button>
        }
        others={
          <Button
            leftSection={<Icon name="export" size={16} />}
            onClick={() => {
              onClose();
              open({ kind: 'export', ids: [certificate.id] });
            }}
          >
            Export…
          </Button>
        }
      />
    </div>
  );
}
