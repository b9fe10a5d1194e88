import { useEffect, useRef, useState } from 'react';
import type { NameCheck, Purpose } from '../../ipc/schemas';

import { asciiForms } from '../text/names';
import { type Chips, textsOf } from '../ui/chips';
import type { ChipProblem } from '../ui/chips-field';
import { useClient } from './client-context';
import { type Failure, failureOf } from './failure';

/** Milliseconds that typing must rest before the names are checked. */
const rest = 120;

export interface NameChecks {
  /** By the key of the chip. */
  problems: ReadonlyMap<number, ChipProblem>;
  notes: readonly string[];
  failure: Failure | undefined;
  /** What is wrong with these chips: from the answer that is there already, else by asking now. */
  checkNow: (chips: Chips) => Promise<ReadonlyMap<number, ChipProblem>>;
}

interface Asked {
  purpose: Purpose;
  authorityId?: string | undefined;
  /** For names that another authority will sign: our own limits do not matter then. */
  signedElsewhere?: boolean;
}

const nothing: ReadonlyMap<number, ChipProblem> = new Map();

/** What most people want to know of names that are right; each once. */
function notesOf(checks: readonly NameCheck[]): string[] {
  const notes = checks.flatMap(({ ok, name, note }) => [
    ...(ok && note ? [note] : []),
    ...(ok && name ? asciiForms([name]).map((ascii) => `${name.display} is written ${ascii} in the certificate.`) : []),
  ]);
  return [...new Set(notes)].slice(0, notesShown);
}

/** With hundreds of names nobody reads a note for each. */
const notesShown = 6;

/** Asks the main process about the names, a moment after each change; an answer to an older question is dropped. */
export function useNameChecks(chips: Chips, { purpose, authorityId, signedElsewhere = false }: Asked): NameChecks {
  const { api } = useClient();
  const [answer, setAnswer] = useState<Omit<NameChecks, 'checkNow'>>({
    problems: nothing,
    notes: [],
    failure: undefined,
  });
  const newest = useRef(0);
  const answered = useRef<{ key: string; problems: ReadonlyMap<number, ChipProblem> }>(undefined);

  const ask = async (asked: Chips): Promise<ReadonlyMap<number, ChipProblem>> => {
    newest.current += 1;
    const mine = newest.current;
    const question = { names: textsOf(asked), purpose, ...(authorityId === undefined ? {} : { authorityId }) };
    try {
      const checks = asked.items.length === 0 ? [] : await api.certificates.checkNames(question);
      const problems = new Map<number, ChipProblem>();
      asked.items.forEach((chip, index) => {
        const problem = checks[index]?.problem;
        if (problem && !(signedElsewhere && problem.code === 'outside-limits')) problems.set(chip.key, problem);
      });
      if (mine === newest.current) {
        answered.current = { key: keyOf(asked), problems };
        setAnswer({ problems, notes: notesOf(checks), failure: undefined });
      }
      return problems;
    } catch (thrown) {
      if (mine === newest.current) setAnswer({ problems: nothing, notes: [], failure: failureOf(thrown) });
      return nothing;
    }
  };

  const keyOf = ({ items }: Chips) => JSON.stringify([items, purpose, authorityId, signedElsewhere]);
  // Whatever is issued is checked once more in the main process; asking twice for the same would only take time.
  const checkNow = async (asked: Chips) =>
    answered.current?.key === keyOf(asked) ? answered.current.problems : ask(asked);

  const latest = useRef(ask);
  latest.current = ask;
  const { items } = chips;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another purpose or authority asks again, through the newest `ask`.
  useEffect(() => {
    const timer = setTimeout(() => void latest.current({ items, draft: '' }), rest);
    return () => clearTimeout(timer);
  }, [items, purpose, authorityId]);

  return { ...answer, checkNow };
}
