/**
 * Milliseconds since some moment before, by a clock that nobody sets. `performance` is the same, and its first use costs a short
 * command two milliseconds, since Node loads it only then.
 */
export function steadyMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
}
