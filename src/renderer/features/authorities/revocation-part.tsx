import { Button } from '@mantine/core';
import { useState } from 'react';
import type { RevocationState } from '../../../ipc/revocation-schemas';
import type { Authority } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { useAction } from '../../state/use-action';
import { useNow } from '../../state/use-now';
import { useQuery } from '../../state/use-query';
import { formatDay } from '../../text/dates';
import { colonHex } from '../../text/hex';
import { reasonWords } from '../../text/revocation-reasons';
import { CopyValue } from '../../ui/copy';
import layout from '../../ui/layout.module.css';
import { Loading } from '../../ui/loading';
import { Moment } from '../../ui/moment';
import { FailureNote, Note } from '../../ui/notes';
import { useToasts } from '../../ui/toasts';
import styles from './revocation.module.css';
import { ServeList } from './revocation-serve';

const refreshOn = ['authorities.changed', 'certificates.changed'] as const;

/** What an authority has taken back, the signed list that tells of it, and where that list is. */
export function RevocationPart({ authority }: { authority: Authority }) {
  const { api } = useClient();
  const { id } = authority;
  const state = useQuery(() => api.revocation.state({ authorityId: id }), `revocation ${id}`, refreshOn);
  if (state.failure) return <FailureNote failure={state.failure} onRetry={state.reload} />;
  if (state.data === undefined) return <Loading label="Reading what was revoked" rows={2} />;
  const { refusal } = state.data;
  return (
    <div className={styles.part}>
      {refusal === undefined ? null : <Note tone="info" message={refusal.message} hint={refusal.hint} />}
      <Entries state={state.data} name={authority.name} />
      {refusal === undefined || state.data.crl !== undefined ? (
        <TheList state={state.data} authority={authority} />
      ) : null}
      {refusal === undefined || state.data.serve.on ? <ServeList state={state.data} authority={authority} /> : null}
    </div>
  );
}

/** More than this many are counted; `sealwax ca revoked` has them all. */
const entriesShown = 200;

function Entries({ state, name }: { state: RevocationState; name: string }) {
  const { revoked } = state;
  if (revoked.length === 0) {
    return <p className={layout.mute}>Nothing is revoked. “Revoke…” stands beside each certificate.</p>;
  }
  const long = revoked.length > 5;
  return (
    <ul className={styles.entries} aria-label={`Revoked by ${name}`} {...(long ? { tabIndex: 0 } : {})}>
      {revoked.slice(0, entriesShown).map((entry) => (
        <li key={entry.serial}>
          <div>
            <strong>{entry.name ?? 'A certificate that is not in the list'}</strong>
            <small>
              {formatDay(entry.at)}: {reasonWords(entry.reason)}
            </small>
          </div>
          <CopyValue text={colonHex(entry.serial)} what={`serial number of ${entry.name ?? 'a revoked certificate'}`} />
        </li>
      ))}
      {revoked.length > entriesShown ? <li>and {revoked.length - entriesShown} more</li> : null}
    </ul>
  );
}

function TheList({ state, authority }: { state: RevocationState; authority: Authority }) {
  const { api } = useClient();
  const now = useNow();
  const { show } = useToasts();
  const [busy, setBusy] = useState<'pem' | 'der' | null>(null);
  const authorityId = authority.id;
  const renew = useAction(async () => {
    await api.revocation.makeCrl({ authorityId });
    show(`Made a new revocation list of ${authority.name}.`);
  });
  const save = useAction(async (form: 'pem' | 'der') => {
    setBusy(form);
    try {
      const saved = await api.revocation.exportCrl({ authorityId, form });
      if (saved.outcome === 'saved') show(`Saved ${saved.files.join(', ')} in ${saved.folderName}.`);
    } finally {
      setBusy(null);
    }
  });
  const { crl, needsPerson, refusal } = state;
  return (
    <section className={layout.stack} aria-label={`Revocation list of ${authority.name}`}>
      {crl === undefined ? null : (
        <dl className={styles.facts}>
          <div>
            <dt>{Date.parse(crl.nextUpdate) < now ? 'List ended' : 'List counts until'}</dt>
            <dd>
              <Moment at={crl.nextUpdate} now={now} />
            </dd>
          </div>
          <div>
            <dt>Made</dt>
            <dd>
              <Moment at={crl.thisUpdate} now={now} />
            </dd>
          </div>
          <div>
            <dt>Number</dt>
            <dd className="mono">{crl.number}</dd>
          </div>
        </dl>
      )}
      {crl !== undefined && !crl.current ? (
        <Note
          tone="warn"
          message="A new list is due."
          hint={
            needsPerson
              ? 'Its key does not open without you: press Renew list. Clients that check it refuse every certificate once it has ended.'
              : 'It is made by itself within minutes, or now with Renew list.'
          }
        />
      ) : null}
      <div className={layout.row}>
        <Button
          size="xs"
          loading={busy === 'pem'}
          aria-label={`Export CRL… of ${authority.name}`}
          onClick={() => void save.run('pem')}
        >
          Export CRL…
        </Button>
        <Button
          size="xs"
          loading={busy === 'der'}
          aria-label={`As DER… the list of ${authority.name}`}
          onClick={() => void save.run('der')}
        >
          As DER…
        </Button>
        {crl === undefined || refusal !== undefined ? null : (
          <Button
            size="xs"
            loading={renew.busy}
            aria-label={`Renew list of ${authority.name}`}
            onClick={() => void renew.run()}
          >
            Renew list
          </Button>
        )}
      </div>
      {[renew.failure, save.failure].map((failure) =>
        failure && failure.code !== 'cancelled' ? <FailureNote key={failure.message} failure={failure} /> : null,
      )}
    </section>
  );
}
