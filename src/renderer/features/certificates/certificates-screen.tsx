import { Button, Kbd, SegmentedControl, TextInput } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Certificate } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { useNavigation } from '../../state/navigation';
import { useQuery } from '../../state/use-query';
import { Icon } from '../../ui/icons';
import layout from '../../ui/layout.module.css';
import { Loading } from '../../ui/loading';
import { EmptyState, FailureNote } from '../../ui/notes';
import { Page } from '../../ui/page';
import { BulkBar } from './bulk-bar';
import { CertificateTable } from './certificate-table';
import styles from './certificates.module.css';
import { Detail } from './detail';
import { matches, type StatusFilter } from './listing';
import { MoreMenu } from './more-menu';
import { RenewalTroubles } from './renewal-troubles';
import { keptOf, nothingSelected, type Selection } from './selection';
import { useDelete } from './use-delete';

const refreshOn = ['certificates.changed', 'authorities.changed'] as const;
const none: Certificate[] = [];
const filters: readonly { value: StatusFilter; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'healthy', label: 'Healthy' },
  { value: 'expiring', label: 'Expiring' },
  { value: 'expired', label: 'Expired' },
  { value: 'broken', label: 'Broken' },
];

/** Every certificate that Sealwax made here: the list, and one of them in full beside it. */
export function CertificatesScreen() {
  const { api } = useClient();
  const { intent, settle, open } = useNavigation();
  const list = useQuery(() => api.certificates.list(), 'certificates', refreshOn);
  const [text, setText] = useState('');
  const [status, setStatus] = useState<StatusFilter>('all');
  const [openedId, setOpenedId] = useState<string | null>(null);
  const find = useRef<HTMLInputElement>(null);
  const [ticked, setTicked] = useState<Selection>(nothingSelected);
  const remove = useDelete((ids) =>
    setOpenedId((current) => (current !== null && ids.includes(current) ? null : current)),
  );
  const all = list.data ?? none;
  const shown = useMemo(() => all.filter((certificate) => matches(certificate, text, status)), [all, text, status]);
  // Only what can be seen is acted upon: a filter takes away what it hides.
  const selection = useMemo(() => keptOf(ticked, new Set(shown.map(({ id }) => id))), [ticked, shown]);
  const selected = shown.filter(({ id }) => selection.ids.has(id));

  useEffect(() => {
    // The filter appears with the list, so what asks for it waits for the list.
    if (intent === null || list.data === undefined) return;
    if (intent.kind === 'status') setStatus(intent.status);
    if (intent.kind === 'certificate') {
      setText('');
      setStatus('all');
      setOpenedId(intent.id);
    }
    if (intent.kind === 'find') find.current?.focus();
    settle();
  }, [intent, settle, list.data]);

  return (
    <Page
      title="Certificates"
      fill
      actions={
        <>
          <MoreMenu />
          <Button variant="filled" onClick={() => open('new-certificate')}>
            New certificate
          </Button>
        </>
      }
    >
      {list.failure ? <FailureNote failure={list.failure} onRetry={list.reload} /> : null}
      {list.data === undefined && !list.failure ? <Loading label="Reading the certificates" rows={6} /> : null}
      {list.data?.length === 0 ? <NoneYet onNew={() => open('new-certificate')} /> : null}
      {all.length > 0 ? (
        <>
          {openedId === null ? <RenewalTroubles onShow={setOpenedId} /> : null}
          <div className={styles.tools} data-detail={openedId !== null || undefined}>
            <TextInput
              ref={find}
              className={styles.find ?? ''}
              aria-label="Filter certificates"
              placeholder={`Filter ${all.length} certificate${all.length === 1 ? '' : 's'}`}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key === 'Escape') setText('');
              }}
              leftSection={<Icon name="search" size={16} />}
              rightSection={<Kbd>/</Kbd>}
              rightSectionPointerEvents="none"
            />
            <SegmentedControl
              aria-label="Filter by status"
              value={status}
              data={[
                ...filters,
                ...(all.some((each) => each.revoked) || status === 'revoked'
                  ? [{ value: 'revoked', label: 'Revoked' }]
                  : []),
                ...(status === 'not-yet-valid' ? [{ value: 'not-yet-valid', label: 'Not yet valid' }] : []),
              ]}
              onChange={(value) => setStatus(value as StatusFilter)}
            />
          </div>
          <div className={styles.columns} data-detail={openedId !== null || undefined}>
            <section className={`${layout.card} ${styles.list}`} aria-label="List">
              {shown.length > 0 ? (
                <CertificateTable
                  certificates={shown}
                  openedId={openedId}
                  onOpen={(certificate) => setOpenedId(certificate.id)}
                  onDelete={remove}
                  selection={selection}
                  onSelection={setTicked}
                />
              ) : (
                <EmptyState title="Nothing fits the filter" text={`None of the ${all.length} certificates fits.`}>
                  <Button
                    onClick={() => {
                      setText('');
                      setStatus('all');
                    }}
                  >
                    Show all
                  </Button>
                </EmptyState>
              )}
              {selected.length > 0 ? (
                <BulkBar
                  certificates={selected}
                  onDelete={() => remove(selected)}
                  onClear={() => setTicked(nothingSelected)}
                />
              ) : null}
            </section>
            {openedId === null ? null : (
              <Detail
                key={openedId}
                id={openedId}
                onClose={() => setOpenedId(null)}
                onDelete={(certificate) => remove([certificate])}
                onRenewed={(made) => setOpenedId(made.id)}
                onShow={setOpenedId}
              />
            )}
          </div>
        </>
      ) : null}
    </Page>
  );
}

function NoneYet({ onNew }: { onNew: () => void }) {
  return (
    <div className={`${layout.card} ${styles.empty}`}>
      <EmptyState
        title="No certificates yet"
        text="Type the names under which your server is opened, such as app.test or localhost, and get a certificate and its key as two files."
      >
        <Button variant="filled" onClick={onNew}>
          New certificate
        </Button>
      </EmptyState>
    </div>
  );
}
