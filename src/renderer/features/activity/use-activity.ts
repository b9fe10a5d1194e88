import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { ActivityEntry, ActivityFilter } from '../../../ipc/activity-schemas';
import { useClient } from '../../state/client-context';
import { type Failure, failureOf } from '../../state/failure';

export interface ActivityList {
  /** The newest first; undefined until the first of them are known. */
  entries: readonly ActivityEntry[] | undefined;
  /** Whether there may be older ones. */
  more: boolean;
  failure: Failure | undefined;
  /** Asks for older ones, unless that is going on. */
  loadMore: () => void;
  reload: () => void;
}

interface Loaded {
  key: string;
  entries?: readonly ActivityEntry[];
  next: number | null;
  failure?: Failure;
}

const pageSize = 200;

/** The new lines before those that are known; all anew when they do not meet. */
function joined(fresh: readonly ActivityEntry[], known: readonly ActivityEntry[]): ActivityEntry[] | undefined {
  const [newest] = known;
  if (newest === undefined) return undefined;
  const at = fresh.findIndex(({ id, sentence }) => id === newest.id && sentence === newest.sentence);
  return at < 0 ? undefined : [...fresh.slice(0, at), ...known];
}

/** The history as far as it was scrolled through, kept up as lines are added. */
export function useActivity(filter: ActivityFilter): ActivityList {
  const { api, on } = useClient();
  const key = JSON.stringify(filter);
  const [state, setState] = useState<Loaded>({ key, next: null });
  const newest = useRef(0);
  const busy = useRef(false);

  /** Pages until one has something, or the beginning is reached: each looks through so many lines only. */
  const pageFrom = useEffectEvent(async (before: number | undefined, mine: number) => {
    let at = before;
    for (;;) {
      const page = await api.activity.page({ ...filter, limit: pageSize, ...(at === undefined ? {} : { before: at }) });
      if (page.entries.length > 0 || page.next === null || mine !== newest.current) return page;
      at = page.next;
    }
  });

  const ask = useEffectEvent(async (before: number | undefined) => {
    newest.current += 1;
    const mine = newest.current;
    busy.current = true;
    try {
      const page = await pageFrom(before, mine);
      if (mine !== newest.current) return;
      setState((current) => {
        if (before !== undefined)
          return { key, entries: [...(current.entries ?? []), ...page.entries], next: page.next };
        const together = current.key === key ? joined(page.entries, current.entries ?? []) : undefined;
        return together === undefined
          ? { key, entries: page.entries, next: page.next }
          : { key, entries: together, next: current.next };
      });
    } catch (thrown) {
      if (mine === newest.current) setState({ key, next: null, failure: failureOf(thrown) });
    } finally {
      if (mine === newest.current) busy.current = false;
    }
  });

  const [asked, setAsked] = useState(0);
  const reload = useCallback(() => setAsked((count) => count + 1), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: key and asked are the reasons to ask again.
  useEffect(() => {
    void ask(undefined);
    return () => {
      newest.current += 1;
    };
  }, [key, asked]);
  useEffect(() => on('activity.changed', () => void ask(undefined)), [on]);

  const mine = state.key === key;
  const loadMore = useEffectEvent(() => {
    if (mine && !busy.current && state.next !== null) void ask(state.next);
  });
  return {
    entries: mine ? state.entries : undefined,
    more: mine && state.next !== null,
    failure: mine ? state.failure : undefined,
    loadMore: () => loadMore(),
    reload,
  };
}
