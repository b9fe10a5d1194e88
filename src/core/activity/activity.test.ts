import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { sha256Hex } from '../digest';
import { Journal } from '../journal';
import { FolderLock } from '../system/lock';
import { Activity } from './activity';

let folder = '';
let journal: Journal;
let activity: Activity;
let now = new Date();

const fresh = () => new Activity({ dir: folder, journal, lock: new FolderLock(folder), now: () => now });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealwax-activity-'));
  now = new Date('2026-11-22T10:00:00Z');
  journal = new Journal(folder, 'window', () => now);
  activity = fresh();
});

async function write(...names: string[]) {
  for (const name of names) {
    await journal.add('certificate.issued', `${name}-1`, { names: [name] });
    now = new Date(now.getTime() + 60_000);
  }
}
const lines = async () => (await readFile(journal.file, 'utf8')).trimEnd().split('\n');
const rewrite = (all: readonly string[]) => writeFile(journal.file, all.map((line) => `${line}\n`).join(''));
const sentences = async (filter = {}, limit = 100) =>
  (await activity.newest(filter, limit)).entries.map(({ sentence }) => sentence);
const exported = async (...of: Parameters<Activity['export']>) => {
  let text = '';
  for await (const piece of activity.export(...of)) text += piece;
  return text;
};

describe('the pages of the history', () => {
  it('begin with the newest line, go on without a gap or a repeat, and end', async () => {
    await write('a.test', 'b.test', 'c.test', 'd.test', 'e.test');
    const first = await activity.page({ limit: 2 });
    await write('f.test');
    const second = await activity.page({ limit: 2, before: first.next as number });
    const third = await activity.page({ limit: 2, before: second.next as number });
    expect([first, second, third].flatMap(({ entries }) => entries.map(({ subject }) => subject))).toEqual([
      'e.test-1',
      'd.test-1',
      'c.test-1',
      'b.test-1',
      'a.test-1',
    ]);
    expect(third.next).toBeNull();
    expect(first.entries[0]).toMatchObject({
      who: 'window',
      group: 'certificate',
      sentence: 'Issued a certificate for e.test',
      facts: [{ label: 'Names', value: 'e.test' }],
    });
  });

  it('are empty before anything was done', async () => {
    expect(await activity.page({ limit: 10 })).toEqual({ entries: [], next: null });
    expect(await activity.verify(true)).toMatchObject({ state: 'intact', lines: 0, problems: [] });
    expect(await exported('jsonl', {})).toBe('');
  });

  it('find by words in any order, by kind, by who did it and by date', async () => {
    await write('shop.test', 'mail.test');
    await new Journal(folder, 'automatic', () => now).add('trust.installed', 'ab'.repeat(32), {
      label: 'System store',
      outcome: 'failed',
    });
    expect(await sentences({ search: 'SHOP certificate' })).toEqual(['Issued a certificate for shop.test']);
    expect(await sentences({ search: 'shop mail' })).toEqual([]);
    expect(await sentences({ group: 'trust' })).toEqual([
      'Tried to install the root abababababab… in System store: failed',
    ]);
    expect(await sentences({ who: 'automatic' })).toHaveLength(1);
    expect(await sentences({ since: '2026-11-22T10:01:00Z', until: '2026-11-22T10:01:30Z' })).toEqual([
      'Issued a certificate for mail.test',
    ]);
  });

  it('find what was written while the clock was ten years behind', async () => {
    await write('before.test');
    now = new Date('2016-11-22T10:00:00Z');
    await write('behind.test');
    now = new Date('2026-11-23T10:00:00Z');
    await write('after.test');
    expect(await sentences({ since: '2026-01-01T00:00:00Z' })).toHaveLength(2);
    expect(await sentences({ until: '2020-01-01T00:00:00Z' })).toEqual(['Issued a certificate for behind.test']);
  });

  it('show a damaged line as one, and all the others', async () => {
    await write('a.test', 'b.test', 'c.test');
    const all = await lines();
    await rewrite([all[0] as string, '{"at":"20\u0000', 'null', '[1]', '{"at":1}', all[2] as string]);
    expect(await sentences()).toEqual([
      'Issued a certificate for c.test',
      ...Array.from({ length: 4 }, () => 'A line that cannot be read'),
      'Issued a certificate for a.test',
    ]);
  });

  it('say in plain terms what a newer Sealwax noted, and take any data for what it is', async () => {
    await journal.add('satellite.re-aimed', 'dish-1', { __proto__x: 1, deepThought: { a: [1] } });
    await journal.add('constructor', 'x');
    await journal.add('trust.installed', 'y', { outcome: 'constructor', name: 7 } as never);
    expect(await sentences()).toEqual([
      'Tried to install 7 in a trust store: constructor',
      'Constructor: x',
      'Satellite re aimed: dish-1',
    ]);
  });

  it('stay quick with a hundred thousand lines, which are checked and searched too', async () => {
    let text = '';
    let previous = '0'.repeat(64);
    for (let index = 0; index < 100_000; index += 1) {
      const data = { names: [`n${index}.test`], serial: `${index}`.padStart(32, '0') };
      const line = JSON.stringify({
        at: new Date(Date.UTC(2020, 0, 1) + index * 60_000).toISOString(),
        who: 'automatic',
        what: 'certificate.renewed',
        subject: `n${index}.test-1`,
        data,
        previous,
      });
      previous = sha256Hex(line);
      text += `${line}\n`;
    }
    await writeFile(journal.file, text);
    const page = await activity.page({ limit: 200 });
    expect(page.entries[0]?.subject).toBe('n99999.test-1');
    // A page costs what it shows, not what the file holds: no more than its own lines are read.
    expect(page.next).toBe(text.indexOf(`{"at":"${page.entries.at(-1)?.at}"`));
    expect(await sentences({ search: 'n17.test' })).toEqual(['Renewed the certificate for n17.test']);
    expect(await activity.verify(false)).toMatchObject({ state: 'intact', lines: 100_000 });
    await write('new.test');
    expect(await activity.verify(false)).toMatchObject({ state: 'intact', lines: 100_001 });
  }, 60_000);
});

describe('the chain of the history', () => {
  beforeEach(() => write('a.test', 'b.test', 'c.test', 'd.test'));
  const check = async (whole = true) => activity.verify(whole);

  it('is intact as Sealwax writes it, also after a check that went on from the one before', async () => {
    expect(await check()).toMatchObject({ state: 'intact', lines: 4, problemCount: 0 });
    await write('e.test');
    expect(await check(false)).toMatchObject({ state: 'intact', lines: 5 });
    expect(await check(false)).toMatchObject({ state: 'intact', lines: 5 });
  });

  it('breaks where a line was edited', async () => {
    expect((await check()).state).toBe('intact');
    const all = await lines();
    await rewrite(all.map((line, index) => (index === 1 ? line.replace('b.test', 'x.test') : line)));
    for (const whole of [false, true]) {
      expect(await check(whole)).toMatchObject({
        state: 'broken',
        brokenAt: 3,
        problems: [{ kind: 'link', line: 3, message: expect.stringContaining('line 2 was changed') }],
      });
    }
  });

  it('breaks where lines were taken out, at the first line too, and where one was put in', async () => {
    const all = (await lines()) as [string, string, string, string];
    await rewrite([all[0], all[3]]);
    expect((await check()).problems).toMatchObject([{ kind: 'link', line: 2 }]);
    await rewrite(all.slice(1));
    expect((await check()).problems).toMatchObject([{ kind: 'start', line: 1 }]);
    await rewrite([all[0], all[1], all[0], all[2], all[3]]);
    expect((await check()).problems).toMatchObject([
      { kind: 'link', line: 3 },
      { kind: 'link', line: 4 },
    ]);
  });

  it('breaks where a line was made unreadable', async () => {
    const all = await lines();
    await rewrite(all.map((line, index) => (index === 1 ? line.slice(0, 20) : line)));
    expect(await check()).toMatchObject({ state: 'broken', problems: [{ kind: 'unreadable', line: 2 }] });
  });

  it('tells of lines that were cut off the end, at a line break and in the middle', async () => {
    const all = await lines();
    await rewrite(all.slice(0, 2));
    expect(await check()).toMatchObject({ state: 'broken', brokenAt: 3, problems: [{ kind: 'tail', line: 3 }] });
    await rewrite(all);
    await truncate(journal.file, (await readFile(journal.file)).length - 10);
    expect(await check()).toMatchObject({ state: 'broken', problems: [{ kind: 'tail', line: 4 }] });
    await rm(journal.file);
    expect(await check()).toMatchObject({ state: 'broken', problems: [{ kind: 'tail', line: 1 }] });
  });

  it('tells of a last line that was changed, to one of the same length or a longer one', async () => {
    const all = await lines();
    for (const put of ['x.test', 'longer.test']) {
      await rewrite(all.map((line, index) => (index === 3 ? line.replace('d.test', put) : line)));
      expect(await check()).toMatchObject({ state: 'broken', problems: [{ kind: 'tail', line: 4 }] });
    }
  });

  it.each(['cut off', 'changed'])(
    'keeps the evidence of an end that was %s when the next line is written',
    async (how) => {
      const all = await lines();
      const put = all.map((line, index) => (index === 3 ? line.replace('d.test', 'longer.test') : line));
      await rewrite(how === 'changed' ? put : all.slice(0, 2));
      await write('e.test');
      const chain = await check();
      expect(chain).toMatchObject({ state: 'broken', problems: [{ kind: 'tail', line: how === 'changed' ? 5 : 3 }] });
      expect(await sentences({}, 2)).toEqual([
        'Issued a certificate for e.test',
        'Found the end of this history cut off or changed',
      ]);
    },
  );

  it('holds over a line that a crash tore off, which is told all the same', async () => {
    await appendFile(journal.file, '{"at":"2026-11-22T10:0');
    expect(await check()).toMatchObject({ state: 'intact', lines: 5, problems: [{ kind: 'torn', line: 5 }] });
    await write('e.test');
    expect(await check(false)).toMatchObject({ state: 'intact', lines: 6, problems: [{ kind: 'torn', line: 5 }] });
    expect(await check()).toMatchObject({ state: 'intact', problems: [{ kind: 'torn', line: 5 }] });
  });

  it('is that of an older Sealwax too, which did not write down its end', async () => {
    await rm(join(folder, 'journal-head.json'));
    expect(await check()).toMatchObject({ state: 'intact', lines: 4 });
    await writeFile(join(folder, 'journal-head.json'), '{"size":');
    await write('e.test');
    expect(await check()).toMatchObject({ state: 'intact', lines: 5 });
  });
});

describe('an export of the history', () => {
  beforeEach(() => write('a.test', 'b.test', 'c.test'));

  it('as JSON lines has the lines as they stand, the oldest first', async () => {
    expect(await exported('jsonl', {})).toBe(await readFile(journal.file, 'utf8'));
    expect(await exported('jsonl', { search: 'b.test' })).toBe(`${(await lines())[1]}\n`);
    expect(await exported('jsonl', {}, 2)).toBe(`${(await lines()).slice(1).join('\n')}\n`);
    await appendFile(journal.file, 'torn "line');
    expect((await exported('jsonl', {})).split('\n')[3]).toBe('{"unreadable":"torn \\"line"}');
  });

  it('as CSV quotes as RFC 4180 says, and no cell begins a formula', async () => {
    await journal.add('watch.added', '=cmd|" /C calc"!A0', { name: '@SUM(1)\n"x", y' });
    const text = await exported('csv', {}, 1);
    const [, previous] = /"previous":"([0-9a-f]+)"/.exec((await lines()).at(-1) as string) ?? [];
    expect(text).toBe(
      [
        'at,who,group,what,sentence,outcome,subject,data,previous',
        [
          '2026-11-22T10:03:00.000Z,window,watch,watch.added',
          '"Began to watch @SUM(1)\n""x"", y"',
          'done',
          `"'=cmd|"" /C calc""!A0"`,
          '"{""name"":""@SUM(1)\\n\\""x\\"", y""}"',
          previous,
        ].join(','),
        '',
      ].join('\r\n'),
    );
  });
});
