import { steadyMs } from './steady';

/**
 * Does the work on every item, at most `limit` at a time, and gives the results in the order of the items. The first failure
 * ends it: no further item is begun, those under way are waited for, and the failure is thrown.
 */
export async function mapBounded<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  let failure: { error: unknown } | undefined;
  const worker = async () => {
    while (next < items.length && failure === undefined) {
      const index = next;
      next += 1;
      try {
        results[index] = await work(items[index] as T, index);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  if (failure !== undefined) throw (failure as { error: unknown }).error;
  return results;
}

/**
 * A pause for long work on one thread: `await pause()` between small pieces lets waiting events in once `sliceMs`
 * milliseconds have gone by. 12 ms: less than a frame at 60 Hz, so that no window stutters.
 */
export function paced(sliceMs = 12): () => Promise<void> {
  let started = steadyMs();
  return async () => {
    if (steadyMs() - started < sliceMs) return;
    await new Promise((resolve) => setImmediate(resolve));
    started = steadyMs();
  };
}
