import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AppError } from '../core/errors';
import { askPassphrase } from './ask';
import type { CliIo } from './io';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealwax-ask-'));
  await writeFile(join(folder, 'pass'), 'a wrong one\n');
  await chmod(join(folder, 'pass'), 0o600);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it.each([
  ['passphrase-wrong', 'Write the right passphrase into that file.'],
  ['passphrase-weak', 'Write another passphrase into that file. Type it again.'],
] as const)('says of a file with one that is %s what to do with the file', async (code, hint) => {
  const io = { cwd: folder, env: {}, platform: process.platform, interactive: false } as Partial<CliIo> as CliIo;
  const ask = askPassphrase(io, { enterFile: 'pass' });
  const refuse = async () => {
    throw new AppError(code, 'No.', { hint: 'Type it again.' });
  };
  await expect(ask({ mode: 'enter', title: '', message: '' }, refuse)).rejects.toMatchObject({
    code,
    message: 'No. It was read from pass.',
    hint,
  });
});
