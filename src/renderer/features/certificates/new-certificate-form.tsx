import { Button } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import type { Certificate } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { useAction } from '../../state/use-action';
import { useAuthorities } from '../../state/use-authorities';
import { useNameChecks } from '../../state/use-name-checks';
import { useTellBusy } from '../../state/use-tell-busy';
import { type Chips, chipsOf, confirmDraft, textsOf } from '../../ui/chips';
import { DialogFoot } from '../../ui/dialog-foot';
import { Fold } from '../../ui/fold';
import { draftFor, draftSummary, type IssueDraft, optionsOf } from '../../ui/issue-draft';
import { NamesField } from '../../ui/issue-names';
import { MoreOptions } from '../../ui/issue-options';
import { PurposeField } from '../../ui/issue-purpose';
import layout from '../../ui/layout.module.css';

interface NewCertificateFormProps {
  /** What the field begins with. */
  names: readonly string[];
  validityDays: number;
  onBusy: (busy: boolean) => void;
  onCancel: () => void;
  onIssued: (certificate: Certificate) => void;
}

export function NewCertificateForm({
  names: first,
  validityDays,
  onBusy,
  onCancel,
  onIssued,
}: NewCertificateFormProps) {
  const { api } = useClient();
  const authorities = useAuthorities();
  const [chips, setChips] = useState<Chips>(() => chipsOf(first));
  const [draft, setDraft] = useState<IssueDraft>(() => draftFor(validityDays));
  const [message, setMessage] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const checks = useNameChecks(chips, { purpose: draft.purpose, authorityId: draft.authorityId });
  const signer = authorities.find(({ id }) => id === draft.authorityId) ?? authorities[0];

  const issue = useAction(async (names: Chips) => {
    if ((await checks.checkNow(names)).size > 0) {
      input.current?.focus();
      return;
    }
    onIssued(await api.certificates.issue({ names: textsOf(names), ...optionsOf(draft) }));
  });
  useTellBusy(issue.busy, onBusy);

  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    const names = confirmDraft(chips);
    setChips(names);
    if (names.items.length === 0) {
      setMessage('Type at least one name, for example app.test or localhost.');
      input.current?.focus();
      return;
    }
    if (draft.validity !== undefined) void issue.run(names);
  };
  const change = (next: IssueDraft) => {
    issue.clear();
    setDraft(next);
  };

  return (
    <form onSubmit={submit} className={layout.stack} noValidate>
      <NamesField
        description={
          draft.purpose === 'email'
            ? 'Mail addresses, such as ada@home.test.'
            : 'What stands in the address bar: host names, wildcards such as *.app.test, or IP addresses.'
        }
        placeholder={draft.purpose === 'email' ? 'ada@home.test' : 'app.test, localhost, 127.0.0.1'}
        chips={chips}
        onChange={(next) => {
          setMessage(undefined);
          issue.clear();
          setChips(next);
        }}
        checks={checks}
        message={message}
        onSubmit={submit}
        inputRef={input}
        authorityId={draft.authorityId}
        focusFirst
        suggest={draft.purpose !== 'email'}
      />
      <PurposeField purpose={draft.purpose} onChange={(purpose) => change({ ...draft, purpose })} />
      <p className={layout.mute}>{draftSummary(draft, authorities.length > 1 ? signer?.name : undefined)}</p>
      <Fold label="More options">
        <MoreOptions draft={draft} onChange={change} authorities={authorities} wrongField={issue.failure?.field} />
      </Fold>
      <DialogFoot
        failure={issue.failure}
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
