import { Button } from '@mantine/core';
import { useState } from 'react';
import type { RenewalPlan, Seen, Watched } from '../../../ipc/watched-schemas';
import { useClient } from '../../state/client-context';
import { failureOf } from '../../state/failure';
import { useAction } from '../../state/use-action';
import { useQuery } from '../../state/use-query';
import { formatDay } from '../../text/dates';
import { Fact, FactList } from '../../ui/certificate-fact';
import { Dialog } from '../../ui/dialog';
import { DialogFoot } from '../../ui/dialog-foot';
import layout from '../../ui/layout.module.css';
import { Loading } from '../../ui/loading';
import { FailureNote } from '../../ui/notes';
import { useToasts } from '../../ui/toasts';

interface Renewing {
  item: Watched;
  seen: Seen;
}

/** Shows which two files a new certificate would be written over, and writes it when a person agrees. */
export function RenewInPlace({ renewing, onClose }: { renewing: Renewing | null; onClose: () => void }) {
  const [shown, setShown] = useState<Renewing | null>(null);
  const [busy, setBusy] = useState(false);
  // It stays in the dialog while that fades away.
  if (renewing !== null && renewing !== shown) setShown(renewing);
  return (
    <Dialog title="Renew in place" opened={renewing !== null} onClose={onClose} busy={busy}>
      {shown === null ? null : <Plan key={shown.seen.id} {...shown} onBusy={setBusy} onClose={onClose} />}
    </Dialog>
  );
}

interface PlanProps extends Renewing {
  onBusy: (busy: boolean) => void;
  onClose: () => void;
}

function Plan({ item, seen, onBusy, onClose }: PlanProps) {
  const { api } = useClient();
  const { show, fail, offerUndo } = useToasts();
  const plan = useQuery(() => api.watched.planRenewal({ id: item.id, seenId: seen.id }), `${item.id} ${seen.id}`);
  const renew = useAction(async ({ seenId, fingerprint }: RenewalPlan) => {
    onBusy(true);
    try {
      const { backup, notAfter } = await api.watched.renew({ id: item.id, seenId, fingerprint });
      offerUndo(`Renewed until ${formatDay(notAfter)}. The old files are kept for 30 days.`, () => {
        api.watched.putBack({ backup }).then(
          () => show('The old files are back.'),
          (thrown) => fail(failureOf(thrown)),
        );
      });
      onClose();
    } finally {
      onBusy(false);
    }
  });
  const cancel = (
    <Button onClick={onClose} disabled={renew.busy}>
      {plan.failure ? 'Close' : 'Cancel'}
    </Button>
  );
  if (plan.failure) {
    return (
      <div className={layout.stack}>
        <FailureNote failure={plan.failure} onRetry={plan.reload} />
        <DialogFoot affirmative={cancel} />
      </div>
    );
  }
  const { data } = plan;
  if (data === undefined) return <Loading label="Reading the two files" />;
  const one = data.certificateFile === data.keyFile;
  return (
    <div className={layout.stack}>
      <p>
        A new certificate for the same names, and a new key, are written over {one ? 'this file' : 'these two files'}{' '}
        with the same access rights. What is there now is kept for 30 days and can be put back.
      </p>
      <FactList>
        <Fact term={one ? 'Certificate and key' : 'Certificate'}>
          <span className={layout.path}>{data.certificateFile}</span>
        </Fact>
        {one ? null : (
          <Fact term="Key">
            <span className={layout.path}>{data.keyFile}</span>
          </Fact>
        )}
        <Fact term="Names">
          <span dir="auto">{data.names.join(', ')}</span>
        </Fact>
        <Fact term="Signed by">{data.authority}</Fact>
        <Fact term="Valid to">{formatDay(data.notAfter)}</Fact>
      </FactList>
      <p className={layout.mute}>Whoever uses the files has to read them again, e.g. by a restart of the server.</p>
      <DialogFoot
        failure={renew.failure}
        affirmative={
          <Button variant="filled" loading={renew.busy} onClick={() => void renew.run(data)}>
            {one ? 'Write the file' : 'Write both files'}
          </Button>
        }
        others={cancel}
      />
    </div>
  );
}
