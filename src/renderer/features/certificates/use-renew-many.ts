import { useEffect, useState } from 'react';
import type { BatchProgress } from '../../../ipc/issue-schemas';
import type { RenewalReport } from '../../../ipc/renewal-schemas';
import { useClient } from '../../state/client-context';
import { type Action, useAction } from '../../state/use-action';

export interface RenewMany {
  renew: Action<[ids: readonly string[], sameKey: boolean | undefined], RenewalReport>;
  /** Set while it runs. */
  progress: BatchProgress | null;
  report: RenewalReport | null;
  stop: () => void;
  /** A stop was asked for; what is being written is finished. */
  stopping: boolean;
}

/** Many renewals as one piece of work: how far it is, the way to stop it, and what became of each. */
export function useRenewMany(): RenewMany {
  const { api, on } = useClient();
  const [progress, setProgress] = useState<BatchProgress | null>(null);
  const [report, setReport] = useState<RenewalReport | null>(null);
  const [stopping, setStopping] = useState(false);
  useEffect(() => on('renewal.progress', (next) => setProgress((current) => (current ? next : current))), [on]);
  const renew = useAction(async (ids: readonly string[], sameKey: boolean | undefined) => {
    setProgress({ done: 0, failed: 0, total: ids.length });
    try {
      const made = await api.renewal.renew({ ids: [...ids], ...(sameKey === undefined ? {} : { sameKey }) });
      setReport(made);
      return made;
    } finally {
      setProgress(null);
      setStopping(false);
    }
  });
  const stop = () => {
    setStopping(true);
    // It can only be too late for it, and then the report comes anyway.
    void api.renewal.cancel().catch(() => undefined);
  };
  return { renew, progress, report, stop, stopping };
}
