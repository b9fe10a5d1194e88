import { Button } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import type { RequestPreview } from '../../../ipc/issue-schemas';
import type { Certificate } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { useAction } from '../../state/use-action';
import { useAuthorities } from '../../state/use-authorities';
import { useNameChecks } from '../../state/use-name-checks';
import { useTellBusy } from '../../state/use-tell-busy';
import { type Chips, chipsOf, confirmDraft, textsOf } from '../../ui/chips';
import { DialogFoot } from '../../ui/dialog-foot';
import { Fold } from '../../ui/fold';
import { draftFor, filledSubject, type IssueDraft } from '../../ui/issue-draft';
import { NamesField } from '../../ui/issue-names';
import { AuthorityField } from '../../ui/issue-options';
import { PurposeField } from '../../ui/issue-purpose';
import { SubjectFieldset } from '../../ui/issue-subject';
import { IssueValidity } from '../../ui/issue-validity';
import layout from '../../ui/layout.module.css';
import { Asked } from './asked';

interface SignFormProps {
  token: string;
  preview: RequestPreview;
  validityDays: number;
  onBusy: (busy: boolean) => void;
  onClose: () => void;
  onSigned: (certificate: Certificate) => void;
}

/** What is asked for stands above, what will be signed stands below and can be changed. */
export function SignForm({ token, preview, validityDays, onBusy, onClose, onSigned }: SignFormProps) {
  const { api } = useClient();
  const authorities = useAuthorities();
  const [chips, setChips] = useState<Chips>(() =>
    chipsOf(preview.checks.map((check) => check.name?.display ?? check.input)),
  );
  const [draft, setDraft] = useState<IssueDraft>(() => ({
    ...draftFor(validityDays),
    purpose: preview.purpose,
    subject: preview.subjectFields,
  }));
  const [message, setMessage] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const checks = useNameChecks(chips, { purpose: draft.purpose, authorityId: draft.authorityId });
  const refused = preview.refusals.length > 0;

  const sign = useAction(async (names: Chips) => {
    if ((await checks.checkNow(names)).size > 0) {
      input.current?.focus();
      return;
    }
    const subject = filledSubject(draft.subject);
    onSigned(
      await api.requests.sign({
        token,
        names: textsOf(names),
        purpose: draft.purpose,
        ...(draft.authorityId === undefined ? {} : { authorityId: draft.authorityId }),
        ...(draft.validity === undefined ? {} : { validity: draft.validity }),
        ...(subject ? { subject } : {}),
      }),
    );
  });
  useTellBusy(sign.busy, onBusy);

  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    const names = confirmDraft(chips);
    setChips(names);
    if (names.items.length === 0) {
      setMessage('Leave or type at least one name.');
      input.current?.focus();
      return;
    }
    if (!refused && draft.validity !== undefined) void sign.run(names);
  };

  return (
    <form onSubmit={submit} className={layout.stack} noValidate>
      <Asked preview={preview} />
      {refused ? null : (
        <>
          <NamesField
            description="Strike out what you do not grant, or add what is missing."
            placeholder="app.test"
            chips={chips}
            onChange={(next) => {
              setMessage(undefined);
              sign.clear();
              setChips(next);
            }}
            checks={checks}
            message={message}
            onSubmit={submit}
            inputRef={input}
            suggest={false}
          />
          <PurposeField purpose={draft.purpose} onChange={(purpose) => setDraft({ ...draft, purpose })} />
          <AuthorityField
            authorities={authorities}
            authorityId={draft.authorityId}
            onChange={(authorityId) => setDraft({ ...draft, authorityId })}
          />
          <IssueValidity
            validity={draft.validity}
            onChange={(validity) => setDraft({ ...draft, validity })}
            purpose={draft.purpose}
            authorityId={draft.authorityId}
          />
          <Fold label="Subject">
            <SubjectFieldset
              subject={draft.subject}
              onChange={(subject) => setDraft({ ...draft, subject })}
              wrongField={sign.failure?.field}
            />
          </Fold>
        </>
      )}
      <DialogFoot
        failure={sign.failure}
        affirmative={
          refused ? null : (
            <Button type="submit" variant="filled" loading={sign.busy}>
              Sign
            </Button>
          )
        }
        others={
          <Button onClick={onClose} disabled={sign.busy}>
            {refused ? 'Close' : 'Cancel'}
          </Button>
        }
      />
    </form>
  );
}
