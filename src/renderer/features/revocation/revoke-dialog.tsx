import { Button, Radio } from '@mantine/core';
import { useState } from 'react';
import type { Certificate, RevocationReason } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { useAction } from '../../state/use-action';
import { useQuery } from '../../state/use-query';
import { formatDay } from '../../text/dates';
import { namesInBrief } from '../../text/names';
import { revocationReasons } from '../../text/revocation-reasons';
import { Dialog } from '../../ui/dialog';
import { DialogFoot } from '../../ui/dialog-foot';
import layout from '../../ui/layout.module.css';
import { Loading } from '../../ui/loading';
import { FailureNote, Note } from '../../ui/notes';
import { useToasts } from '../../ui/toasts';
import styles from './revocation.module.css';

interface RevokeDialogProps {
  /** Null while the dialog is closed. */
  id: string | null;
  onClose: () => void;
}

/** Takes one certificate back for good. The reason is the confirmation: none is chosen beforehand. */
export function RevokeDialog({ id, onClose }: RevokeDialogProps) {
  const [shown, setShown] = useState(id);
  const [busy, setBusy] = useState(false);
  if (id !== null && id !== shown) setShown(id);
  return (
    <Dialog
      title="Revoke a certificate"
      opened={id !== null}
      onClose={onClose}
      onGone={() => {
        setShown(null);
        // The button that opened it is gone with the revocation, and the focus with the button: it goes to the certificate.
        if (document.activeElement === document.body) document.querySelector<HTMLElement>('main h2[tabindex]')?.focus();
      }}
      busy={busy}
      size="wide"
    >
      {shown === null ? null : <Asked id={shown} onBusy={setBusy} onClose={onClose} />}
    </Dialog>
  );
}

interface AskedProps {
  id: string;
  onBusy: (busy: boolean) => void;
  onClose: () => void;
}

function Asked(props: AskedProps) {
  const { api } = useClient();
  const certificate = useQuery(() => api.certificates.get({ id: props.id }), props.id);
  if (certificate.failure) return <FailureNote failure={certificate.failure} onRetry={certificate.reload} />;
  if (!certificate.data) return <Loading label="Reading the certificate" rows={4} />;
  return <Reasons {...props} certificate={certificate.data} />;
}

function Reasons({ id, certificate, onBusy, onClose }: AskedProps & { certificate: Certificate }) {
  const { api } = useClient();
  const { show } = useToasts();
  const [reason, setReason] = useState<RevocationReason | null>(null);
  const name = namesInBrief(certificate.names).first || certificate.commonName;
  const sameKey = useQuery(() => api.revocation.sameKey({ id }), `same key ${id}`);
  const others = reason === 'keyCompromise' ? (sameKey.data ?? []) : [];
  const revoke = useAction(async () => {
    if (reason === null) return;
    onBusy(true);
    try {
      await api.revocation.revoke({ id, reason });
      show(`Revoked ${name}. It is on the list of ${certificate.issuer}.`);
      onClose();
    } finally {
      onBusy(false);
    }
  });
  return (
    <div className={layout.stack}>
      <p>
        <strong className={styles.name}>{name}</strong> goes on the signed revocation list of{' '}
        <strong className={styles.name}>{certificate.issuer}</strong>, and is never renewed.
      </p>
      <Note
        tone="warn"
        message="This cannot be undone."
        hint="Only clients that look at the list refuse it. If its key leaked, take it out of the server too, and issue a new certificate."
      />
      <Radio.Group
        label="Why is it revoked?"
        value={reason ?? ''}
        onChange={(value) => setReason(value as RevocationReason)}
      >
        <div className={styles.reasons}>
          {revocationReasons.map((each, index) => (
            <Radio
              key={each.reason}
              value={each.reason}
              label={each.label}
              description={each.meaning}
              {...(index === 0 ? { 'data-autofocus': true } : {})}
            />
          ))}
        </div>
      </Radio.Group>
      {others.length > 0 ? (
        <Note
          tone="warn"
          message={`${others.length === 1 ? 'Another certificate has' : `${others.length} other certificates have`} the same key, and ${others.length === 1 ? 'is' : 'are'} revoked too.`}
          hint={others.map((each) => `${each.commonName}, issued on ${formatDay(each.createdAt)}`).join('; ')}
        />
      ) : null}
      <DialogFoot
        failure={revoke.failure}
        affirmative={
          <Button variant="danger" loading={revoke.busy} disabled={reason === null} onClick={() => void revoke.run()}>
            Revoke for good
          </Button>
        }
        others={
          <Button onClick={onClose} disabled={revoke.busy}>
            Cancel
          </Button>
        }
      />
    </div>
  );
}
