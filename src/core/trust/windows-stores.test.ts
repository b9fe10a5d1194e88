import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeRoot, type TestRoot } from '../../../test/support/openssl-roots';
import type { Run, RunResult } from '../system/run';
import type { TrustStore } from './trust-store';
import { windowsFromWsl, windowsStores } from './windows-stores';

// A contract test: the exact arguments, and how the answers are read. The real certutil runs in the hosted CI alone.

let base: string;
let root: TestRoot;
let namesake: TestRoot;
let calls: { program: string; args: string[]; script?: string }[];
let held: TestRoot[];
let answer: Partial<RunResult> | undefined;
let lying = false;

const answered = (result: Partial<RunResult> = {}): RunResult => ({
  code: 0,
  stdout: '',
  stderr: '',
  timedOut: false,
  missing: false,
  durationMs: 1,
  ...result,
});

const powershell = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe';
const certutil = 'C:\\Windows\\System32\\certutil.exe';

const windows: Run = async (program, args) => {
  const encoded = args[0] === '-NoProfile' ? (args[3] ?? '') : undefined;
  const script = encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf16le');
  calls.push({ program, args: [...args], ...(script === undefined ? {} : { script }) });
  if (script?.includes('Get-ChildItem') === true) {
    return answered({ stdout: held.map(({ der }) => `${Buffer.from(der).toString('base64')}\r\n`).join('') });
  }
  if (answer !== undefined) return answered(answer);
  if (lying) return answered({ stdout: 'CertUtil: -addstore command completed successfully.' });
  const words = script ?? args.join(' ');
  if (words.includes('-addstore')) held.push(root);
  if (words.includes('-delstore')) held = held.filter((each) => each !== root);
  return answered();
};

const stores = (run: Run = windows) => windowsStores({ run, env: { SystemRoot: 'C:\\Windows' } });
const user = (run?: Run) => stores(run)[0] as TrustStore;
const changes = () => calls.filter(({ script }) => script?.includes('Get-ChildItem') !== true);

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'sealwax windows-'));
  root = await makeRoot(base, 'Two of a name', 'ours');
  namesake = await makeRoot(base, 'Two of a name', 'namesake');
});
afterAll(() => rm(base, { recursive: true, force: true }));
beforeEach(() => {
  calls = [];
  held = [];
  answer = undefined;
  lying = false;
});

describe('the store of the account', () => {
  it('goes from absent to trusted and back, with these commands and no other', async () => {
    expect(await user().status(root)).toEqual({ state: 'absent' });
    calls = [];
    expect(await user().install(root)).toMatchObject({ outcome: 'done' });
    expect(changes()).toEqual([{ program: certutil, args: ['-user', '-addstore', 'Root', root.pemPath] }]);
    expect(await user().status(root)).toEqual({ state: 'trusted' });
    expect(await user().install(root)).toMatchObject({ outcome: 'already' });
    calls = [];
    expect(await user().remove(root)).toMatchObject({ outcome: 'done' });
    expect(changes()).toEqual([
      { program: certutil, args: ['-user', '-delstore', 'Root', expect.stringMatching(/^[0-9A-F]{40}$/)] },
    ]);
  });

  it('is read by PowerShell, whose words do not depend on the language of Windows', async () => {
    await user().status(root);
    expect(calls[0]).toMatchObject({ program: powershell });
    expect(calls[0]?.script).toContain("$location = 'Cert:\\CurrentUser\\Root'");
  });

  it('is not taken in by another root of the same name', async () => {
    held = [namesake];
    expect(await user().status(root)).toEqual({ state: 'absent' });
  });

  it.each([
    [{ code: 1223 }, 'cancelled'],
    [{ code: 0x800704c7 }, 'cancelled'],
    [{ code: 2147942405, stdout: 'CertUtil: Access is denied.' }, 'failed'],
    [{ code: null, timedOut: true }, 'timed-out'],
    [{ code: null, missing: true }, 'tool-missing'],
  ] as const)('reads %o', async (given, outcome) => {
    answer = given;
    expect(await user().install(root)).toMatchObject({ outcome });
    expect(held).toEqual([]);
  });

  it('believes what it reads back and not the exit code', async () => {
    lying = true;
    expect(await user().install(root)).toMatchObject({ outcome: 'failed' });
  });

  it('says so when PowerShell is not there', async () => {
    const none = user(async () => answered({ code: null, missing: true }));
    expect(await none.status(root)).toMatchObject({ state: 'tool-missing' });
  });
});

describe('the store of the machine', () => {
  const machine = () => stores()[1] as TrustStore;

  it('is changed only when it is named, with one question of Windows', async () => {
    expect(machine()).toMatchObject({ id: 'windows:machine', optional: true, privileged: true });
    expect(await machine().install(root)).toMatchObject({ outcome: 'done' });
    const [change, ...more] = changes();
    expect(more).toEqual([]);
    expect(change?.script).toContain('-Verb RunAs');
    expect(change?.script).not.toContain('-user');
  });

  it('gives a path to PowerShell as a value that nothing in it can end', async () => {
    const odd = { ...root, pemPath: "C:\\Users\\o'neil & sons\\root.pem" };
    await machine().install(odd);
    const script = changes()[0]?.script ?? '';
    expect(script).toContain(`$arguments = '-addstore Root "C:\\Users\\o''neil & sons\\root.pem"'`);
  });
});

describe('Windows, from WSL', () => {
  it('is given paths as Windows names them', async () => {
    const store = windowsFromWsl({
      run: windows,
      env: {},
      powershell,
      certutil: '/mnt/c/Windows/System32/certutil.exe',
      toWindowsPath: async (path) => `\\\\wsl.localhost\\Debian${path.replaceAll('/', '\\')}`,
    });
    expect(await store.install(root)).toMatchObject({ outcome: 'done' });
    expect(changes()).toMatchObject([
      {
        program: '/mnt/c/Windows/System32/certutil.exe',
        args: ['-user', '-addstore', 'Root', `\\\\wsl.localhost\\Debian${root.pemPath.replaceAll('/', '\\')}`],
      },
    ]);
    expect(store.id).toBe('wsl:windows-user');
  });
});
