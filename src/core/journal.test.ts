import { createHash } from 'node:crypto';
import { appendFile, mkdtemp, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { Journal } from './journal';

let folder = '';
let journal: Journal;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealwax-journal-'));
  journal = new Journal(folder, 'window', () => new Date('2026-11-22T10:00:00Z'));
});

describe('the journal', () => {
  it('chains each line to the one before, so that an edit or a gap shows', async () => {
    await journal.add('authority.created', 'root-1', { name: 'A' });
    await journal.add('certificate.issued', 'app.test-1');
    const lines = (await readFile(journal.file, 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(JSON.parse(lines[0] as string)).toMatchObject({
      what: 'authority.created',
      who: 'window',
      previous: '0'.repeat(64),
    });
    expect(JSON.parse(lines[1] as string).previous).toBe(
      createHash('sha256')
        .update(lines[0] as string)
        .digest('hex'),
    );
  });

  it('is readable by its owner alone', async () => {
    await journal.add('authority.created', 'root-1');
    expect((await stat(journal.file)).mode & 0o777).toBe(0o600);
  });

  it('goes on after a line that a kill tore off, and leaves the torn one out', async () => {
    await journal.add('authority.created', 'root-1');
    await appendFile(journal.file, '{"at":"2026-11-22T10:0');
    await journal.add('certificate.issued', 'app.test-1');
    expect((await journal.entries()).map((entry) => entry.what)).toEqual(['authority.created', 'certificate.issued']);
  });

  it('chains the lines of one group in the same way', async () => {
    await journal.add('authority.created', 'root-1');
    await journal.noteAll(
      ['a', 'b', 'c'].map((subject) => ({ what: 'certificate.issued', subject, data: { subject } })),
    );
    await journal.noteAll([]);
    await journal.add('certificate.deleted', 'a');
    const lines = (await readFile(journal.file, 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).subject)).toEqual(['root-1', 'a', 'b', 'c', 'a']);
    for (const [index, line] of lines.entries()) {
      const before = lines[index - 1];
      const link = before === undefined ? '0'.repeat(64) : createHash('sha256').update(before).digest('hex');
      expect(JSON.parse(line).previous).toBe(link);
    }
    expect(journal.problem()).toBeUndefined();
  });
});
