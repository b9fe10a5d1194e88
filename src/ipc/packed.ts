import type { Result } from './result';

/**
 * A long list crosses as one text. Between main process and page every value of an answer is copied one by one, twice (structured
 * clone, then the bridge into the isolated world of the page): a list of ten thousand certificates is a quarter of a million
 * values, while one text is one copy.
 */
export type Crossing<T> = Result<T> | { ok: true; packed: string };

/** Entries from which on a list is packed: shorter ones are as quick either way. */
const longList = 200;

/** What the main process sends. Answers hold what JSON can say and nothing else: the contract's schemas have no dates and no bytes. */
export function pack<T>(result: Result<T>): Crossing<T> {
  if (!result.ok || !Array.isArray(result.value) || result.value.length < longList) return result;
  return { ok: true, packed: JSON.stringify(result.value) };
}

/** What the page makes of it again. */
export function unpack<T>(crossing: Crossing<T>): Result<T> {
  return 'packed' in crossing ? { ok: true, value: JSON.parse(crossing.packed) as T } : crossing;
}
