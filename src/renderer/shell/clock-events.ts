import { useEffect } from 'react';
import { useClient } from '../state/client-context';
import { tick } from '../state/clock';

/** Dates in words follow a clock that was set, or a machine that woke up, at once. */
export function useClockEvents(): void {
  const { on } = useClient();
  useEffect(() => on('clock.changed', tick), [on]);
}
