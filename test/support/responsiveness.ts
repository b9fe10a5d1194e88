import type { Desktop } from './desktop';

/** How long a thread could not answer: milliseconds beyond the tick that was asked for. */
export interface Blocks {
  longest: number;
  p95: number;
  ticks: number;
}

/** Both threads are asked for a tick this often (milliseconds). */
const tickMs = 5;

interface Watch {
  gaps: number[];
  timer: unknown;
}

/** Runs in the main process and in the page alike: notes the time between ticks of a timer. */
const begin = (_scope: unknown, every: number): void => {
  const watch: Watch = { gaps: [], timer: undefined };
  let last = performance.now();
  watch.timer = setInterval(() => {
    const now = performance.now();
    watch.gaps.push(now - last);
    last = now;
  }, every);
  (globalThis as unknown as { blockWatch: Watch }).blockWatch = watch;
};
const finish = (): number[] => {
  const { blockWatch } = globalThis as unknown as { blockWatch: Watch };
  clearInterval(blockWatch.timer as Parameters<typeof clearInterval>[0]);
  return blockWatch.gaps;
};

const blocksOf = (gaps: readonly number[]): Blocks => {
  const sorted = gaps.map((gap) => Math.max(0, gap - tickMs)).sort((a, b) => a - b);
  return { longest: sorted.at(-1) ?? 0, p95: sorted[Math.floor(sorted.length * 0.95)] ?? 0, ticks: sorted.length };
};

/** Watches both threads until the returned function is called. */
export async function watchBlocks({ app, window }: Desktop): Promise<() => Promise<{ main: Blocks; page: Blocks }>> {
  await app.evaluate(begin, tickMs);
  // A page's function has one argument.
  await window.evaluate(`(${begin.toString()})(undefined, ${tickMs})`);
  return async () => ({
    main: blocksOf(await app.evaluate(finish)),
    page: blocksOf(await window.evaluate(finish)),
  });
}

export const blockWords = ({ main, page }: { main: Blocks; page: Blocks }): string =>
  `longest block: main ${main.longest.toFixed(0)} ms (p95 ${main.p95.toFixed(1)}), window ${page.longest.toFixed(0)} ms (p95 ${page.p95.toFixed(1)})`;
