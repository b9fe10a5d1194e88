import { createContext, type ReactNode, use, useEffect, useMemo, useRef, useState } from 'react';
import type { InspectProgress, InspectReport, Start } from '../../ipc/inspect-schemas';
import { useToasts } from '../ui/toasts';
import { useClient } from './client-context';
import { type Failure, failureOf } from './failure';

/** What a person asked to look at, as typed. */
export interface Asked {
  target: string;
  start?: Start | undefined;
  serverName?: string | undefined;
  /** The browsers are asked too. */
  browsers?: boolean | undefined;
}

/** One look at a server. While it runs there is neither report nor failure. */
export interface Inspection {
  id: string;
  asked: Asked;
  steps: readonly InspectProgress[];
  report?: InspectReport;
  failure?: Failure;
}

/** What was looked at in this run of the window, the newest first: it stays while a person goes to another screen and back. */
export interface Inspections {
  all: readonly Inspection[];
  opened: Inspection | null;
  show: (id: string | null) => void;
  /** Looks now, in place of an earlier look at the same and of one that still runs. */
  start: (asked: Asked) => void;
  /** Ends one that runs; what is known of it is dropped. */
  cancel: (id: string) => void;
  /** What stands in the field. */
  draft: Asked;
  setDraft: (draft: Asked) => void;
}

const InspectionsContext = createContext<Inspections | null>(null);

/** The main process keeps the chains of as many. */
const keptAtMost = 10;

const isRunning = ({ report, failure }: Inspection): boolean => report === undefined && failure === undefined;
const keyOf = ({ target, start, serverName }: Asked): string => JSON.stringify([target, start, serverName]);

export function InspectionsProvider({ children }: { children: ReactNode }) {
  const { api, on } = useClient();
  const { say } = useToasts();
  const [all, setAll] = useState<readonly Inspection[]>([]);
  const [openedId, setOpenedId] = useState<string | null>(null);
  const [draft, setDraft] = useState<Asked>({ target: '' });
  const newest = useRef(all);
  newest.current = all;

  useEffect(
    () =>
      on('inspect.progress', (step) => {
        setAll((known) =>
          known.map((each) => (each.id === step.runId ? { ...each, steps: withStep(each.steps, step) } : each)),
        );
      }),
    [on],
  );

  const value = useMemo<Inspections>(() => {
    const end = (id: string, change: Pick<Inspection, 'report'> | Pick<Inspection, 'failure'>) =>
      setAll((known) => known.map((each) => (each.id === id ? { ...each, ...change } : each)));
    const cancel = (id: string) => {
      setAll((known) => known.filter((each) => each.id !== id));
      // Whatever becomes of it, it is gone from here.
      api.inspect.cancel({ runId: id }).catch(() => undefined);
    };
    return {
      all,
      opened: all.find(({ id }) => id === openedId) ?? null,
      show: setOpenedId,
      draft,
      setDraft,
      cancel,
      start: (asked) => {
        for (const each of newest.current) if (isRunning(each)) cancel(each.id);
        const id = crypto.randomUUID();
        const others = newest.current.filter((each) => !isRunning(each) && keyOf(each.asked) !== keyOf(asked));
        setAll([{ id, asked, steps: [] }, ...others].slice(0, keptAtMost));
        setOpenedId(id);
        api.inspect.run({ ...withoutBlanks(asked), runId: id }).then(
          (report) => {
            end(id, { report });
            say(report.summary);
          },
          (thrown) => end(id, { failure: failureOf(thrown) }),
        );
      },
    };
  }, [api, say, all, openedId, draft]);
  return <InspectionsContext value={value}>{children}</InspectionsContext>;
}

export function useInspections(): Inspections {
  const inspections = use(InspectionsContext);
  if (!inspections) throw new Error('useInspections needs an InspectionsProvider above it');
  return inspections;
}

/** The steps in the order in which they began, each with its newest state. */
function withStep(steps: readonly InspectProgress[], next: InspectProgress): InspectProgress[] {
  return steps.some(({ step }) => step === next.step)
    ? steps.map((known) => (known.step === next.step ? next : known))
    : [...steps, next];
}

/** What the call takes: nothing stands for what was left empty. */
function withoutBlanks({ target, start, serverName, browsers }: Asked) {
  return {
    target,
    ...(start === undefined ? {} : { start }),
    ...(serverName === undefined || serverName.trim() === '' ? {} : { serverName: serverName.trim() }),
    ...(browsers === undefined ? {} : { browsers }),
  };
}
