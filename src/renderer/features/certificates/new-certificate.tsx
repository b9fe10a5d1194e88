import { useState } from 'react';
import type { Certificate } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { useNavigation } from '../../state/navigation';
import { useQuery } from '../../state/use-query';
import { Dialog } from '../../ui/dialog';
import { Loading } from '../../ui/loading';
import { FailureNote } from '../../ui/notes';
import { Issued } from './issued';
import { NewCertificateForm } from './new-certificate-form';

interface NewCertificateProps {
  opened: boolean;
  /** What its field begins with. */
  names?: readonly string[] | undefined;
  onClose: () => void;
}

/** The dialog that issues: first the form, then what it made. */
export function NewCertificate({ opened, names, onClose }: NewCertificateProps) {
  const [busy, setBusy] = useState(false);
  const [issued, setIssued] = useState<Certificate | null>(null);
  // The next one begins empty: the names that were asked for have their certificate.
  const [another, setAnother] = useState(false);
  const { go, open } = useNavigation();
  return (
    <Dialog
      title={issued ? 'Certificate issued' : 'New certificate'}
      opened={opened}
      onClose={onClose}
      onGone={() => {
        setIssued(null);
        setAnother(false);
      }}
      busy={busy}
    >
      {issued ? (
        <Issued
          certificate={issued}
          onAnother={() => {
            setAnother(true);
            setIssued(null);
          }}
          onExport={() => {
            go('certificates', { kind: 'certificate', id: issued.id });
            open({ kind: 'export', ids: [issued.id] });
          }}
          onDone={() => {
            go('certificates', { kind: 'certificate', id: issued.id });
            onClose();
          }}
        />
      ) : (
        <WithSettings names={another ? [] : (names ?? [])} onBusy={setBusy} onCancel={onClose} onIssued={setIssued} />
      )}
    </Dialog>
  );
}

interface WithSettingsProps {
  names: readonly string[];
  onBusy: (busy: boolean) => void;
  onCancel: () => void;
  onIssued: (certificate: Certificate) => void;
}

function WithSettings({ names, onBusy, onCancel, onIssued }: WithSettingsProps) {
  const { api } = useClient();
  const settings = useQuery(() => api.settings.get(), 'settings');
  if (settings.failure) return <FailureNote failure={settings.failure} onRetry={settings.reload} />;
  if (!settings.data) return <Loading label="Reading the settings" rows={2} />;
  return (
    <NewCertificateForm
      names={names}
      validityDays={settings.data.validityDays}
      onBusy={onBusy}
      onCancel={onCancel}
      onIssued={onIssued}
    />
  );
}
