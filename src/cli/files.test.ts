import { execFileSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { link, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkOutput, refuseExisting, writeOutput } from './files';
import type { CliIo } from './io';

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  return { ...real, link: vi.fn(real.link) };
});

let folder: string;
let data: string;
let io: CliIo;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealwax-out-'));
  data = await mkdtemp(join(tmpdir(), 'sealwax-data-'));
  const env = { SEALWAX_HOME: data };
  io = { cwd: folder, env, home: folder, platform: 'linux', now: () => new Date() } as Partial<CliIo> as CliIo;
});
afterEach(async () => {
  vi.mocked(link).mockReset();
  await rm(folder, { recursive: true, force: true });
  await rm(data, { recursive: true, force: true });
});

const write = (name: string, force = false) => writeOutput(io, name, 'new', { mode: 0o600, force });
const failLink = (code: string) => vi.mocked(link).mockRejectedValueOnce(Object.assign(new Error(code), { code }));

describe('writing a file that the user named', () => {
  it.each(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])('works on a disk without links (%s)', async (code) => {
    failLink(code);
    await write('backup');
    expect(await readFile(join(folder, 'backup'), 'utf8')).toBe('new');
    expect((await stat(join(folder, 'backup'))).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['backup']);
  });

  it('does not replace there what came meanwhile', async () => {
    vi.mocked(link).mockImplementationOnce(async () => {
      await writeFile(join(folder, 'backup'), 'theirs');
      throw Object.assign(new Error('EPERM'), { code: 'EPERM' });
    });
    await expect(write('backup')).rejects.toMatchObject({ code: 'already-exists' });
    expect(await readFile(join(folder, 'backup'), 'utf8')).toBe('theirs');
    expect(await readdir(folder)).toEqual(['backup']);
  });

  it('with force writes into a pipe, by a link too, and leaves it a pipe with its mode', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', ['-m', '644', pipe]);
    await symlink(pipe, join(folder, 'link'));
    for (const name of ['pipe', 'link']) {
      const [read] = await Promise.all([createReadStream(pipe).toArray(), write(name, true)]);
      expect(Buffer.concat(read).toString()).toBe('new');
    }
    const after = await stat(pipe);
    expect([after.isFIFO(), after.mode & 0o777]).toEqual([true, 0o644]);
    expect((await readdir(folder)).sort()).toEqual(['link', 'pipe']);
  });

  it('with force replaces a file, and no folder', async () => {
    await writeFile(join(folder, 'file'), 'old and longer');
    await write('file', true);
    expect(await readFile(join(folder, 'file'), 'utf8')).toBe('new');
    await mkdir(join(folder, 'sub'));
    await expect(write('sub', true)).rejects.toMatchObject({
      code: 'already-exists',
      message: expect.stringContaining('sub is a folder'),
    });
  });
});

describe('asking before the work', () => {
  it.each([
    ['none/x.pem', false, 'not-found'],
    ['none/x.pem', true, 'not-found'],
    ['file/x.pem', false, 'not-found'],
    ['file', false, 'already-exists'],
    ['link', false, 'already-exists'],
    ['.', true, 'already-exists'],
  ])('refuses %s (force: %s)', async (name, force, code) => {
    await writeFile(join(folder, 'file'), '');
    await symlink('nowhere', join(folder, 'link'));
    await expect(checkOutput(io, name, force)).rejects.toMatchObject({ code });
  });

  it('has nothing against a new file, or one to be replaced', async () => {
    await writeFile(join(folder, 'file'), '');
    await checkOutput(io, 'new', false);
    await checkOutput(io, 'file', true);
    await refuseExisting(join(folder, 'new'));
  });
});
