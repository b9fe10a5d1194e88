import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useClient } from '../../state/client-context';
import { useAction } from '../../state/use-action';
import { useLimitsCheck } from '../../state/use-limits-check';
import { ButtonsInOrder } from '../../ui/buttons-in-order';
import { confirmDraft } from '../../ui/chips';
import layout from '../../ui/layout.module.css';
import { type LimitsDraft, limitsOf, rootLimitsDraft } from '../../ui/limits-draft';
import { LimitsFields } from '../../ui/limits-fields';
import { FailureNote, Note } from '../../ui/notes';

/** The domain under which ddev serves every project (ddev's documentation, "project_tld"), and this machine. */
const usual = { kind: 'limited' as const, dns: ['ddev.site'], ip: ['127.0.0.0/8', '::1/128'] };

interface CompatFormProps {
  onBusy: (busy: boolean) => void;
  onClose: () => void;
  onDone: () => void;
}

/** What it is limited to, and a tick that says that the risk was read. */
export function CompatForm({ onBusy, onClose, onDone }: CompatFormProps) {
  const { api } = useClient();
  const [draft, setDraft] = useState<LimitsDraft>(() => rootLimitsDraft(usual));
  const [understood, setUnderstood] = useState(false);
  const [tried, setTried] = useState(false);
  const check = useLimitsCheck(limitsOf(draft));
  const enable = useAction(async () => {
    setTried(true);
    const confirmed = { ...draft, dns: confirmDraft(draft.dns), ip: confirmDraft(draft.ip) };
    setDraft(confirmed);
    if ((await check.checkNow()) || !understood) return;
    onBusy(true);
    try {
      await api.compat.enable({ limits: limitsOf(confirmed) });
      onDone();
    } finally {
      onBusy(false);
    }
  });
  return (
    <div className={layout.stack}>
      <Note
        tone="warn"
        message="Every program that runs as you can read its key and sign with it."
        hint="It cannot sign outside of the names below, and ends after two years. Name no domain whose real site you use."
      />
      <LimitsFields
        draft={draft}
        onChange={(change) => setDraft((current) => ({ ...current, ...change }))}
        failure={check.failure}
        tried={tried}
        alwaysLimited
      />
      <Checkbox
        label="I understand that its key is not encrypted"
        checked={understood}
        error={tried && !understood ? 'Tick this to go on.' : undefined}
        onChange={(event) => setUnderstood(event.currentTarget.checked)}
      />
      {enable.failure && enable.failure.code !== 'cancelled' ? <FailureNote failure={enable.failure} /> : null}
      <ButtonsInOrder
        affirmative={
          <Button variant="filled" loading={enable.busy} onClick={() => void enable.run()}>
            Make it
          </Button>
        }
        others={
          <Button onClick={onClose} disabled={enable.busy}>
            Cancel
          </Button>
        }
      />
    </div>
  );
}
