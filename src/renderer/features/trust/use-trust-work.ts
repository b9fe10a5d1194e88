import { useState } from 'react';
import type { ProveReport, Store } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { useAction } from '../../state/use-action';
import { useProgress } from '../../state/use-progress';
import { type ReportVerdict, reportVerdict } from '../../text/report-verdict';
import { useToasts } from '../../ui/toasts';
import { outcomesHeadline, type Results } from './headline';
import type { StoreAction } from './store-change';

const tasks = ['install', 'remove', 'prove'] as const;

const said: Record<ReportVerdict, string> = {
  passed: 'Every client that ran trusts the root.',
  failed: 'The check failed.',
  unchecked: 'Nothing could be checked.',
};

/** Installing, removing and checking one root, with their progress and what came of them. */
export function useTrustWork(authorityId: string, onDone: () => void) {
  const { api } = useClient();
  const { say } = useToasts();
  const { steps, restart } = useProgress(tasks);
  const [results, setResults] = useState<Results | null>(null);
  const [report, setReport] = useState<ProveReport | null>(null);

  const dismiss = () => {
    setResults(null);
    setReport(null);
  };

  const change = useAction(async (action: StoreAction, stores: readonly Store[]) => {
    restart();
    dismiss();
    // A failure of the other task would hide what comes of this one.
    prove.clear();
    const outcomes = await api.trust[action]({ authorityId, stores: stores.map((store) => store.id) });
    setResults({ action, outcomes });
    say(outcomesHeadline({ action, outcomes }));
    onDone();
  });

  const prove = useAction(async () => {
    restart();
    dismiss();
    change.clear();
    const proven = await api.trust.prove({ authorityId });
    setReport(proven);
    say(said[reportVerdict(proven)]);
    onDone();
  });

  /** Another root is looked at: what came of this one goes. */
  const reset = () => {
    dismiss();
    change.clear();
    prove.clear();
  };

  return { change, prove, steps, results, report, dismiss, reset, busy: change.busy || prove.busy };
}
