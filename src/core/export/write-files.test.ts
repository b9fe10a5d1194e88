import { link, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { rename } from '../system/file-calls';
import { UnfinishedFiles } from './unfinished';
import { writeFiles as write } from './write-files';

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  return { ...real, link: vi.fn(real.link) };
});
vi.mock('../system/file-calls', async (original) => {
  const real = await original<typeof import('../system/file-calls')>();
  return { ...real, rename: vi.fn(real.rename) };
});

const failed = (code: string) => Object.assign(new Error(code), { code });
const real = await vi.importActual<typeof import('../system/file-calls')>('../system/file-calls');
let folder: string;
let data: string;
let unfinished: UnfinishedFiles;
const writeFiles = (...given: [Parameters<typeof write>[0], string, boolean]) => write(...given, unfinished);
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'sealwax-data-'));
  unfinished = new UnfinishedFiles(data, () => new Date());
  folder = await mkdtemp(join(tmpdir(), 'sealwax-together-'));
  await writeFile(join(folder, 'one'), 'old one');
  await symlink('one', join(folder, 'two'));
});
afterEach(async () => {
  vi.mocked(rename).mockReset().mockImplementation(real.rename);
  await rm(folder, { recursive: true, force: true });
  await rm(data, { recursive: true, force: true });
});

const files = ['one', 'two', 'new', 'last'].map((path) => ({ path, data: `new ${path}`, mode: 0o600 }));

describe.each(['with', 'without'])('on a disk %s second names of files', (links) => {
  beforeEach(() => {
    if (links === 'without') vi.mocked(link).mockRejectedValue(failed('EPERM'));
  });

  it('replaces all, and leaves nothing beside them', async () => {
    await writeFiles(files, folder, true);
    expect((await readdir(folder)).sort()).toEqual(['last', 'new', 'one', 'two']);
    for (const { path, data } of files) expect(await readFile(join(folder, path), 'utf8')).toBe(data);
  });

  it('puts the old ones back when a rename fails, and leaves nothing beside them', async () => {
    vi.mocked(rename).mockImplementation(async (from, to) => {
      if (String(to).endsWith('last')) throw failed('EACCES');
      return real.rename(from, to);
    });
    await expect(writeFiles(files, folder, true)).rejects.toMatchObject({ code: 'read-only' });
    expect((await readdir(folder)).sort()).toEqual(['one', 'two']);
    expect(await readFile(join(folder, 'one'), 'utf8')).toBe('old one');
    expect(await readlink(join(folder, 'two'))).toBe('one');
  });
});

it('has every file on the disk before the first is renamed', async () => {
  const sizes: number[] = [];
  vi.mocked(rename).mockImplementation(async (from, to) => {
    if (String(to).startsWith(folder))
      sizes.push((await readdir(folder)).filter((name) => name.startsWith('.tmp-')).length);
    return real.rename(from, to);
  });
  await writeFiles(files.slice(2), folder, false);
  expect(sizes[0]).toBe(2);
});

it('refuses two files of one path before anything is written', async () => {
  const twice = ['a.p12', 'A.p12'].map((path) => ({ path, data: path, mode: 0o600 }));
  await expect(writeFiles(twice, folder, true)).rejects.toMatchObject({ code: 'already-exists' });
  expect((await readdir(folder)).sort()).toEqual(['one', 'two']);
});
