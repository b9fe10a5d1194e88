import { Button } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import type { SigningRequest } from '../../../ipc/issue-schemas';
import { useClient } from '../../state/client-context';
import { useAction } from '../../state/use-action';
import { useNameChecks } from '../../state/use-name-checks';
import { useTellBusy } from '../../state/use-tell-busy';
import { usualDays } from '../../text/validity';
import { type Chips, chipsOf, confirmDraft, textsOf } from '../../ui/chips';
import { DialogFoot } from '../../ui/dialog-foot';
import { Fold } from '../../ui/fold';
import { draftFor, filledSubject, type IssueDraft } from '../../ui/issue-draft';
import { NamesField } from '../../ui/issue-names';
import { KeyField } from '../../ui/issue-options';
import { PurposeField } from '../../ui/issue-purpose';
import { SubjectFieldset } from '../../ui/issue-subject';
import layout from '../../ui/layout.module.css';

interface NewRequestFormProps {
  onBusy: (busy: boolean) => void;
  onCancel: () => void;
  onMade: (request: SigningRequest) => void;
}

export function NewRequestForm({ onBusy, onCancel, onMade }: NewRequestFormProps) {
  const { api } = useClient();
  const [chips, setChips] = useState<Chips>(() => chipsOf([]));
  const [draft, setDraft] = useState<IssueDraft>(() => draftFor(usualDays));
  const [message, setMessage] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const checks = useNameChecks(chips, { purpose: draft.purpose, signedElsewhere: true });

  const make = useAction(async (names: Chips) => {
    if ((await checks.checkNow(names)).size > 0) {
      input.current?.focus();
      return;
    }
    const subject = filledSubject(draft.subject);
    onMade(
      await api.requests.create({
        names: textsOf(names),
        purpose: draft.purpose,
        keyType: draft.keyType,
        ...(subject ? { subject } : {}),
      }),
    );
  });
  useTellBusy(make.busy, onBusy);

  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    const names = confirmDraft(chips);
    setChips(names);
    if (names.items.length > 0) {
      void make.run(names);
      return;
    }
    setMessage('Type at least one name, for example app.test or localhost.');
    input.current?.focus();
  };

  return (
    <form onSubmit={submit} className={layout.stack} noValidate>
      <p className={layout.mute}>
        For a certificate that somebody else signs. The private key is made here and stays here.
      </p>
      <NamesField
        description="The names that the certificate is to hold. Whoever signs it may strike some out."
        placeholder="app.test, localhost, 127.0.0.1"
        chips={chips}
        onChange={(next) => {
          setMessage(undefined);
          make.clear();
          setChips(next);
        }}
        checks={checks}
        message={message}
        onSubmit={submit}
        inputRef={input}
        focusFirst
        suggest={draft.purpose !== 'email'}
      />
      <PurposeField purpose={draft.purpose} onChange={(purpose) => setDraft({ ...draft, purpose })} />
      <Fold label="More options">
        <KeyField keyType={draft.keyType} onChange={(keyType) => setDraft({ ...draft, keyType })} />
        <SubjectFieldset
          subject={draft.subject}
          onChange={(subject) => setDraft({ ...draft, subject })}
          wrongField={make.failure?.field}
        />
      </Fold>
      <DialogFoot
        failure={make.failure}
        affirmative={
          <Button type="submit" variant="filled" loading={make.busy}>
            Make the request
          </Button>
        }
        others={
          <Button onClick={onCancel} disabled={make.busy}>
            Cancel
          </Button>
        }
      />
    </form>
  );
}
