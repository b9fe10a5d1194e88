import { useCallback, useRef, useState } from 'react';
import { type Failure, failureOf } from './failure';

export interface Action<A extends unknown[], T> {
  /** Runs it; gives back undefined when it failed (then `failure` says why) or was already running. */
  run: (...args: A) => Promise<T | undefined>;
  busy: boolean;
  failure: Failure | undefined;
  clear: () => void;
}

/** Something a person started: one at a time, with its failure kept for showing beside the button. */
export function useAction<A extends unknown[], T>(work: (...args: A) => Promise<T>): Action<A, T> {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const running = useRef(false);
  const latest = useRef(work);
  latest.current = work;

  const run = useCallback(async (...args: A) => {
    if (running.current) return undefined;
    running.current = true;
    setBusy(true);
    setFailure(undefined);
    try {
      return await latest.current(...args);
    } catch (thrown) {
      setFailure(failureOf(thrown));
      return undefined;
    } finally {
      running.current = false;
      setBusy(false);
    }
  }, []);
  const clear = useCallback(() => setFailure(undefined), []);
  return { run, busy, failure, clear };
}
