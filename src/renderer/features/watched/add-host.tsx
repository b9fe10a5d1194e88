import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { HostCheck, Watched } from '../../../ipc/watched-schemas';
import { useClient } from '../../state/client-context';
import { useAction } from '../../state/use-action';
import { ButtonsInOrder } from '../../ui/buttons-in-order';
import { Dialog } from '../../ui/dialog';
import layout from '../../ui/layout.module.css';
import { FailureNote, FieldMessage } from '../../ui/notes';

/** Milliseconds that typing must rest before the host is checked. */
const rest = 120;

interface AddHostProps {
  opened: boolean;
  onClose: () => void;
  onAdded: (item: Watched) => void;
}

/** Asks for a server, and checks it while it is typed. */
export function AddHost({ opened, onClose, onAdded }: AddHostProps) {
  const [busy, setBusy] = useState(false);
  return (
    <Dialog title="Watch a server" opened={opened} onClose={onClose} busy={busy}>
      <AddHostForm onBusy={setBusy} onClose={onClose} onAdded={onAdded} />
    </Dialog>
  );
}

function AddHostForm({ onBusy, onClose, onAdded }: Omit<AddHostProps, 'opened'> & { onBusy: (busy: boolean) => void }) {
  const { api } = useClient();
  const [host, setHost] = useState('');
  const [check, setCheck] = useState<{ host: string; answer: HostCheck }>();
  const newest = useRef(0);
  useEffect(() => {
    newest.current += 1;
    const mine = newest.current;
    if (host.trim() === '') {
      setCheck(undefined);
      return;
    }
    const timer = setTimeout(() => {
      api.watched.checkHost({ host }).then(
        (answer) => {
          if (mine === newest.current) setCheck({ host, answer });
        },
        // It is checked again when it is added.
        () => undefined,
      );
    }, rest);
    return () => clearTimeout(timer);
  }, [api, host]);

  const add = useAction(async () => {
    onBusy(true);
    try {
      onAdded(await api.watched.addHost({ host }));
    } finally {
      onBusy(false);
    }
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (host.trim() !== '') void add.run();
  };
  const answer = check?.host === host ? check.answer : undefined;
  const problem = answer?.problem;
  return (
    <form className={layout.stack} onSubmit={submit}>
      <TextInput
        label="Host and port"
        description="Sealwax makes a TLS handshake with it every quarter of an hour, and sends nothing else."
        placeholder="app.test:443"
        value={host}
        maxLength={500}
        data-autofocus
        autoComplete="off"
        spellCheck={false}
        error={problem === undefined ? undefined : true}
        aria-describedby={problem === undefined ? undefined : 'watch-host-problem'}
        onChange={(event) => setHost(event.currentTarget.value)}
      />
      {problem === undefined ? null : (
        <FieldMessage id="watch-host-problem">
          {problem.message} {problem.hint}
        </FieldMessage>
      )}
      <p className={layout.mute} role="status">
        {answer?.target === undefined ? 'Without a port it is 443.' : `Will watch ${answer.target}`}
      </p>
      {add.failure ? <FailureNote failure={add.failure} /> : null}
      <ButtonsInOrder
        affirmative={
          <Button
            variant="filled"
            type="submit"
            loading={add.busy}
            disabled={host.trim() === '' || problem !== undefined}
          >
            Watch
          </Button>
        }
        others={
          <Button onClick={onClose} disabled={add.busy}>
            Cancel
          </Button>
        }
      />
    </form>
  );
}
