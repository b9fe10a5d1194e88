import { Button, NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import { useEffect, useId, useRef, useState } from 'react';
import type { Authority, KeychainReport } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { useLimitsCheck } from '../../state/use-limits-check';
import { keyTypeNames } from '../../text/key-types';
import { ButtonsInOrder } from '../../ui/buttons-in-order';
import { confirmDraft } from '../../ui/chips';
import { Fold } from '../../ui/fold';
import { SubjectFieldset } from '../../ui/issue-subject';
import { KeepChoice } from '../../ui/keep-choice';
import layout from '../../ui/layout.module.css';
import { limitsOf, outsideParent } from '../../ui/limits-draft';
import { LimitsFields } from '../../ui/limits-fields';
import { FailureNote } from '../../ui/notes';
import styles from './authorities.module.css';
import {
  type AuthorityDraft,
  type AuthorityKeyType,
  longestName,
  longestYears,
  nameProblem,
  requestOf,
  yearsProblem,
} from './authority-draft';
import { type DialogBody, useDialogAction } from './dialog-body';

interface AuthorityFormProps extends DialogBody {
  initial: AuthorityDraft;
  parent: Authority | undefined;
  keychain: KeychainReport;
  onRetryKeychain: () => void;
  onMade: (made: Authority) => void;
}

/** Everything that is chosen once and for all in an authority, with the usual choices made. */
export function AuthorityForm({
  initial,
  parent,
  keychain,
  onRetryKeychain,
  onBusy,
  onMade,
  onClose,
}: AuthorityFormProps) {
  const { api } = useClient();
  const [draft, setDraft] = useState(initial);
  const [tried, setTried] = useState(false);
  const [refused, setRefused] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  // What is wrong may stand far above the button that was pressed.
  useEffect(() => {
    if (refused > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [refused]);
  const change = (next: Partial<AuthorityDraft>) => setDraft((current) => ({ ...current, ...next }));
  const check = useLimitsCheck(limitsOf(draft));
  const name = nameProblem(draft.name);
  const make = useDialogAction(onBusy, async () => {
    setTried(true);
    const confirmed = { ...draft, dns: confirmDraft(draft.dns), ip: confirmDraft(draft.ip) };
    setDraft(confirmed);
    const outside = parent !== undefined && !draft.unlimited && outsideParent(confirmed, parent.limits).size > 0;
    const wrong =
      name ?? yearsProblem(draft.years) ?? (draft.unlimited && !draft.understood ? 'not understood' : undefined);
    if ((await check.checkNow()) || wrong !== undefined || outside) {
      setRefused((count) => count + 1);
      return;
    }
    onMade(await api.authorities.create(requestOf(confirmed, parent?.id)));
  });
  // What belongs to a field is said there; the rest, and what no field names, below.
  const limitsFailure = /^(limits|dns|ip)\b/.test(make.failure?.field ?? '') ? make.failure : undefined;
  return (
    <form
      ref={form}
      className={layout.stack}
      onSubmit={(event) => {
        event.preventDefault();
        void make.run();
      }}
    >
      <p className={layout.mute}>
        {parent
          ? `Signed by ${parent.name}, and trusted wherever it is. An intermediate is for a group of names or a machine whose key you want to be able to give up alone.`
          : 'A further root, independent of the others: with other limits, for another project, or for another machine.'}
      </p>
      <TextInput
        label="Name"
        description="It stands as the issuer in every certificate, and cannot be changed there later."
        value={draft.name}
        error={tried || draft.name.trim().length > longestName ? name : undefined}
        data-autofocus
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <fieldset className={`${layout.fieldset} ${styles.group}`}>
        <legend>Names it may sign for</legend>
        <small>
          {parent
            ? 'It begins with what its root may sign. Take away what it does not need; nothing can be added.'
            : 'These limits stand inside the certificate and cannot be widened later.'}
        </small>
        <LimitsFields
          draft={draft}
          onChange={change}
          failure={limitsFailure ?? check.failure}
          tried={tried}
          parent={parent?.limits}
        />
      </fieldset>
      <KeepChoice
        keychain={keychain}
        keep={draft.keep}
        onChange={(keep) => change({ keep })}
        onRetry={onRetryKeychain}
      />
      <Fold label="Key, years and subject">
        <KeyAndYears draft={draft} onChange={change} parent={parent} />
        <SubjectFieldset
          ofAuthority
          subject={draft.subject}
          onChange={(subject) => change({ subject })}
          wrongField={make.failure?.field}
        />
      </Fold>
      {make.failure && !limitsFailure ? <FailureNote failure={make.failure} /> : null}
      <ButtonsInOrder
        affirmative={
          <Button variant="filled" type="submit" loading={make.busy}>
            {parent ? 'Make the intermediate' : 'Make the authority'}
          </Button>
        }
        others={
          <Button onClick={onClose} disabled={make.busy}>
            Cancel
          </Button>
        }
      />
    </form>
  );
}

const keyTypes: readonly AuthorityKeyType[] = ['ecdsa-p256', 'ecdsa-p384', 'rsa-3072', 'rsa-4096'];

interface KeyAndYearsProps {
  draft: AuthorityDraft;
  onChange: (change: Partial<AuthorityDraft>) => void;
  parent: Authority | undefined;
}

function KeyAndYears({ draft, onChange, parent }: KeyAndYearsProps) {
  const id = useId();
  return (
    <>
      <fieldset className={layout.fieldset}>
        <legend id={id}>Key</legend>
        <SegmentedControl
          aria-labelledby={id}
          className={styles.keys ?? ''}
          value={draft.keyType}
          data={keyTypes.map((value) => ({ value, label: keyTypeNames[value] }))}
          onChange={(value) => onChange({ keyType: value as AuthorityKeyType })}
        />
        <small>
          P-256 is fast and read by everything of this decade. RSA is for old clients, and takes seconds to make.
        </small>
      </fieldset>
      <NumberInput
        label="Years"
        description={`1 to ${longestYears}${parent ? `, and never past the end of ${parent.name}` : ''}. Everything that it signed ends with it.`}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        classNames={{ wrapper: styles.number ?? '' }}
        value={draft.years ?? ''}
        allowDecimal={false}
        allowNegative={false}
        error={yearsProblem(draft.years)}
        onChange={(value) => onChange({ years: typeof value === 'number' ? value : undefined })}
      />
    </>
  );
}
