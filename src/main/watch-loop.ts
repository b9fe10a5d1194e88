export interface WatchLoopOptions {
  /** Looks at what is due; gives back whether anything is to be told. */
  checkDue: () => Promise<boolean>;
  changed: () => void;
  /** The pause between two looks (milliseconds). */
  everyMs?: number;
}

/** Files are looked at each minute, by their times alone unless those changed; `checkDue` knows how often servers are. */
const minuteMs = 60_000;

/** The first look waits until the window is up (milliseconds). */
const firstMs = 2_000;

export interface WatchLoop {
  /** Looks now, e.g. after the machine slept: what was due meanwhile is not waited for. */
  wake: () => void;
  stop: () => void;
}

/** Looks at what is watched for as long as the app runs, one look after the other. A look that fails is made again with the next. */
export function startWatching({ checkDue, changed, everyMs = minuteMs }: WatchLoopOptions): WatchLoop {
  let stopped = false;
  let looking = false;
  let timer: NodeJS.Timeout;
  const look = async () => {
    if (looking || stopped) return;
    looking = true;
    clearTimeout(timer);
    const told = await checkDue().catch(() => false);
    looking = false;
    if (stopped) return;
    if (told) changed();
    timer = setTimeout(look, everyMs);
    timer.unref();
  };
  timer = setTimeout(look, Math.min(firstMs, everyMs));
  timer.unref();
  return {
    wake: () => void look(),
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
