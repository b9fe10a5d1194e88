import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAction } from '../../state/use-action';
import { useLimitsCheck } from '../../state/use-limits-check';
import { ButtonsInOrder } from '../../ui/buttons-in-order';
import { confirmDraft } from '../../ui/chips';
import layout from '../../ui/layout.module.css';
import { limitsOf } from '../../ui/limits-draft';
import { LimitsFields } from '../../ui/limits-fields';
import { Frame } from './frame';
import { nameProblem, type SetupDraft } from './setup-draft';

interface NamesStepProps {
  draft: SetupDraft;
  onChange: (draft: SetupDraft) => void;
  onBack: () => void;
  onNext: () => void;
}

/** Step 2: what the root may sign, and what it is called. */
export function NamesStep({ draft, onChange, onBack, onNext }: NamesStepProps) {
  const [tried, setTried] = useState(false);
  const check = useLimitsCheck(limitsOf(draft));
  const name = nameProblem(draft.name);

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
      <LimitsFields
        draft={draft}
        onChange={(change) => onChange({ ...draft, ...change })}
        failure={check.failure}
        tried={tried}
      />
      <TextInput
        label="Name of the authority"
        description="It stands as the issuer in every certificate."
        value={draft.name}
        error={tried || draft.name.length > 64 ? name : undefined}
        onChange={(event) => onChange({ ...draft, name: event.currentTarget.value })}
        spellCheck={false}
      />
    </Frame>
  );
}
