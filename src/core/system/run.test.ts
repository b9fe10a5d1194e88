import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { program } from '../../../test/support/programs';
import { run } from './run';
import { which } from './which';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealwax run '));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a program', () => {
  it('gets its arguments as they are, without a shell, and its input', async () => {
    const odd = ['$HOME; echo no', 'a "b" \'c\'', ''];
    const result = await run('/bin/sh', ['-c', 'cat; printf "[%s]" "$@"', 'sh', ...odd], { input: 'in ' });
    expect(result).toMatchObject({ code: 0, stdout: `in [${odd.join('][')}]`, timedOut: false, missing: false });
  });

  it('finds its input closed when there is none, so that it cannot wait for a person', async () => {
    expect(await run('cat', [], { timeoutMs: 5000 })).toMatchObject({ code: 0, stdout: '' });
  });

  it('that does not exist is missing; that fails gives its code and words', async () => {
    expect(await run('no-such-program-here', [])).toMatchObject({ code: null, missing: true });
    expect(await run('/bin/sh', ['-c', 'echo why >&2; exit 3'])).toMatchObject({ code: 3, stderr: 'why\n' });
  });

  it('is ended at its time limit, with everything that it started', async () => {
    const mark = '86399.75';
    const result = await run('/bin/sh', ['-c', `sleep ${mark} & wait`], { timeoutMs: 300 });
    expect(result).toMatchObject({ timedOut: true });
    expect(result.durationMs).toBeLessThan(3000);
    expect((await run('pgrep', ['-f', `^sleep ${mark}$`])).stdout).toBe('');
  });

  it('that never stops printing is ended at its time limit too, and does not fill the memory', async () => {
    const result = await run('yes', [], { timeoutMs: 300 });
    expect(result.timedOut).toBe(true);
    expect(result.stdout.length).toBeLessThan(5 * 1024 * 1024);
  });
});

describe('which', () => {
  it('finds the first program on PATH, passes over files that cannot run, and never looks in the current folder', async () => {
    const tool = await program(join(folder, 'b', 'sealwax-tool'), 'exit 0');
    expect(await which('sealwax-tool', { PATH: `${join(folder, 'a')}::.:${join(folder, 'b')}` })).toBe(tool);
    expect(await which('passwd', { PATH: '/etc' })).toBeUndefined();
    expect(await which('sealwax-tool', {})).toBeUndefined();
  });
});
