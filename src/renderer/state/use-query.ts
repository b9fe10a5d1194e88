import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { EventName } from '../../ipc/contract';
import { useClient } from './client-context';
import { type Failure, failureOf } from './failure';

export interface Query<T> {
  /** The newest answer; it stays while a newer one is asked for. */
  data: T | undefined;
  failure: Failure | undefined;
  reload: () => void;
}

const never: readonly EventName[] = [];

/**
 * Asks once, again when `key` changes, and again on each of the named events (the list must be a constant), which `load` is told.
 * Answers that arrive after a newer question are dropped.
 */
export function useQuery<T>(
  load: (event?: EventName) => Promise<T>,
  key: string,
  refreshOn: readonly EventName[] = never,
): Query<T> {
  const { on } = useClient();
  const [state, setState] = useState<{ key: string; data?: T; failure?: Failure }>({ key });
  const newest = useRef(0);
  const current = useEffectEvent(load);

  const ask = useEffectEvent(async (event?: EventName) => {
    newest.current += 1;
    const mine = newest.current;
    try {
      const data = await current(event);
      if (mine === newest.current) setState({ key, data });
    } catch (thrown) {
      if (mine === newest.current) setState({ key, failure: failureOf(thrown) });
    }
  });

  const [asked, setAsked] = useState(0);
  const reload = useCallback(() => setAsked((count) => count + 1), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: key and asked are the reasons to ask again.
  useEffect(() => {
    void ask();
    return () => {
      newest.current += 1;
    };
  }, [key, asked]);

  useEffect(() => {
    const ends = refreshOn.map((name) => on(name, () => void ask(name)));
    return () => {
      for (const end of ends) end();
    };
  }, [on, refreshOn]);

  const mine = state.key === key;
  return { data: mine ? state.data : undefined, failure: mine ? state.failure : undefined, reload };
}
