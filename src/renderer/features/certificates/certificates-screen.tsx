import { Button, Kbd, SegmentedControl, TextInput } from '@mantine/core';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import type { Certificate } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { useNavigation } from '../../state/navigation';
import { useQuery } from '../../state/use-query';
import { Icon } from '../../ui/icons';
import layout from '../../ui/layout.module.css';
import { AboveList, ListDetail } from '../../ui/list-detail';
import { Loading } from '../../ui/loading';
import { EmptyState, FailureNote } from '../../ui/notes';
import { Page } from '../../ui/page';
import { signOf } from '../../ui/status';
import { BulkBar } from './bulk-bar';
import { CertificateTable } from './certificate-table';
import styles from './certificates.module.css';
import { Detail, type DetailAim } from './detail';
import { EndingChip } from './ending-chip';
import { type EndingSpan, endsIn, matcher, type StatusFilter } from './listing';
import { MoreMenu } from './more-menu';
import { RenewalTroubles } from './renewal-troubles';
import { keptOf, nothingSelected, type Selection } from './selection';
import { useDelete } from './use-delete';

const refreshOn = ['certificates.changed', 'authorities.changed', 'clock.changed'] as const;
const none: Certificate[] = [];
const filters: readonly { value: StatusFilter; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'healthy', label: 'Healthy' },
  { value: 'expiring', label: 'Expiring' },
  { value: 'expired', label: 'Expired' },
  { value: 'broken', label: 'Broken' },
];

/** "Not yet valid": the word of a status that has no place of its own among the filters. */
const labelOf = (status: StatusFilter) => {
  const { word } = signOf(status);
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
};

/** Every certificate that Sealwax made here: the list, and one of them in full beside it. */
export function CertificatesScreen() {
  const { api } = useClient();
  const { intent, settle, open } = useNavigation();
  const list = useQuery(() => api.certificates.list(), 'certificates', refreshOn);
  const [text, setText] = useState('');
  const [status, setStatus] = useState<StatusFilter>('all');
  const [ending, setEnding] = useState<EndingSpan | null>(null);
  const [openedId, setOpenedId] = useState<string | null>(null);
  const [aim, setAim] = useState<DetailAim | null>(null);
  const find = useRef<HTMLInputElement>(null);
  const [ticked, setTicked] = useState<Selection>(nothingSelected);
  const remove = useDelete((ids) =>
    setOpenedId((current) => (current !== null && ids.includes(current) ? null : current)),
  );
  const all = list.data ?? none;
  // The field shows each key at once; the rows follow when there is time.
  const wanted = useDeferredValue(text);
  const shown = useMemo(() => {
    const fits = matcher(wanted, status);
    return all.filter((certificate) => fits(certificate) && (ending === null || endsIn(certificate, ending)));
  }, [all, wanted, status, ending]);
  // Only what can be seen is acted upon: a filter takes away what it hides.
  const shownIds = useMemo(() => new Set(shown.map(({ id }) => id)), [shown]);
  const selection = useMemo(() => keptOf(ticked, shownIds), [ticked, shownIds]);
  const selected = useMemo(
    () => (selection.ids.size === 0 ? none : shown.filter(({ id }) => selection.ids.has(id))),
    [shown, selection],
  );

  useEffect(() => {
    // The filter appears with the list, so what asks for it waits for the list.
    if (intent === null || list.data === undefined) return;
    if (intent.kind === 'status') setStatus(intent.status);
    if (intent.kind === 'ending') setEnding({ from: intent.from, until: intent.until });
    if (intent.kind === 'certificate' || intent.kind === 'renew' || intent.kind === 'deployments') {
      setText('');
      setStatus('all');
      setEnding(null);
      setOpenedId(intent.id);
      setAim(intent.kind === 'certificate' ? null : intent.kind);
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
          <AboveList open={openedId !== null} className={styles.tools}>
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
                ...(all.some((each) => each.revoked) && status !== 'revoked'
                  ? [{ value: 'revoked', label: labelOf('revoked') }]
                  : []),
                ...(filters.some(({ value }) => value === status) ? [] : [{ value: status, label: labelOf(status) }]),
              ]}
              onChange={(value) => setStatus(value as StatusFilter)}
            />
            {ending === null ? null : <EndingChip span={ending} onClear={() => setEnding(null)} />}
          </AboveList>
          <ListDetail
            list={
              <section className={`${layout.card} ${styles.list}`} aria-label="List">
                {shown.length > 0 ? (
                  <CertificateTable
                    certificates={all}
                    shown={shownIds}
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
                        setEnding(null);
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
            }
            detail={
              openedId === null ? null : (
                <Detail
                  key={openedId}
                  id={openedId}
                  aim={aim}
                  onAimed={() => setAim(null)}
                  onClose={() => setOpenedId(null)}
                  onDelete={(certificate) => remove([certificate])}
                  onRenewed={(made) => setOpenedId(made.id)}
                  onShow={setOpenedId}
                />
              )
            }
          />
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
