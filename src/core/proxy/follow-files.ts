import { stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A change by another process is seen within a second, at the price of two stat calls (milliseconds). */
const lookEveryMs = 500;
/** Certificates become due by time alone; that is looked at so often (milliseconds). */
const dueEveryMs = 15 * 60_000;

/** Calls back when the definitions or the certificates in the data folder changed, and now and then. The return value ends it. */
export function followFiles(dir: string, changed: () => void): () => void {
  const paths = ['proxies.json', 'certificates', 'revocations'].map((name) => join(dir, name));
  let known: string | undefined;
  let looked = 0;
  let ended = false;
  const look = async () => {
    const stamps = await Promise.all(paths.map(stamp));
    const now = stamps.join(' ');
    looked += 1;
    const due = looked * lookEveryMs >= dueEveryMs;
    if (due) looked = 0;
    if (!ended && known !== undefined && (due || now !== known)) changed();
    known = now;
    if (ended) return;
    timer = setTimeout(look, lookEveryMs);
    timer.unref();
  };
  let timer = setTimeout(look, 0);
  timer.unref();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}

const stamp = (path: string) =>
  stat(path).then(
    ({ mtimeMs, ino }) => `${mtimeMs}:${ino}`,
    () => 'absent',
  );
