import { Button } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Certificate } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { useAction } from '../../state/use-action';
import { ButtonsInOrder } from '../../ui/buttons-in-order';
import { addChips, type Chips, chipsOf, confirmDraft, textsOf } from '../../ui/chips';
import { ChipsField } from '../../ui/chips-field';
import { Fold } from '../../ui/fold';
import layout from '../../ui/layout.module.css';
import { FailureNote } from '../../ui/notes';
import { validDays } from '../../ui/validity-field';
import { defaultOptions, type IssueOptions, MoreOptions, summary } from './more-options';
import { Suggestions } from './suggestions';
import { useNameChecks } from './use-name-checks';

interface NewCertificateFormProps {
  validityDays: number;
  onBusy: (busy: boolean) => void;
  onCancel: () => void;
  onIssued: (certificate: Certificate) => void;
}

export function NewCertificateForm({ validityDays, onBusy, onCancel, onIssued }: NewCertificateFormProps) {
  const { api } = useClient();
  const [chips, setChips] = useState<Chips>(() => chipsOf([]));
  const [options, setOptions] = useState<IssueOptions>(() => defaultOptions(validityDays));
  const [message, setMessage] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const checks = useNameChecks(chips, options.purpose);

  const issue = useAction(async (names: Chips) => {
    if ((await checks.checkNow(names)).size > 0) {
      input.current?.focus();
      return;
    }
    onIssued(await api.certificates.issue({ names: textsOf(names), ...options }));
  });
  useEffect(() => onBusy(issue.busy), [issue.busy, onBusy]);

  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    const names = confirmDraft(chips);
    setChips(names);
    if (names.items.length === 0) {
      setMessage('Type at least one name, for example app.test or localhost.');
      input.current?.focus();
      return;
    }
    if (validDays(options.validityDays)) void issue.run(names);
  };

  return (
    <form onSubmit={submit} className={layout.stack} noValidate>
      <ChipsField
        label="Names"
        description="What stands in the address bar: host names, wildcards such as *.app.test, or IP addresses."
        placeholder="app.test, localhost, 127.0.0.1"
        chips={chips}
        onChange={(next) => {
          setMessage(undefined);
          issue.clear();
          setChips(next);
        }}
        problems={checks.problems}
        message={message ?? checks.failure?.message}
        onSubmit={submit}
        inputRef={input}
        focusFirst
      />
      {checks.notes.map((note) => (
        <small key={note}>{note}</small>
      ))}
      <Suggestions taken={textsOf(chips)} onAdd={(names) => setChips(addChips(chips, names))} />
      <p className={layout.mute}>{summary(options)}</p>
      <Fold label="More options">
        <MoreOptions options={options} onChange={setOptions} />
      </Fold>
      {issue.failure ? <FailureNote failure={issue.failure} /> : null}
      <ButtonsInOrder
        affirmative={
          <Button type="submit" variant="filled" loading={issue.busy}>
            Issue certificate
          </Button>
        }
        others={
          <Button onClick={onCancel} disabled={issue.busy}>
            Cancel
          </Button>
        }
      />
    </form>
  );
}
