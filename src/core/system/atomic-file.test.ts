import { mkdir, mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { appendDurable, createFoldersWhole, createFolderWhole, sweepTemporary, writeFileAtomic } from './atomic-file';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealwax-atomic-'));
});

const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

describe('writing a file', () => {
  it('replaces it with the mode asked for, whatever the old one had', async () => {
    const path = join(folder, 'key.pem');
    await writeFile(path, 'old', { mode: 0o644 });
    await writeFileAtomic(path, 'new', 0o600);
    expect(await readFile(path, 'utf8')).toBe('new');
    expect(await modeOf(path)).toBe(0o600);
  });

  it('leaves the old one whole, and nothing beside it, when the new one cannot be written', async () => {
    const path = join(folder, 'there');
    await mkdir(join(path, 'is', 'a', 'folder'), { recursive: true });
    await expect(writeFileAtomic(path, 'new')).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['there']);
  });
});

describe('creating a folder', () => {
  it('makes all its files with their modes', async () => {
    const path = await createFolderWhole(folder, 'whole', [
      { name: 'cert.pem', data: 'cert', mode: 0o644 },
      { name: 'key.pem', data: 'key', mode: 0o600 },
    ]);
    expect((await readdir(path)).sort()).toEqual(['cert.pem', 'key.pem']);
    expect(await modeOf(join(path, 'key.pem'))).toBe(0o600);
    expect(await modeOf(path)).toBe(0o700);
  });

  it('never touches one that is there, and leaves nothing half-written', async () => {
    await createFolderWhole(folder, 'whole', [{ name: 'a', data: 'first', mode: 0o600 }]);
    await expect(createFolderWhole(folder, 'whole', [{ name: 'a', data: 'second', mode: 0o600 }])).rejects.toThrow();
    expect(await readFile(join(folder, 'whole', 'a'), 'utf8')).toBe('first');
    expect(await readdir(folder)).toEqual(['whole']);
  });

  it('makes nothing when one of its files cannot be written', async () => {
    const files = [
      { name: 'a', data: 'a', mode: 0o600 },
      { name: 'no/such/folder', data: 'b', mode: 0o600 },
    ];
    await expect(createFolderWhole(folder, 'whole', files)).rejects.toThrow();
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('creating several folders', () => {
  const one = (name: string, file = 'a') => ({ name, files: [{ name: file, data: name, mode: 0o600 }] });

  it('makes each by itself: one that fails leaves the others whole, and nothing half-written', async () => {
    await mkdir(join(folder, 'there', 'not empty'), { recursive: true });
    const many = Array.from({ length: 30 }, (_, index) => one(`n${index}`));
    const failures = await createFoldersWhole(folder, [
      one('first'),
      one('bad', 'no/such/folder'),
      one('there'),
      ...many,
    ]);
    expect(failures.map((failure) => failure !== undefined)).toEqual([false, true, true, ...many.map(() => false)]);
    expect((await readdir(folder)).sort()).toEqual(['first', ...many.map(({ name }) => name), 'there'].sort());
    expect(await readFile(join(folder, 'n29', 'a'), 'utf8')).toBe('n29');
    expect(await readdir(join(folder, 'there'))).toEqual(['not empty']);
  });

  it('explains a place that is not there for each of them', async () => {
    const failures = await createFoldersWhole(join(folder, 'absent'), [one('a'), one('b')]);
    expect(failures).toHaveLength(2);
    for (const failure of failures) expect(failure).toBeInstanceOf(Error);
  });
});

describe('appending', () => {
  it('ends a torn line first', async () => {
    const path = join(folder, 'log');
    await writeFile(path, 'whole\ntor');
    await appendDurable(path, 'next\n');
    expect(await readFile(path, 'utf8')).toBe('whole\ntor\nnext\n');
  });
});

describe('sweeping', () => {
  it('takes away only what was half-written', async () => {
    await mkdir(join(folder, '.tmp-0123'));
    await writeFile(join(folder, '.tmp-0123', 'key.pem'), 'half');
    await mkdir(join(folder, 'app.test-1'));
    expect(await sweepTemporary(folder)).toBe(1);
    expect(await readdir(folder)).toEqual(['app.test-1']);
  });
});
