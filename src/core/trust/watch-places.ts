/** A profile that is made is seen within so many milliseconds; looking reads a few small files. */
const intervalMs = 3_000;

/**
 * Notices that a place came or went, e.g. a browser's profile that was made later. `list` gives the ids of the places as they are
 * now; one that cannot be read now is looked at again later. The return value ends it.
 */
export function watchPlaces(
  list: () => Promise<readonly string[]>,
  changed: () => void,
  everyMs = intervalMs,
): () => void {
  let known: string | undefined;
  let stopped = false;
  const look = async () => {
    const now = await list().then(
      (ids) => ids.join('\n'),
      () => known,
    );
    if (stopped) return;
    if (known !== undefined && now !== known) changed();
    known = now;
    timer = setTimeout(look, everyMs);
    timer.unref();
  };
  let timer = setTimeout(look, 0);
  timer.unref();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
