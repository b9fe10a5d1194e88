import { Button } from '@mantine/core';
import { useEffect, useEffectEvent, useState } from 'react';
import type { Certificate, CertificateDetail } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { useNavigation } from '../../state/navigation';
import { useAction } from '../../state/use-action';
import { useQuery } from '../../state/use-query';
import { formatDay } from '../../text/dates';
import { namesInBrief } from '../../text/names';
import { reasonWords } from '../../text/revocation-reasons';
import { Chain } from '../../ui/certificate-chain';
import { Passport } from '../../ui/certificate-passport';
import { Icon } from '../../ui/icons';
import { DetailPanel, DetailTitle } from '../../ui/list-detail';
import { Loading } from '../../ui/loading';
import { FailureNote, Note } from '../../ui/notes';
import { certificateSign } from '../../ui/status';
import { Tag } from '../../ui/tag';
import { DeployedPart } from './deployed/deployed-part';
import styles from './detail.module.css';
import { Facts } from './facts';
import { RenewDialog } from './renew-dialog';
import { RenewalChoice, RenewalNote, useRenewal } from './renewal-part';

/** What is wanted of a certificate beyond seeing it. */
export type DetailAim = 'renew' | 'deployments';

interface DetailProps {
  id: string;
  aim: DetailAim | null;
  /** It is there. */
  onAimed: () => void;
  onClose: () => void;
  onDelete: (certificate: Certificate) => void;
  /** A new certificate took the place of this one. */
  onRenewed: (certificate: Certificate) => void;
  /** Another one is to be shown instead. */
  onShow: (id: string) => void;
}

const refreshOn = ['certificates.changed', 'authorities.changed'] as const;

/** One certificate in full. In a narrow window it stands in place of the list, with a way back. */
export function Detail({ id, aim, onAimed, onClose, onDelete, onRenewed, onShow }: DetailProps) {
  const { api } = useClient();
  const detail = useQuery(() => api.certificates.get({ id }), id, refreshOn);
  return (
    <DetailPanel label="Certificate" closes="the certificate" onClose={onClose}>
      {detail.failure ? <FailureNote failure={detail.failure} onRetry={detail.reload} /> : null}
      {detail.data === undefined && !detail.failure ? <Loading label="Reading the certificate" rows={5} /> : null}
      {detail.data ? <Content certificate={detail.data} {...{ aim, onAimed, onDelete, onRenewed, onShow }} /> : null}
    </DetailPanel>
  );
}

type ContentProps = Omit<DetailProps, 'id' | 'onClose'> & { certificate: CertificateDetail };

function Content({ certificate, aim, onAimed, onDelete, onRenewed, onShow }: ContentProps) {
  const { api } = useClient();
  const { open } = useNavigation();
  const [renewing, setRenewing] = useState(false);
  const reach = useEffectEvent(() => {
    if (aim === 'renew') setRenewing(true);
    else document.getElementById('deployed-to')?.scrollIntoView({ block: 'start' });
    onAimed();
  });
  useEffect(() => {
    if (aim !== null) reach();
  }, [aim]);
  const renewal = useRenewal(certificate.id);
  const openFolder = useAction(() => api.certificates.openFolder({ id: certificate.id }));
  const sign = certificateSign(certificate);
  return (
    <>
      <DetailTitle
        sign={
          <Tag tone={sign.tone} icon={sign.icon}>
            {sign.word}
          </Tag>
        }
      >
        {namesInBrief(certificate.names).first || certificate.commonName}
      </DetailTitle>
      <div className={styles.actions}>
        <Button
          leftSection={<Icon name="export" size={16} />}
          onClick={() => open({ kind: 'export', ids: [certificate.id] })}
        >
          Export…
        </Button>
        {certificate.replacedBy === undefined && certificate.revoked === undefined ? (
          <Button leftSection={<Icon name="renew" size={16} />} onClick={() => setRenewing(true)}>
            Renew…
          </Button>
        ) : null}
      </div>
      {certificate.revoked ? (
        <Note
          tone="bad"
          message={`Revoked on ${formatDay(certificate.revoked.at)}: ${reasonWords(certificate.revoked.reason)}.`}
          hint="It is never renewed. Clients that look at the list of its authority refuse it; take it out of servers that still have it."
        />
      ) : null}
      {certificate.statusReason !== undefined ? (
        <Note
          tone="bad"
          message={certificate.statusReason}
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
      {renewal.data ? <RenewalNote view={renewal.data} onShow={onShow} /> : null}
      <Passport {...certificate} />
      <DeployedPart certificateId={certificate.id} />
      <Chain chain={certificate.chain} />
      <RenewalChoice renewal={renewal} />
      <Facts certificate={certificate} />
      {openFolder.failure ? <FailureNote failure={openFolder.failure} /> : null}
      <footer className={styles.foot}>
        <Button leftSection={<Icon name="folder" size={16} />} onClick={() => void openFolder.run()}>
          Open folder
        </Button>
        {certificate.revoked || certificate.authorityId === 'unknown' ? null : (
          <Button
            variant="danger"
            leftSection={<Icon name="revoke" size={16} />}
            onClick={() => open({ kind: 'revoke', id: certificate.id })}
          >
            Revoke…
          </Button>
        )}
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
