import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { sha256Hex } from '../digest';
import { closeFile, openFile, sizeOf } from '../system/file-calls';
import { linesBackwards, linesForwards, longestLine } from './journal-lines';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealwax-lines-'));
});

async function read(text: string, chunk?: number) {
  const path = join(folder, 'lines');
  await writeFile(path, text);
  const file = await openFile(path, 'r');
  try {
    const size = await sizeOf(file);
    const [forwards, backwards] = [[], []] as [string[], string[]];
    const starts: number[] = [];
    for await (const line of linesForwards(file, 0, size)) {
      forwards.push(`${line.bytes}${line.ended ? '' : '…'}`);
      starts.push(line.start);
      if (!line.tooLong) expect(line.sha256).toBe(sha256Hex(line.bytes));
    }
    for await (const line of linesBackwards(file, size, chunk)) {
      backwards.unshift(`${line.bytes}${line.ended ? '' : '…'}`);
      expect(line.start).toBe(starts[starts.length - backwards.length]);
    }
    return { forwards, backwards };
  } finally {
    await closeFile(file);
  }
}

describe('the lines of a file', () => {
  it.each([
    ['nothing', ''],
    ['one line', 'one\n'],
    ['one that is cut off', 'one'],
    ['several', 'one\ntwo ü\nthree\n'],
    ['several, the last cut off', 'one\ntwo\nthr'],
    ['blank ones', '\n\none\n\n'],
  ])('are the same from both ends: %s', async (_, text) => {
    const expected = text.split(/(?<=\n)/).map((line) => (line.endsWith('\n') ? line.slice(0, -1) : `${line}…`));
    const wanted = text === '' ? [] : expected;
    // Pieces of every size, so that a line break falls on each side of a border once.
    for (const chunk of [1, 2, 3, 4, 5, 7, 100]) {
      expect(await read(text, chunk)).toEqual({ forwards: wanted, backwards: wanted });
    }
  });

  it('holds no line in memory that is longer than any of ours', async () => {
    const text = `one\n${'x'.repeat(longestLine + 1)}\ntwo\n`;
    expect(await read(text)).toEqual({ forwards: ['one', '', 'two'], backwards: ['one', '', 'two'] });
  });
});
