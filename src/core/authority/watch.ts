import { stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What of the data folder changed. */
export type Changed =
  | 'certificates'
  | 'authorities'
  | 'requests'
  | 'settings'
  | 'activity'
  | 'revocations'
  | 'watched'
  | 'renewal'
  | 'deployments';

const watched: Record<Changed, string> = {
  certificates: 'certificates',
  authorities: 'authorities',
  requests: 'requests',
  settings: 'settings.json',
  activity: 'journal.jsonl',
  revocations: 'revocations',
  watched: 'watched.json',
  renewal: 'renewal.json',
  deployments: 'deployments',
};

/** Half a second: a change by the other process is seen "within a second", at the price of nine stat calls (milliseconds). */
const intervalMs = 500;

const stamp = async (path: string) =>
  stat(path).then(
    ({ mtimeMs, ino }) => `${mtimeMs}:${ino}`,
    () => 'absent',
  );

/**
 * Notices what another process does to the data folder. Looks at modification times instead of using the file system's events,
 * which differ by platform and are lost on network drives. The return value ends it.
 */
export function watchDataFolder(dir: string, changed: (what: Changed) => void): () => void {
  const known = new Map<Changed, string>();
  let stopped = false;
  const look = async () => {
    for (const [what, name] of Object.entries(watched) as [Changed, string][]) {
      const now = await stamp(join(dir, name));
      const before = known.get(what);
      known.set(what, now);
      if (before !== undefined && before !== now && !stopped) changed(what);
    }
    if (!stopped) timer = setTimeout(look, intervalMs);
  };
  let timer: NodeJS.Timeout = setTimeout(look, 0);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
