import { Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAction } from '../../state/use-action';
import { forbiddenExample, limitsSentence } from '../../text/limits';
import { ButtonsInOrder } from '../../ui/buttons-in-order';
import { confirmDraft } from '../../ui/chips';
import { ChipsField } from '../../ui/chips-field';
import { Fold } from '../../ui/fold';
import layout from '../../ui/layout.module.css';
import { Note } from '../../ui/notes';
import { Frame } from './frame';
import { placeProblem } from './place-problem';
import { limitsOf, nameProblem, type SetupDraft } from './setup-draft';
import { useLimitsCheck } from './use-limits-check';

interface NamesStepProps {
  draft: SetupDraft;
  onChange: (draft: SetupDraft) => void;
  onBack: () => void;
  onNext: () => void;
}

/** Step 2: what the root may sign, and what it is called. */
export function NamesStep({ draft, onChange, onBack, onNext }: NamesStepProps) {
  const [tried, setTried] = useState(false);
  const limits = limitsOf(draft);
  const check = useLimitsCheck(limits);
  const placed = check.failure ? placeProblem(check.failure, draft.dns, draft.ip) : undefined;
  const name = nameProblem(draft.name);
  const forbidden = forbiddenExample(limits);

  const next = useAction(async () => {
    setTried(true);
    const confirmed = { ...draft, dns: confirmDraft(draft.dns), ip: confirmDraft(draft.ip) };
    onChange(confirmed);
    const failure = await check.checkNow();
    if (failure || name || (draft.unlimited && !draft.understood)) return;
    onNext();
  });

  return (
    <Frame
      title="Names it may sign for"
      step={1}
      foot={
        <ButtonsInOrder
          affirmative={
            <Button variant="filled" size="md" loading={next.busy} onClick={() => void next.run()}>
              Continue
            </Button>
          }
          others={
            <Button size="md" onClick={onBack}>
              Back
            </Button>
          }
        />
      }
    >
      <p className={layout.mute}>
        These limits stand inside the root certificate and cannot be widened later. They fit local development as they
        are; add your own domains if you serve them from this machine.
      </p>
      {draft.unlimited ? null : (
        <>
          <ChipsField
            label="Domains"
            description="Each one permits itself and every name below it: test permits app.test and api.app.test. localhost is always included: trust is proven with it."
            placeholder="test, home.arpa"
            chips={draft.dns}
            onChange={(dns) => onChange({ ...draft, dns })}
            problems={placed?.field === 'dns' ? placed.problems : new Map()}
            message={placed?.field === 'dns' ? placed.message : undefined}
          />
          <ChipsField
            label="Address ranges"
            description="In CIDR form, IPv4 and IPv6: 192.168.0.0/16, ::1/128."
            placeholder="127.0.0.0/8, ::1/128"
            chips={draft.ip}
            onChange={(ip) => onChange({ ...draft, ip })}
            problems={placed?.field === 'ip' ? placed.problems : new Map()}
            message={placed?.field === 'ip' ? placed.message : undefined}
          />
        </>
      )}
      <Note
        tone={draft.unlimited ? 'warn' : 'info'}
        message={forbidden ? `Cannot sign for ${forbidden}.` : limitsSentence(limits)}
        hint={forbidden ? limitsSentence(limits) : undefined}
      />
      <TextInput
        label="Name of the authority"
        description="It stands as the issuer in every certificate."
        value={draft.name}
        error={tried || draft.name.length > 64 ? name : undefined}
        onChange={(event) => onChange({ ...draft, name: event.currentTarget.value })}
        spellCheck={false}
      />
      <Fold label="No limits" openAtFirst={draft.unlimited}>
        <div className={layout.stack}>
          <Note
            tone="warn"
            message="A root without limits can sign for your bank."
            hint="If its key is ever stolen, the thief can imitate every web site to this machine. Choose it only for software that cannot read name constraints."
          />
          <Checkbox
            label="Make a root without limits"
            checked={draft.unlimited}
            onChange={(event) => onChange({ ...draft, unlimited: event.currentTarget.checked, understood: false })}
          />
          {draft.unlimited ? (
            <Checkbox
              label="I understand that this root can sign for any site"
              checked={draft.understood}
              error={tried && !draft.understood ? 'Tick this to go on without limits.' : undefined}
              onChange={(event) => onChange({ ...draft, understood: event.currentTarget.checked })}
            />
          ) : null}
        </div>
      </Fold>
    </Frame>
  );
}
