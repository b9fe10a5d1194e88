import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { ExportFormat, Saved } from '../../../ipc/issue-schemas';
import type { Certificate } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { useAction } from '../../state/use-action';
import { useQuery } from '../../state/use-query';
import { asksPassphrase, formatGroups, usualFormats, withoutKey } from '../../text/formats';
import { namesInBrief } from '../../text/names';
import { Dialog } from '../../ui/dialog';
import { DialogFoot } from '../../ui/dialog-foot';
import { Icon } from '../../ui/icons';
import layout from '../../ui/layout.module.css';
import { Loading } from '../../ui/loading';
import { FailureNote, Note } from '../../ui/notes';
import styles from './export.module.css';
import { ExportResult } from './export-result';

interface ExportDialogProps {
  /** Null while the dialog is closed. */
  ids: readonly string[] | null;
  onClose: () => void;
}

/** Writes certificates out in the forms that programs ask for. */
export function ExportDialog({ ids, onClose }: ExportDialogProps) {
  const [shown, setShown] = useState<readonly string[]>([]);
  const [saved, setSaved] = useState<Saved | null>(null);
  const [deployed, setDeployed] = useState(false);
  const [busy, setBusy] = useState(false);
  if (ids !== null && ids !== shown) {
    setShown(ids);
    setSaved(null);
  }
  const title = saved ? 'Exported' : shown.length > 1 ? `Export ${shown.length} certificates` : 'Export';
  return (
    <Dialog title={title} opened={ids !== null} onClose={onClose} busy={busy} size="wide">
      {saved ? (
        <ExportResult saved={saved} deployed={deployed} onClose={onClose} />
      ) : (
        <Chooser
          ids={shown}
          onBusy={setBusy}
          onSaved={(made, kept) => {
            setSaved(made);
            setDeployed(kept);
          }}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}

interface ChooserProps {
  ids: readonly string[];
  onBusy: (busy: boolean) => void;
  onSaved: (saved: Saved, deployed: boolean) => void;
  onClose: () => void;
}

function Chooser(props: ChooserProps) {
  const { api } = useClient();
  const list = useQuery(() => api.certificates.list(), 'export');
  if (list.failure) return <FailureNote failure={list.failure} onRetry={list.reload} />;
  if (!list.data) return <Loading label="Reading the certificates" rows={3} />;
  const chosen = new Set(props.ids);
  return <Formats {...props} certificates={list.data.filter(({ id }) => chosen.has(id))} />;
}

function Formats({ ids, onBusy, onSaved, onClose, certificates }: ChooserProps & { certificates: Certificate[] }) {
  const { api } = useClient();
  const keyless = certificates.filter((certificate) => !certificate.keyHere).length;
  // A format with a key fails for a set in which one has none, so it is offered only when all have theirs.
  const allowed = (format: ExportFormat) => keyless === 0 || withoutKey([format]).length === 1;
  const [formats, setFormats] = useState<readonly ExportFormat[]>(() => usualFormats.filter(allowed));
  const [stopped, setStopped] = useState(false);
  const [deploy, setDeploy] = useState(true);
  const work = useAction(async () => {
    onBusy(true);
    setStopped(false);
    try {
      const saved = await api.certificates.export({ ids: [...ids], formats: [...formats], deploy });
      if (saved.outcome === 'saved') onSaved(saved, deploy);
      else setStopped(true);
    } finally {
      onBusy(false);
    }
  });
  const first = certificates[0];
  return (
    <div className={layout.stack}>
      <p className={layout.mute}>
        {certificates.length === 1 && first
          ? `${namesInBrief(first.names).first || first.commonName}: choose what to write; a dialog asks for the folder.`
          : 'Choose what to write for each of them; a dialog asks for the folder, and each gets its own folder in it.'}
      </p>
      {keyless > 0 ? (
        <Note
          tone="info"
          message={
            certificates.length === 1
              ? 'Its private key is not on this machine, so only what holds no key can be written.'
              : `The private key of ${keyless} of them is not on this machine, so only what holds no key can be written.`
          }
        />
      ) : null}
      <Checkbox
        label="Keep these files up to date"
        description={
          asksPassphrase(formats)
            ? 'Renewing writes them again, under the same names. Those with a passphrase wait until you type it.'
            : 'Renewing writes them again, under the same names, unless somebody else changed them.'
        }
        checked={deploy}
        onChange={(event) => setDeploy(event.currentTarget.checked)}
      />
      {formatGroups.map((group) => (
        <fieldset key={group.label} className={layout.fieldset}>
          <legend>{group.label}</legend>
          <div className={styles.formats}>
            {group.formats.map((words) => (
              <Checkbox
                key={words.format}
                label={
                  <span className={styles.format}>
                    {words.label}
                    {words.withPassphrase ? (
                      <span className={styles.asks}>
                        <Icon name="lock" size={13} /> asks for a passphrase
                      </span>
                    ) : null}
                  </span>
                }
                description={words.explanation}
                checked={formats.includes(words.format)}
                disabled={!allowed(words.format)}
                onChange={(event) => {
                  const on = event.currentTarget.checked;
                  setFormats(on ? [...formats, words.format] : formats.filter((format) => format !== words.format));
                }}
              />
            ))}
          </div>
        </fieldset>
      ))}
      <p className={styles.foretold} aria-live="polite">
        {asksPassphrase(formats)
          ? 'A passphrase for these files is asked for in a window of its own. Existing files are not replaced without asking.'
          : 'Existing files are not replaced without asking.'}
      </p>
      {stopped ? <Note tone="info" message="Nothing was written: no folder or passphrase was chosen." /> : null}
      <DialogFoot
        failure={work.failure}
        affirmative={
          <Button variant="filled" loading={work.busy} disabled={formats.length === 0} onClick={() => void work.run()}>
            Choose a folder…
          </Button>
        }
        others={
          <Button onClick={onClose} disabled={work.busy}>
            Cancel
          </Button>
        }
      />
    </div>
  );
}
