import { Button, NumberInput, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Deployment } from '../../../../ipc/deployment-schemas';
import { useClient } from '../../../state/client-context';
import { useAction } from '../../../state/use-action';
import { Dialog } from '../../../ui/dialog';
import { DialogFoot } from '../../../ui/dialog-foot';
import layout from '../../../ui/layout.module.css';
import { Note } from '../../../ui/notes';
import { draftOf, kinds, type ReloadDraft, reloadOfDraft, signals } from './reload-draft';

interface ReloadDialogProps {
  /** Null while the dialog is closed. */
  deployment: Deployment | null;
  onClose: () => void;
}

/** What makes the server read its files again. The main process shows it once more before it counts. */
export function ReloadDialog({ deployment, onClose }: ReloadDialogProps) {
  const [shown, setShown] = useState<Deployment | null>(null);
  const [busy, setBusy] = useState(false);
  if (deployment !== null && deployment !== shown) setShown(deployment);
  return (
    <Dialog title="After each renewal" opened={deployment !== null} onClose={onClose} busy={busy}>
      {shown ? <ReloadForm deployment={shown} onBusy={setBusy} onClose={onClose} /> : null}
    </Dialog>
  );
}

interface ReloadFormProps {
  deployment: Deployment;
  onBusy: (busy: boolean) => void;
  onClose: () => void;
}

function ReloadForm({ deployment, onBusy, onClose }: ReloadFormProps) {
  const { api } = useClient();
  const [draft, setDraft] = useState(() => draftOf(deployment.reload));
  const [stopped, setStopped] = useState(false);
  const change = (fields: Partial<ReloadDraft>) => setDraft((before) => ({ ...before, ...fields }));
  const reload = reloadOfDraft(draft);
  const save = useAction(async () => {
    if (reload === undefined) return;
    onBusy(true);
    setStopped(false);
    try {
      const after = await api.deployments.setReload({ id: deployment.id, reload });
      if (after === null) setStopped(true);
      else onClose();
    } finally {
      onBusy(false);
    }
  });
  return (
    <div className={layout.stack}>
      <p className={layout.mute}>
        Most servers read certificate and key once, at their start. This tells yours that they are new.
      </p>
      <SegmentedControl
        aria-label="What happens"
        value={draft.kind}
        data={[...kinds]}
        onChange={(kind) => change({ kind: kind as ReloadDraft['kind'] })}
      />
      <Fields draft={draft} change={change} />
      {stopped ? <Note tone="info" message="Nothing was changed." /> : null}
      <DialogFoot
        failure={save.failure}
        affirmative={
          <Button variant="filled" loading={save.busy} disabled={reload === undefined} onClick={() => void save.run()}>
            {draft.kind === 'none' ? 'Set' : draft.kind === 'signal' ? 'Choose the pid file…' : 'Check and set…'}
          </Button>
        }
        others={
          <Button onClick={onClose} disabled={save.busy}>
            Cancel
          </Button>
        }
      />
    </div>
  );
}

function Fields({ draft, change }: { draft: ReloadDraft; change: (fields: Partial<ReloadDraft>) => void }) {
  const timeLimit = (
    <NumberInput
      label="Time limit, in seconds"
      w={190}
      min={1}
      max={600}
      allowDecimal={false}
      allowNegative={false}
      value={Number.isNaN(draft.timeoutSeconds) ? '' : draft.timeoutSeconds}
      onChange={(value) => change({ timeoutSeconds: typeof value === 'number' ? value : Number.NaN })}
    />
  );
  switch (draft.kind) {
    case 'none':
      return <p>The files are renewed, and nobody is told.</p>;
    case 'command':
      return (
        <>
          <TextInput
            label="Program"
            description="Its whole path, or a name that is found in PATH."
            placeholder="/usr/sbin/nginx"
            value={draft.program}
            spellCheck={false}
            onChange={(event) => change({ program: event.currentTarget.value })}
          />
          <Textarea
            label="Arguments, one a line"
            description="They reach the program as they stand here: no shell reads them, so quotes and $ mean nothing."
            placeholder={'-s\nreload'}
            autosize
            minRows={2}
            maxRows={6}
            value={draft.args}
            spellCheck={false}
            onChange={(event) => change({ args: event.currentTarget.value })}
          />
          {timeLimit}
        </>
      );
    case 'signal':
      return (
        <Select
          label="Signal"
          description="To a process of your account. A dialog asks for the file with its number, such as nginx.pid."
          data={[...signals]}
          value={draft.signal}
          allowDeselect={false}
          onChange={(signal) => change({ signal: (signal ?? 'SIGHUP') as ReloadDraft['signal'] })}
        />
      );
    case 'http':
      return (
        <>
          <TextInput
            label="Address"
            description="Called without a body; any answer from 200 to 299 is a yes."
            placeholder="http://localhost:2019/load"
            value={draft.url}
            spellCheck={false}
            onChange={(event) => change({ url: event.currentTarget.value })}
          />
          <SegmentedControl
            aria-label="Method"
            value={draft.method}
            data={['POST', 'GET']}
            onChange={(method) => change({ method: method as ReloadDraft['method'] })}
          />
          {timeLimit}
        </>
      );
  }
}
