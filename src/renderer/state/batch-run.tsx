import { createContext, type ReactNode, use, useEffect, useMemo, useRef, useState } from 'react';
import type { CallInput } from '../../ipc/contract';
import type { BatchProgress, BatchReport } from '../../ipc/issue-schemas';
import { useToasts } from '../ui/toasts';
import { useClient } from './client-context';
import { type Failure, failureOf } from './failure';

/** The list of many and what became of it: both stay while a person goes to another screen and back. */
export interface BatchRun {
  text: string;
  setText: (text: string) => void;
  /** Set while certificates are being issued. */
  progress: BatchProgress | null;
  report: BatchReport | null;
  failure: Failure | undefined;
  start: (request: CallInput<'batch.issue'>) => void;
  /** Leaves the report, with this text in the field. */
  again: (text: string) => void;
}

const BatchRunContext = createContext<BatchRun | null>(null);

interface Run {
  progress: BatchProgress | null;
  report: BatchReport | null;
  failure?: Failure;
}
const idle: Run = { progress: null, report: null };

export function BatchRunProvider({ children }: { children: ReactNode }) {
  const { api, on } = useClient();
  const { say } = useToasts();
  const [text, setText] = useState('');
  const [run, setRun] = useState<Run>(idle);

  // A row takes about a millisecond: more than one picture a frame is work for nobody.
  const newest = useRef<BatchProgress>(null);
  useEffect(() => {
    let frame = 0;
    const end = on('batch.progress', (next) => {
      newest.current = next;
      if (frame !== 0) return;
      frame = requestAnimationFrame(() => {
        frame = 0;
        const progress = newest.current;
        setRun((current) => (current.progress ? { ...current, progress } : current));
      });
    });
    return () => {
      cancelAnimationFrame(frame);
      end();
    };
  }, [on]);

  const value = useMemo<BatchRun>(
    () => ({
      text,
      setText,
      progress: run.progress,
      report: run.report,
      failure: run.failure,
      start: (request) => {
        setRun({ progress: { done: 0, failed: 0, total: request.rows.length }, report: null });
        api.batch.issue(request).then(
          (report) => {
            setRun({ progress: null, report });
            say(`${report.issued} of ${report.results.length} certificates were issued.`);
          },
          (thrown) => {
            const failure = failureOf(thrown);
            setRun({ progress: null, report: null, failure });
            say([failure.message, failure.hint].filter(Boolean).join(' '));
          },
        );
      },
      again: (next) => {
        setText(next);
        setRun(idle);
      },
    }),
    [api, say, text, run],
  );
  return <BatchRunContext value={value}>{children}</BatchRunContext>;
}

export function useBatchRun(): BatchRun {
  const run = use(BatchRunContext);
  if (!run) throw new Error('useBatchRun needs a BatchRunProvider above it');
  return run;
}
