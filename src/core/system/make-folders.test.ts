import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ensureFolder } from './atomic-file';
import { explainFsError } from './fs-error';
import { makeFolders } from './make-folders';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealwax-folders-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('makes what is missing, also several times at once, with the mode that is wanted', async () => {
  const path = join(folder, 'a/b/c');
  await Promise.all(Array.from({ length: 8 }, () => makeFolders(path, 0o700)));
  expect((await stat(join(folder, 'a'))).mode & 0o777).toBe(0o700);
  expect((await stat(path)).isDirectory()).toBe(true);
  await makeFolders(path);
});

it('says that a part of the path is a file, or a link that leads nowhere', async () => {
  await writeFile(join(folder, 'file'), '');
  await symlink(join(folder, 'nowhere'), join(folder, 'link'));
  await expect(ensureFolder(join(folder, 'file'))).rejects.toMatchObject({ code: 'not-found' });
  await expect(ensureFolder(join(folder, 'file/below/it'))).rejects.toMatchObject({ code: 'not-found' });
  await expect(ensureFolder(join(folder, 'link'))).rejects.toMatchObject({ code: 'already-exists' });
});

it.runIf(existsSync('/proc/self'))('ends where no folder can be made although its parent is there', async () => {
  await expect(ensureFolder('/proc/no/such')).rejects.toMatchObject({ code: 'read-only' });
});

it.each([
  ['EISDIR', 'already-exists'],
  ['ENOTDIR', 'not-found'],
  ['ENAMETOOLONG', 'invalid-input'],
  ['ENOTEMPTY', 'already-exists'],
  ['ELOOP', 'not-found'],
  ['ENOENT', 'not-found'],
])('has words for %s', (errno, code) => {
  const explained = explainFsError(Object.assign(new Error(`${errno}: raw`), { code: errno }), 'write /tmp/x');
  expect(explained).toMatchObject({ code, message: expect.stringMatching(/^Could not write \/tmp\/x: [a-z ]+\.$/) });
  expect((explained as { hint?: string }).hint).toBeTruthy();
});

it('words a name that is too long, by a real one', async () => {
  await mkdir(join(folder, 'x'));
  await expect(ensureFolder(join(folder, 'n'.repeat(300)))).rejects.toMatchObject({ code: 'invalid-input' });
});
