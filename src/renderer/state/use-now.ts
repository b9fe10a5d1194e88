import { useSyncExternalStore } from 'react';
import { clockNow, onTick } from './clock';

/** The time in milliseconds, renewed every half minute, and at once when the window comes back or the clock was set. */
export const useNow = (): number => useSyncExternalStore(onTick, clockNow);
