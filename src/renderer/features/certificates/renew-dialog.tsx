import { Button, Progress } from '@mantine/core';
import { useState } from 'react';
import type { Certificate } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { useAction } from '../../state/use-action';
import { useQuery } from '../../state/use-query';
import { namesInBrief } from '../../text/names';
import { ButtonsInOrder } from '../../ui/buttons-in-order';
import { Dialog } from '../../ui/dialog';
import layout from '../../ui/layout.module.css';
import { FailureNote } from '../../ui/notes';
import { useToasts } from '../../ui/toasts';
import { KeyChoice } from './key-choice';
import { RenewReport } from './renew-report';
import { useRenewMany } from './use-renew-many';

interface RenewDialogProps {
  /** Null while the dialog is closed. */
  certificates: readonly Certificate[] | null;
  onClose: () => void;
  onRenewed: (made: Certificate[]) => void;
}

/** Issues again, for the same names, purpose and authority; the old certificates stay until they expire. */
export function RenewDialog({ certificates, onClose, onRenewed }: RenewDialogProps) {
  const [shown, setShown] = useState<readonly Certificate[]>([]);
  const [busy, setBusy] = useState(false);
  if (certificates !== null && certificates !== shown) setShown(certificates);
  const first = shown[0];
  const title = shown.length === 1 && first ? `Renew ${nameOf(first)}` : `Renew ${shown.length} certificates`;
  return (
    <Dialog title={title} opened={certificates !== null} onClose={onClose} busy={busy}>
      {shown.length === 1 && first ? (
        <RenewOne certificate={first} onBusy={setBusy} onClose={onClose} onRenewed={onRenewed} />
      ) : (
        <RenewMany certificates={shown} onBusy={setBusy} onClose={onClose} onRenewed={() => onRenewed([])} />
      )}
    </Dialog>
  );
}

const onDeployments = ['deployments.changed'] as const;

const nameOf = (certificate: Certificate) => namesInBrief(certificate.names).first || certificate.commonName;

interface FormProps {
  onBusy: (busy: boolean) => void;
  onClose: () => void;
  onRenewed: (made: Certificate[]) => void;
}

function RenewOne({ certificate, onBusy, onClose, onRenewed }: FormProps & { certificate: Certificate }) {
  const { api } = useClient();
  const { show } = useToasts();
  const deployed = useQuery(
    () => api.deployments.list({ certificateId: certificate.id }),
    `deployed ${certificate.id}`,
    onDeployments,
  );
  const [chosen, setChosen] = useState<boolean>();
  const sideBySide = deployed.data?.keepsKey === true;
  const sameKey = chosen ?? (sideBySide || !certificate.keyHere);
  const renew = useAction(async () => {
    onBusy(true);
    try {
      const made = await api.certificates.renew({ id: certificate.id, sameKey });
      show('Renewed. The old certificate stays in the list until it expires.');
      onClose();
      onRenewed([made]);
    } finally {
      onBusy(false);
    }
  });
  return (
    <div className={layout.stack}>
      <p>
        A new certificate for the same names and purpose, from the same authority. The old one stays in the list until
        it expires.
      </p>
      <KeyChoice foreign={!certificate.keyHere} sideBySide={sideBySide} sameKey={sameKey} onChange={setChosen} />
      {renew.failure ? <FailureNote failure={renew.failure} /> : null}
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

/** Asks, runs with a bar and a way to stop, and ends with what became of each when that is not the same for all. */
function RenewMany({
  certificates,
  onBusy,
  onClose,
  onRenewed,
}: FormProps & { certificates: readonly Certificate[]; onRenewed: () => void }) {
  const { show } = useToasts();
  // What it was opened for: the list behind the dialog moves on while it runs.
  const [asked] = useState(certificates);
  const foreign = asked.some(({ keyHere }) => !keyHere);
  const [sameKey, setSameKey] = useState(foreign);
  const many = useRenewMany();
  const start = async () => {
    onBusy(true);
    const report = await many.renew.run(
      asked.map(({ id }) => id),
      // Left open, each key that lies beside its certificate stays.
      sameKey || undefined,
    );
    onBusy(false);
    if (report === undefined || report.failed > 0 || report.results.some(({ warning }) => warning)) return;
    show(`Renewed ${report.renewed} certificates.`);
    onClose();
    onRenewed();
  };
  if (many.report) {
    return (
      <div className={layout.stack}>
        <RenewReport report={many.report} />
        <ButtonsInOrder
          affirmative={
            <Button
              variant="filled"
              data-autofocus
              onClick={() => {
                onClose();
                onRenewed();
              }}
            >
              Done
            </Button>
          }
        />
      </div>
    );
  }
  if (many.progress) {
    const { done, failed, total } = many.progress;
    return (
      <div className={layout.stack}>
        <Progress value={(100 * (done + failed)) / total} size="lg" aria-label="Certificates renewed" />
        <p>
          {done} of {total} renewed{failed > 0 ? `, ${failed} with a problem` : ''}
          {many.stopping ? '. Stopping: what is renewed stays.' : '.'}
        </p>
        <ButtonsInOrder
          affirmative={
            <Button onClick={many.stop} disabled={many.stopping}>
              Stop
            </Button>
          }
        />
      </div>
    );
  }
  return (
    <div className={layout.stack}>
      <p>
        Each gets a new certificate for the same names and purpose, from the same authority. The old ones stay in the
        list until they expire.
      </p>
      <KeyChoice foreign={foreign} many sameKey={sameKey} onChange={setSameKey} />
      {many.renew.failure ? <FailureNote failure={many.renew.failure} /> : null}
      <ButtonsInOrder
        affirmative={
          <Button variant="filled" data-autofocus onClick={() => void start()}>
            Renew
          </Button>
        }
        others={<Button onClick={onClose}>Cancel</Button>}
      />
    </div>
  );
}
