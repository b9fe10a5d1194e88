import { ActionIcon, Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Certificate, CertificateDetail } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { useNavigation } from '../../state/navigation';
import { useAction } from '../../state/use-action';
import { useQuery } from '../../state/use-query';
import { namesInBrief } from '../../text/names';
import { Chain } from '../../ui/certificate-chain';
import { Passport } from '../../ui/certificate-passport';
import { Icon } from '../../ui/icons';
import layout from '../../ui/layout.module.css';
import { Loading } from '../../ui/loading';
import { FailureNote, Note } from '../../ui/notes';
import { signOf } from '../../ui/status';
import { Tag } from '../../ui/tag';
import styles from './detail.module.css';
import { Facts } from './facts';
import { RenewDialog } from './renew-dialog';

interface DetailProps {
  id: string;
  onClose: () => void;
  onDelete: (certificate: Certificate) => void;
  /** A new certificate took the place of this one. */
  onRenewed: (certificate: Certificate) => void;
}

const refreshOn = ['certificates.changed', 'authorities.changed'] as const;

/** One certificate in full. In a narrow window it stands in place of the list, with a way back. */
export function Detail({ id, onClose, onDelete, onRenewed }: DetailProps) {
  const { api } = useClient();
  const detail = useQuery(() => api.certificates.get({ id }), id, refreshOn);
  return (
    <aside className={`${layout.card} ${styles.detail}`} aria-label="Certificate">
      <div className={styles.close}>
        <Button size="xs" className={styles.back} leftSection={<Icon name="back" size={15} />} onClick={onClose}>
          Back to the list
        </Button>
        <ActionIcon className={styles.cross} aria-label="Close the certificate" onClick={onClose}>
          <Icon name="cross" size={15} />
        </ActionIcon>
      </div>
      {detail.failure ? <FailureNote failure={detail.failure} onRetry={detail.reload} /> : null}
      {detail.data === undefined && !detail.failure ? <Loading label="Reading the certificate" rows={5} /> : null}
      {detail.data ? <Content certificate={detail.data} onDelete={onDelete} onRenewed={onRenewed} /> : null}
    </aside>
  );
}

interface ContentProps {
  certificate: CertificateDetail;
  onDelete: DetailProps['onDelete'];
  onRenewed: DetailProps['onRenewed'];
}

function Content({ certificate, onDelete, onRenewed }: ContentProps) {
  const { api } = useClient();
  const { open } = useNavigation();
  const [renewing, setRenewing] = useState(false);
  const openFolder = useAction(() => api.certificates.openFolder({ id: certificate.id }));
  const heading = useRef<HTMLHeadingElement>(null);
  // The list is gone in a narrow window, and with it the focus: it goes to what took its place.
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, []);
  const sign = signOf(certificate.status);
  return (
    <>
      <header className={styles.title}>
        <h2 ref={heading} tabIndex={-1}>
          {namesInBrief(certificate.names).first || certificate.commonName}
        </h2>
        <Tag tone={sign.tone} icon={sign.icon}>
          {sign.word}
        </Tag>
      </header>
      <div className={styles.actions}>
        <Button
          leftSection={<Icon name="export" size={16} />}
          onClick={() => open({ kind: 'export', ids: [certificate.id] })}
        >
          Export…
        </Button>
        <Button leftSection={<Icon name="renew" size={16} />} onClick={() => setRenewing(true)}>
          Renew…
        </Button>
      </div>
      {certificate.status === 'broken' ? (
        <Note
          tone="bad"
          message={certificate.statusReason ?? 'One of its files cannot be used.'}
          hint="Issue a new certificate for these names, then delete this one."
        />
      ) : null}
      {certificate.keyHere ? null : (
        <Note
          tone="info"
          message="Signed for a request: its private key is not on this machine."
          hint="Give the certificate back to whoever made the request; Export writes it."
        />
      )}
      <Passport {...certificate} />
      <Chain chain={certificate.chain} />
      <Facts certificate={certificate} />
      {openFolder.failure ? <FailureNote failure={openFolder.failure} /> : null}
      <footer className={styles.foot}>
        <Button leftSection={<Icon name="folder" size={16} />} onClick={() => void openFolder.run()}>
          Open folder
        </Button>
        <Button variant="danger" leftSection={<Icon name="bin" size={16} />} onClick={() => onDelete(certificate)}>
          Delete
        </Button>
      </footer>
      <RenewDialog
        certificates={renewing ? [certificate] : null}
        onClose={() => setRenewing(false)}
        onRenewed={([made]) => made && onRenewed(made)}
      />
    </>
  );
}
