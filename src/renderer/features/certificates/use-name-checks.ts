import { useEffect, useRef, useState } from 'react';
import type { Purpose } from '../../../ipc/schemas';
import { useClient } from '../../state/client-context';
import { type Failure, failureOf } from '../../state/failure';
import type { Chips } from '../../ui/chips';
import { textsOf } from '../../ui/chips';
import type { ChipProblem } from '../../ui/chips-field';

/** Milliseconds that typing must rest before the names are checked. */
const rest = 120;

export interface NameChecks {
  /** By the key of the chip. */
  problems: ReadonlyMap<number, ChipProblem>;
  notes: readonly string[];
  failure: Failure | undefined;
  /** Checks these chips at once, and gives back what is wrong with them. */
  checkNow: (chips: Chips) => Promise<ReadonlyMap<number, ChipProblem>>;
}

const nothing: ReadonlyMap<number, ChipProblem> = new Map();

/** Asks the main process about the names, a moment after each change; an answer to an older question is dropped. */
export function useNameChecks(chips: Chips, purpose: Purpose): NameChecks {
  const { api } = useClient();
  const [answer, setAnswer] = useState<Omit<NameChecks, 'checkNow'>>({
    problems: nothing,
    notes: [],
    failure: undefined,
  });
  const newest = useRef(0);

  const checkNow = async (asked: Chips): Promise<ReadonlyMap<number, ChipProblem>> => {
    newest.current += 1;
    const mine = newest.current;
    try {
      const checks =
        asked.items.length === 0 ? [] : await api.certificates.checkNames({ names: textsOf(asked), purpose });
      const problems = new Map<number, ChipProblem>();
      asked.items.forEach((chip, index) => {
        const problem = checks[index]?.problem;
        if (problem) problems.set(chip.key, problem);
      });
      const notes = [...new Set(checks.flatMap((check) => (check.ok && check.note ? [check.note] : [])))];
      if (mine === newest.current) setAnswer({ problems, notes, failure: undefined });
      return problems;
    } catch (thrown) {
      if (mine === newest.current) setAnswer({ problems: nothing, notes: [], failure: failureOf(thrown) });
      return nothing;
    }
  };

  const latest = useRef(checkNow);
  latest.current = checkNow;
  const { items } = chips;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another purpose asks again, through the newest checkNow.
  useEffect(() => {
    const timer = setTimeout(() => void latest.current({ items, draft: '' }), rest);
    return () => clearTimeout(timer);
  }, [items, purpose]);

  return { ...answer, checkNow };
}
