import { useState } from 'react';
import type { ProveReport } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { useAction } from '../../state/use-action';
import { useProgress } from '../../state/use-progress';
import { type ReportVerdict, reportVerdict } from '../../text/report-verdict';
import { useToasts } from '../../ui/toasts';
import { outcomesHeadline, type Results, type StoreAction } from './headline';

const tasks = ['install', 'remove', 'prove'] as const;

const said: Record<ReportVerdict, string> = {
  passed: 'Every client that ran trusts the root.',
  failed: 'The check failed.',
  unchecked: 'Nothing could be checked.',
};

/** A root that is changed or checked. */
export interface Subject {
  authorityId: string;
  name: string;
}

export interface Proven {
  root: Subject;
  report: ProveReport;
}

/** Installing, removing and checking, with their progress and what came of them. */
export function useTrustWork(onDone: () => void) {
  const { api } = useClient();
  const { say } = useToasts();
  const { steps, restart } = useProgress(tasks);
  const [results, setResults] = useState<Results | null>(null);
  const [proven, setProven] = useState<readonly Proven[]>([]);
  const [now, setNow] = useState('');

  const dismiss = () => {
    setResults(null);
    setProven([]);
  };
  const begin = (words: string) => {
    restart();
    dismiss();
    setNow(words);
  };

  const change = useAction(async (action: StoreAction, root: Subject, stores: readonly string[]) => {
    begin(action === 'install' ? 'Installing' : 'Removing');
    // A failure of the other task would hide what comes of this one.
    prove.clear();
    const outcomes = await api.trust[action]({ authorityId: root.authorityId, stores: [...stores] });
    setResults({ action, outcomes });
    say(outcomesHeadline({ action, outcomes }));
    onDone();
  });

  /** One root after the other: their clients are the same programs, and would wait for each other. */
  const prove = useAction(async (roots: readonly Subject[]) => {
    const reports: Proven[] = [];
    change.clear();
    for (const [index, root] of roots.entries()) {
      begin(roots.length === 1 ? 'Checking' : `Checking ${root.name} (${index + 1} of ${roots.length})`);
      reports.push({ root, report: await api.trust.prove({ authorityId: root.authorityId }) });
    }
    setProven(reports);
    say(
      reports
        .map(({ root, report }) => `${reports.length > 1 ? `${root.name}: ` : ''}${said[reportVerdict(report)]}`)
        .join(' '),
    );
    onDone();
  });

  /** Puts away what came of the last change or check. */
  const reset = () => {
    dismiss();
    change.clear();
    prove.clear();
  };

  return { change, prove, steps, results, proven, now, reset, busy: change.busy || prove.busy };
}
export type TrustWork = ReturnType<typeof useTrustWork>;
