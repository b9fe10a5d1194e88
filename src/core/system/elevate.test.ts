import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { program } from '../../../test/support/programs';
import { type ElevationOptions, elevation, type PrivilegedStep } from './elevate';
import { run } from './run';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealwax elevate '));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A person's machine whose sudo and pkexec are what the test wrote; everything else is real. */
const machine = (more: Partial<ElevationOptions> = {}) =>
  elevation({
    run,
    platform: 'linux',
    env: { PATH: `${join(folder, 'bin')}:/usr/bin:/bin`, DISPLAY: ':0' },
    uid: 1000,
    now: Date.now,
    ...more,
  });
const sudo = (body: string) => program(join(folder, 'bin', 'sudo'), body);
const pkexec = (body: string) => program(join(folder, 'bin', 'pkexec'), body);
const passwordNeeded = 'echo "sudo: a password is required" >&2; exit 1';
// Runs the rest of its line, as the real ones do once they have let a person in.
const lets = 'while :; do case $1 in -*) shift ;; *) break ;; esac; done; exec "$@"';

// What a shell would take apart if it ever became part of a script's text.
const oddWord = `a 'quoted' "word" $HOME; echo no`;
const marker = () => join(folder, 'it ran');
const step = (more: Partial<PrivilegedStep> = {}): PrivilegedStep => ({
  script: 'cat >"$1"; echo "$2"; exit 7',
  args: [marker(), oddWord],
  input: 'from standard input',
  timeoutMs: 10_000,
  ...more,
});

describe('a privileged step', () => {
  it('runs directly as root, with its arguments and input untouched', async () => {
    const answer = await machine({ uid: 0 })(step());
    expect(answer).toMatchObject({
      kind: 'ran',
      result: { code: 7, stdout: `${oddWord}\n` },
    });
    expect(await readFile(marker(), 'utf8')).toBe('from standard input');
  });

  it('runs by sudo where that asks for no password, without a prompt', async () => {
    await sudo(`echo "$*" >>"${join(folder, 'calls')}"; ${lets}`);
    await pkexec('exit 99');
    expect(await machine()(step())).toMatchObject({ kind: 'ran', result: { code: 7 } });
    const calls = await readFile(join(folder, 'calls'), 'utf8');
    expect(calls.startsWith('-n true\n-n -- /bin/sh -c ')).toBe(true);
  });

  it('runs by pkexec where sudo asks for a password, with a single call', async () => {
    await sudo(passwordNeeded);
    await pkexec(`echo once >>"${join(folder, 'calls')}"; ${lets}`);
    expect(await machine()(step())).toMatchObject({ kind: 'ran', result: { code: 7 } });
    expect(await readFile(join(folder, 'calls'), 'utf8')).toBe('once\n');
    expect(await readFile(marker(), 'utf8')).toBe('from standard input');
  });

  it('is cancelled when the person closes the dialog', async () => {
    await sudo(passwordNeeded);
    await pkexec('echo "Error executing command as another user: Request dismissed" >&2; exit 126');
    expect(await machine()(step())).toMatchObject({
      kind: 'cancelled',
      message: expect.stringContaining('Nothing was changed'),
    });
    await expect(readFile(marker())).rejects.toThrow();
  });

  it('is not allowed when polkit says no, and gives its reason', async () => {
    await sudo(passwordNeeded);
    await pkexec('echo "Error: No authentication agent found." >&2; exit 127');
    expect(await machine()(step())).toMatchObject({
      kind: 'not-allowed',
      message: expect.stringContaining('No authentication agent found'),
    });
  });

  it('is not allowed without a graphical session, without pkexec, or without either', async () => {
    // A PATH with nothing else on it: this machine's own sudo is not asked.
    const PATH = join(folder, 'bin');
    expect(await machine({ env: { PATH, DISPLAY: ':0' } })(step())).toMatchObject({ kind: 'not-allowed' });
    await program(join(folder, 'bin', 'sudo'), passwordNeeded);
    expect(await machine({ env: { PATH, DISPLAY: ':0' } })(step())).toMatchObject({ kind: 'not-allowed' });
    await pkexec(lets);
    expect(await machine({ env: { PATH } })(step())).toMatchObject({ kind: 'not-allowed' });
    await expect(readFile(marker())).rejects.toThrow();
  });

  it('times out when the prompt is not answered', async () => {
    await sudo(passwordNeeded);
    await pkexec('sleep 60');
    expect(await machine({ promptMs: 300 })(step({ timeoutMs: 200 }))).toMatchObject({ kind: 'timed-out' });
  });

  it('does nothing when the prompt is answered after we gave up', async () => {
    await sudo(passwordNeeded);
    await pkexec(lets);
    // The clock of the caller is two hours behind: for the script the time is long over.
    const late = machine({ now: () => Date.now() - 7_200_000 });
    expect(await late(step())).toMatchObject({ kind: 'timed-out' });
    await expect(readFile(marker())).rejects.toThrow();
  });

  it('times out when the work itself hangs', async () => {
    const answer = await machine({ uid: 0 })(step({ script: 'sleep 60', timeoutMs: 300 }));
    expect(answer).toMatchObject({ kind: 'timed-out' });
  });

  it.each(['darwin', 'win32'] as const)('is plainly not supported yet on %s', async (platform) => {
    expect(await machine({ platform })(step())).toMatchObject({ kind: 'unsupported' });
    await expect(readFile(marker())).rejects.toThrow();
  });
});
