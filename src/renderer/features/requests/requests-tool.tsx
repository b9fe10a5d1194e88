import { Button } from '@mantine/core';
import { useState } from 'react';
import type { SigningRequest } from '../../../ipc/issue-schemas';
import { useClient } from '../../state/client-context';
import { useNavigation } from '../../state/navigation';
import { useOpenedFile } from '../../state/opened-file';
import { useQuery } from '../../state/use-query';
import { Icon } from '../../ui/icons';
import layout from '../../ui/layout.module.css';
import { Loading } from '../../ui/loading';
import { EmptyState, FailureNote } from '../../ui/notes';
import { DeleteRequest } from './delete-request';
import { RequestCard } from './request-card';
import styles from './requests.module.css';
import { SignDialog } from './sign-dialog';

const refreshOn = ['requests.changed'] as const;

interface RequestsToolProps {
  /** Names the opened request that is being signed; null while none is. */
  signing: string | null;
  onSigning: (token: string | null) => void;
}

/** Both directions: requests made here that wait for their certificate, and requests of others to sign. */
export function RequestsTool({ signing, onSigning }: RequestsToolProps) {
  const { api } = useClient();
  const { open } = useNavigation();
  const list = useQuery(() => api.requests.list(), 'requests', refreshOn);
  const [deleting, setDeleting] = useState<SigningRequest | null>(null);
  return (
    <>
      <SignCard onSigning={onSigning} />
      <section className={layout.card} aria-label="Requests made here">
        <header className={styles.head}>
          <div>
            <h2>Made here, waiting for a certificate</h2>
            <p className={layout.mute}>The private keys are on this machine and never leave it with the request.</p>
          </div>
          <Button onClick={() => open('new-request')}>New signing request</Button>
        </header>
        {list.failure ? (
          <div className={layout.pad}>
            <FailureNote failure={list.failure} onRetry={list.reload} />
          </div>
        ) : null}
        {list.data === undefined && !list.failure ? (
          <div className={layout.pad}>
            <Loading label="Reading the requests" rows={2} />
          </div>
        ) : null}
        {list.data?.length === 0 ? (
          <EmptyState
            title="No request is open"
            text="Make one when another authority, such as that of your company, is to sign your certificate."
          />
        ) : null}
        <ul className={styles.list}>
          {list.data?.map((request) => (
            <RequestCard key={request.id} request={request} onDelete={() => setDeleting(request)} />
          ))}
        </ul>
      </section>
      <SignDialog token={signing} onClose={() => onSigning(null)} />
      <DeleteRequest request={deleting} onClose={() => setDeleting(null)} />
    </>
  );
}

/** The way to a request that somebody else made. */
function SignCard({ onSigning }: { onSigning: (token: string) => void }) {
  const { busy, failure, chooseFile, paste } = useOpenedFile();
  const [nothing, setNothing] = useState<string>();
  const sign = async (load: typeof chooseFile) => {
    setNothing(undefined);
    const view = await load();
    if (view === null) return;
    if (view.items.some((item) => item.kind === 'request')) onSigning(view.token);
    else setNothing(view.title);
  };
  return (
    <section className={`${layout.card} ${styles.sign}`} aria-label="Sign a request">
      <div>
        <h2>Sign a request</h2>
        <p className={layout.mute}>
          Open, paste or drop a request (PKCS#10, PEM or DER). You see what it asks for before anything is signed.
        </p>
      </div>
      <div className={layout.row}>
        <Button leftSection={<Icon name="copy" size={16} />} disabled={busy} onClick={() => void sign(paste)}>
          Paste
        </Button>
        <Button leftSection={<Icon name="folder" size={16} />} disabled={busy} onClick={() => void sign(chooseFile)}>
          Open a request…
        </Button>
      </div>
      {failure ? (
        <div className={styles.whole}>
          <FailureNote failure={failure} />
        </div>
      ) : null}
      {nothing === undefined || failure ? null : (
        <div className={styles.whole}>
          <FailureNote
            failure={{
              code: 'not-a-request',
              message: `There is no signing request in ${nothing}.`,
              hint: 'A request begins with “BEGIN CERTIFICATE REQUEST”. Open another file, or look inside this one.',
              field: undefined,
            }}
          />
        </div>
      )}
    </section>
  );
}
