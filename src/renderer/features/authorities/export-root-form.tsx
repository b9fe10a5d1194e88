import { Button, Radio } from '@mantine/core';
import { useState } from 'react';
import type { RootForm, Saved } from '../../../ipc/issue-schemas';
import type { Authority } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { ButtonsInOrder } from '../../ui/buttons-in-order';
import layout from '../../ui/layout.module.css';
import { FailureNote } from '../../ui/notes';
import styles from './authorities.module.css';
import { type DialogBody, useDialogAction } from './dialog-body';
import { rootForms } from './root-forms';
import { SavedView } from './saved';

/** The public half, in the form that whoever asks for it can install. */
export function ExportRootForm({ authority, onBusy, onClose }: DialogBody & { authority: Authority }) {
  const { api } = useClient();
  const [form, setForm] = useState<RootForm>('pem');
  const [saved, setSaved] = useState<Saved>();
  const save = useDialogAction(onBusy, async () => {
    const written = await api.authorities.exportRoot({ id: authority.id, form });
    if (written.outcome === 'saved') setSaved(written);
    return written.outcome;
  });
  if (saved) {
    return (
      <SavedView
        saved={saved}
        hint="Nothing secret is in it. Whoever installs it trusts every certificate of this authority."
        onClose={onClose}
      />
    );
  }
  return (
    <div className={layout.stack}>
      <p className={layout.mute}>
        {authority.kind === 'root'
          ? 'For another machine, a phone or a colleague who must trust your certificates. The private key stays here.'
          : 'For software that wants the intermediate by itself. To be trusted, a machine needs the root above it.'}
      </p>
      <Radio.Group label="Who is it for?" value={form} onChange={(value) => setForm(value as RootForm)}>
        <div className={styles.options}>
          {rootForms.map((each) => (
            <Radio key={each.form} value={each.form} label={each.label} description={each.explanation} />
          ))}
        </div>
      </Radio.Group>
      {save.failure ? <FailureNote failure={save.failure} /> : null}
      <ButtonsInOrder
        affirmative={
          <Button variant="filled" loading={save.busy} onClick={() => void save.run()}>
            Save…
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
