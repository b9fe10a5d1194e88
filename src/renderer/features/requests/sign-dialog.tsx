import { useState } from 'react';
import type { Certificate } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { useQuery } from '../../state/use-query';
import { Dialog } from '../../ui/dialog';
import { Loading } from '../../ui/loading';
import { FailureNote } from '../../ui/notes';
import { SignForm } from './sign-form';
import { Signed } from './signed';

interface SignDialogProps {
  /** Names the opened request; null while the dialog is closed. */
  token: string | null;
  onClose: () => void;
}

/** What a request asks for, what of it is granted, and the signed certificate. */
export function SignDialog({ token, onClose }: SignDialogProps) {
  const [shown, setShown] = useState<string | null>(null);
  const [signed, setSigned] = useState<Certificate | null>(null);
  const [busy, setBusy] = useState(false);
  if (token !== null && token !== shown) {
    setShown(token);
    setSigned(null);
  }
  return (
    <Dialog
      title={signed ? 'Request signed' : 'Sign a request'}
      opened={token !== null}
      onClose={onClose}
      onGone={() => {
        setShown(null);
        setSigned(null);
      }}
      busy={busy}
      size="wide"
    >
      {signed ? (
        <Signed certificate={signed} onClose={onClose} />
      ) : shown === null ? null : (
        <Preview key={shown} token={shown} onBusy={setBusy} onClose={onClose} onSigned={setSigned} />
      )}
    </Dialog>
  );
}

interface PreviewProps {
  token: string;
  onBusy: (busy: boolean) => void;
  onClose: () => void;
  onSigned: (certificate: Certificate) => void;
}

function Preview(props: PreviewProps) {
  const { api } = useClient();
  const preview = useQuery(() => api.requests.preview({ token: props.token }), props.token);
  const settings = useQuery(() => api.settings.get(), 'settings');
  const failed = preview.failure ? preview : settings.failure ? settings : undefined;
  if (failed?.failure) return <FailureNote failure={failed.failure} onRetry={failed.reload} />;
  if (!preview.data || !settings.data) return <Loading label="Reading the request" rows={3} />;
  return <SignForm {...props} preview={preview.data} validityDays={settings.data.validityDays} />;
}
