export interface WhenQuietOptions {
  work: () => void;
  /** So long nothing must have happened (milliseconds). */
  quietMs: number;
  /** After the first happening it is not put off for longer than this (milliseconds). */
  longestMs: number;
  /** A clock that only runs forward (milliseconds). */
  monotonic: () => number;
  /** Calls back once after so many milliseconds; what it gives back ends the wait. */
  setTimer: (work: () => void, ms: number) => () => void;
}

export interface WhenQuiet {
  /** Something happened that the work is to follow. */
  happened: () => void;
  /** Nothing is begun any more. */
  stop: () => void;
}

/** The timers of this process; they do not keep it from ending. */
export const processTimer: WhenQuietOptions['setTimer'] = (work, ms) => {
  const timer = setTimeout(work, ms);
  timer.unref();
  return () => clearTimeout(timer);
};

/**
 * Puts off work that can wait until a person, or a batch, is done: once nothing happened for a while, and in any case some time
 * after the first happening.
 */
export function whenQuiet({ work, quietMs, longestMs, monotonic, setTimer }: WhenQuietOptions): WhenQuiet {
  let first: number | undefined;
  let endTimer: () => void = () => undefined;
  let stopped = false;
  const begin = () => {
    first = undefined;
    work();
  };
  return {
    happened: () => {
      if (stopped) return;
      const now = monotonic();
      first ??= now;
      endTimer();
      endTimer = setTimer(begin, Math.max(0, Math.min(quietMs, first + longestMs - now)));
    },
    stop: () => {
      stopped = true;
      endTimer();
    },
  };
}
