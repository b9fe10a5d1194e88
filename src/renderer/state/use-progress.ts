import { useCallback, useEffect, useState } from 'react';
import type { Progress } from '../../ipc/schemas';
import { useClient } from './client-context';

/** The steps of a running task, in the order in which they began, each with its newest state. */
export function useProgress(tasks: readonly Progress['task'][]): { steps: Progress[]; restart: () => void } {
  const { on } = useClient();
  const [steps, setSteps] = useState<Progress[]>([]);
  useEffect(
    () =>
      on('progress', (event) => {
        if (!tasks.includes(event.task)) return;
        setSteps((known) => {
          const place = known.findIndex((step) => step.step === event.step && step.task === event.task);
          return place < 0 ? [...known, event] : known.map((step, index) => (index === place ? event : step));
        });
      }),
    [on, tasks],
  );
  const restart = useCallback(() => setSteps([]), []);
  return { steps, restart };
}
