import { describe, expect, it } from 'vitest';
import { mapBounded } from './bounded';

const soon = () => new Promise((resolve) => setTimeout(resolve, 1));

describe('work on many items', () => {
  it('keeps the order of the results and never does more than the limit at once', async () => {
    let running = 0;
    let most = 0;
    const results = await mapBounded([...Array(50).keys()], 7, async (item) => {
      running += 1;
      most = Math.max(most, running);
      await soon();
      running -= 1;
      return item * 2;
    });
    expect(results).toEqual([...Array(50).keys()].map((item) => item * 2));
    expect(most).toBe(7);
  });

  it('ends with the first failure, when what is under way has ended', async () => {
    let begun = 0;
    let ended = 0;
    const work = mapBounded([...Array(50).keys()], 4, async (item) => {
      begun += 1;
      await soon();
      ended += 1;
      if (item === 5) throw new Error('five');
    });
    await expect(work).rejects.toThrow('five');
    expect(ended).toBe(begun);
    expect(begun).toBeLessThan(15);
  });
});
