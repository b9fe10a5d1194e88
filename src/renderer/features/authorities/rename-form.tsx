import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Authority } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { ButtonsInOrder } from '../../ui/buttons-in-order';
import layout from '../../ui/layout.module.css';
import { FailureNote } from '../../ui/notes';
import { useToasts } from '../../ui/toasts';
import { type DialogBody, useDialogAction } from './dialog-body';

/** Another name in the lists of Sealwax. What stands in the certificate cannot be changed any more. */
export function RenameForm({ authority, onBusy, onClose }: DialogBody & { authority: Authority }) {
  const { api } = useClient();
  const { show } = useToasts();
  const [name, setName] = useState(authority.name);
  const rename = useDialogAction(onBusy, async () => {
    await api.authorities.rename({ id: authority.id, name: name.trim() });
    show(name.trim() === '' ? `Called ${authority.commonName} again.` : `Renamed to ${name.trim()}.`);
    onClose();
  });
  return (
    <form
      className={layout.stack}
      onSubmit={(event) => {
        event.preventDefault();
        void rename.run();
      }}
    >
      <TextInput
        label="Name in Sealwax"
        description={`Only for the lists here. The certificate, and the lists of browsers, go on saying ${authority.commonName}. Leave it empty to use that again.`}
        value={name}
        maxLength={200}
        data-autofocus
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {rename.failure ? <FailureNote failure={rename.failure} /> : null}
      <ButtonsInOrder
        affirmative={
          <Button variant="filled" type="submit" loading={rename.busy}>
            Rename
          </Button>
        }
        others={
          <Button onClick={onClose} disabled={rename.busy}>
            Cancel
          </Button>
        }
      />
    </form>
  );
}
