import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { activityEntrySchema, chainSchema } from '../../src/ipc/activity-schemas';
import { type Container, container, json } from '../support/cli';

let machine: Container;
const run: Container['run'] = (...args) => machine.run(...args);
const journal = () => join(machine.home, 'journal.jsonl');

beforeAll(async () => {
  machine = await container();
  await run(['ca', 'create', 'History CA']);
  await run(['issue', 'app.test', 'localhost']);
  await run(['export', 'app.test', '--out', 'certs', '--format', 'pem', '--no-deploy']);
  await run(['ca', 'export', '--out', 'root']);
});

describe('sealwax history', () => {
  it('tells what was done, the newest first, and finds in it', async () => {
    const { code, stdout } = await run(['history']);
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/UTC {2}command-line +Exported the certificate of History CA in .*root/),
      expect.stringMatching(/Exported app\.test-\w+ in .*certs$/),
      expect.stringMatching(/Issued a certificate for app\.test and 1 more name$/),
      expect.stringMatching(/Made the authority History CA$/),
    ]);
    const found = json(await run(['history', '--search', 'app.test', '--what', 'certificate', '--json']));
    expect(found.more).toBe(false);
    expect(found.entries.map((entry: unknown) => activityEntrySchema.parse(entry).what)).toEqual([
      'certificate.issued',
    ]);
    const [{ at }] = found.entries;
    expect(json(await run(['history', '--since', at, '--until', at, '--json'])).entries).toEqual(found.entries);
    expect(await run(['history', '--limit', '1'])).toMatchObject({
      stderr: expect.stringContaining('more than these 1'),
    });
    expect(await run(['history', '--who', 'automatic'])).toMatchObject({
      code: 0,
      stdout: '',
      stderr: 'No line fits.\n',
    });
    expect(await run(['history', '--what', 'trusts'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/Did you mean trust\?/),
    });
    expect((await run(['history', '--verify', '--limit', '1'])).code).toBe(2);
  });

  it('exports the lines as they stand, and as a CSV that another program reads', async () => {
    expect((await run(['history', '--format', 'jsonl'])).stdout).toBe(await readFile(journal(), 'utf8'));
    const csv = await machine.file('history.csv', (await run(['history', '--format', 'csv'])).stdout);
    const { run: start } = await import('../../src/core/system/run');
    const script = 'import csv, json, sys; print(json.dumps(list(csv.DictReader(open(sys.argv[1], newline="")))))';
    const rows = JSON.parse((await start('python3', ['-c', script, csv])).stdout);
    expect(rows).toHaveLength(4);
    expect(JSON.parse(rows[1].data).names).toEqual(['app.test', 'localhost']);
  });

  it('checks the chain, and names the line where it was changed', async () => {
    const whole = await run(['history', '--verify', '--json']);
    expect(chainSchema.parse(json(whole))).toMatchObject({ state: 'intact', lines: 4 });
    expect(whole.code).toBe(0);
    const text = await readFile(journal(), 'utf8');
    await writeFile(journal(), text.replace('"names":["app.test"', '"names":["new.test"'));
    const broken = await run(['history', '--verify']);
    expect(broken).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('The chain is broken at line 3 of 4 lines.'),
    });
    await writeFile(journal(), text.split('\n').slice(0, 2).join('\n'));
    expect((await run(['history', '--verify'])).stdout).toContain('from line 2 on, it was cut off');
  });
});
