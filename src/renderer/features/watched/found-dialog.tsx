import { Button, Checkbox } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { FindReport, Found } from '../../../ipc/watched-schemas';
import { useClient } from '../../state/client-context';
import { useAction } from '../../state/use-action';
import { useNow } from '../../state/use-now';
import { relativeDate } from '../../text/dates';
import { Dialog } from '../../ui/dialog';
import { DialogFoot } from '../../ui/dialog-foot';
import { Icon } from '../../ui/icons';
import layout from '../../ui/layout.module.css';
import { Loading } from '../../ui/loading';
import { FailureNote, Note } from '../../ui/notes';
import { Tag } from '../../ui/tag';
import { useToasts } from '../../ui/toasts';
import styles from './watched.module.css';
import { signOf } from './words';

/** Certificates that other tools keep and never renew, to be watched with one press. */
export function FoundDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [busy, setBusy] = useState(false);
  return (
    <Dialog title="Found on this machine" size="wide" opened={opened} onClose={onClose} busy={busy}>
      <FoundList onBusy={setBusy} onClose={onClose} />
    </Dialog>
  );
}

function FoundList({ onBusy, onClose }: { onBusy: (busy: boolean) => void; onClose: () => void }) {
  const { api } = useClient();
  const { show } = useToasts();
  const [report, setReport] = useState<FindReport | null>(null);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const find = useAction(async (look: () => Promise<FindReport | null>) => {
    const found = await look();
    if (found !== null) setReport(found);
  });
  const { run } = find;
  useEffect(() => {
    void run(() => api.watched.find());
  }, [api, run]);
  const choosable = (report?.found ?? []).filter(({ watched }) => !watched);
  const chosen = choosable.filter(({ id }) => !left.has(id));
  const add = useAction(async () => {
    onBusy(true);
    try {
      const added = await api.watched.addFound({ ids: chosen.map(({ id }) => id) });
      show(added.length === 1 ? '1 certificate is watched now.' : `${added.length} certificates are watched now.`);
      onClose();
    } finally {
      onBusy(false);
    }
  });
  const toggle = (id: string) => {
    const next = new Set(left);
    if (!next.delete(id)) next.add(id);
    setLeft(next);
  };
  return (
    <div className={layout.stack}>
      <p>
        Next.js, the Shopify CLI, vite-plugin-mkcert, devcert, Valet and mkcert make certificates and never renew them.
        Watched, they do not end unseen.
      </p>
      <div className={layout.row}>
        <Button
          size="xs"
          leftSection={<Icon name="folder" size={15} />}
          disabled={find.busy}
          onClick={() => void find.run(() => api.watched.findInFolder())}
        >
          Look through a folder of projects…
        </Button>
      </div>
      {find.failure ? <FailureNote failure={find.failure} /> : null}
      {find.busy ? <Loading label="Looking for certificates" /> : null}
      {report !== null && !find.busy ? (
        <>
          {report.found.length === 0 ? (
            <Note
              tone="info"
              message="No certificate of another tool was found."
              hint="Choose the folder of your projects to look through it as well."
            />
          ) : (
            <ul className={styles.found} aria-label="Certificates found">
              {report.found.map((each) => (
                <FoundItem key={each.id} found={each} on={!left.has(each.id)} onToggle={() => toggle(each.id)} />
              ))}
            </ul>
          )}
          {report.cut ? (
            <Note tone="warn" message="There was more than is looked at." hint="Choose a folder further down." />
          ) : null}
        </>
      ) : null}
      <DialogFoot
        failure={add.failure}
        affirmative={
          <Button
            variant="filled"
            loading={add.busy}
            disabled={chosen.length === 0 || find.busy}
            onClick={() => void add.run()}
          >
            {chosen.length > 1 ? `Watch ${chosen.length} certificates` : 'Watch'}
          </Button>
        }
        others={
          <Button onClick={onClose} disabled={add.busy}>
            Cancel
          </Button>
        }
      />
    </div>
  );
}

function FoundItem({ found, on, onToggle }: { found: Found; on: boolean; onToggle: () => void }) {
  const now = useNow();
  const { path, tool, names, state, notAfter, watched } = found;
  const sign = signOf(state, 'file');
  const title = names.slice(0, 3).join(', ') || path;
  return (
    <li>
      <Checkbox
        checked={watched || on}
        disabled={watched}
        onChange={onToggle}
        label={
          <span dir="auto">
            {title}
            {watched ? ' (watched already)' : ''}
          </span>
        }
        description={`${tool}, ${state === 'expired' ? 'expired' : 'expires'} ${relativeDate(notAfter, now)}`}
      />
      <Tag tone={sign.tone} icon={sign.icon}>
        {sign.word}
      </Tag>
      <small className={layout.path}>{path}</small>
    </li>
  );
}
