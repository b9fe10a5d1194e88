import { useEffect, useRef, useState } from 'react';
import type { NameLimits } from '../../ipc/schemas';
import { useClient } from './client-context';
import { type Failure, failureOf } from './failure';

/** Milliseconds that typing must rest before the limits are checked. */
const rest = 120;

/** What is wrong with the limits as typed; an answer to an older question is dropped. */
export function useLimitsCheck(limits: NameLimits): {
  failure: Failure | undefined;
  /** Checks at once; undefined when all is well. */
  checkNow: () => Promise<Failure | undefined>;
} {
  const { api } = useClient();
  const [failure, setFailure] = useState<Failure>();
  const newest = useRef(0);
  const checkNow = async (): Promise<Failure | undefined> => {
    newest.current += 1;
    const mine = newest.current;
    const found = await api.setup.checkLimits({ limits }).then(() => undefined, failureOf);
    if (mine === newest.current) setFailure(found);
    return found;
  };
  const latest = useRef(checkNow);
  latest.current = checkNow;
  const key = JSON.stringify(limits);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the limits are compared by what they say, not by identity.
  useEffect(() => {
    const timer = setTimeout(() => void latest.current(), rest);
    return () => clearTimeout(timer);
  }, [key]);
  return { failure, checkNow };
}
