import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeRoot, type TestRoot } from '../../../test/support/openssl-roots';
import type { Run, RunResult } from '../system/run';
import { macStores } from './mac-stores';
import type { TrustStore } from './trust-store';

// A contract test: the exact arguments, and how the answers are read. The real `security` runs in the hosted CI alone.

let base: string;
let root: TestRoot;
let namesake: TestRoot;
let calls: string[][];
/** What the keychain holds, and which of it is trusted. */
let held: TestRoot[];
let trusted: Set<string>;
let adding: Partial<RunResult> | undefined;
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

const security: Run = async (program, args) => {
  expect(program).toBe('/usr/bin/security');
  calls.push([...args]);
  switch (args[0]) {
    case 'find-certificate':
      return held.length === 0
        ? answered({
            code: 44,
            stderr: 'security: SecKeychainSearchCopyNext: The specified item could not be found in the keychain.',
          })
        : answered({ stdout: held.map(({ pem }) => pem).join('') });
    case 'verify-cert':
      return trusted.has(args[2] ?? '')
        ? answered()
        : answered({ code: 1, stderr: 'Cert Verify Result: CSSMERR_TP_NOT_TRUSTED' });
    case 'add-trusted-cert':
      if (adding !== undefined) return answered(adding);
      if (lying) return answered();
      // As the real one: the trust of what is there already is left alone.
      if (!held.includes(root)) {
        held.push(root);
        trusted.add(root.pemPath);
      }
      return answered();
    case 'remove-trusted-cert':
      trusted.delete(args.at(-1) ?? '');
      return answered();
    case 'delete-certificate':
      if (!lying) held = held.filter((each) => each !== root);
      return answered();
    default:
      return answered({
        stdout: 'Number of trusted certs = 1\nCert 0: Two of a name\n   Number of trust settings : 2\n',
      });
  }
};

const stores = (run: Run = security) => macStores({ run, home: '/Users/me', env: {} });
const login = (run?: Run) => stores(run)[0] as TrustStore;
const keychain = '/Users/me/Library/Keychains/login.keychain-db';

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'sealwax mac-'));
  root = await makeRoot(base, 'Two of a name', 'ours');
  namesake = await makeRoot(base, 'Two of a name', 'namesake');
});
afterAll(() => rm(base, { recursive: true, force: true }));
beforeEach(() => {
  calls = [];
  held = [];
  trusted = new Set();
  adding = undefined;
  lying = false;
});

describe('the login keychain', () => {
  it('goes from absent to trusted and back, with these commands and no other', async () => {
    expect(await login().status(root)).toEqual({ state: 'absent' });
    calls = [];
    expect(await login().install(root)).toMatchObject({ outcome: 'done' });
    expect(calls.filter(([name]) => name !== 'find-certificate' && name !== 'verify-cert')).toEqual([
      ['add-trusted-cert', '-r', 'trustRoot', '-p', 'ssl', '-p', 'basic', '-k', keychain, root.pemPath],
    ]);
    expect(await login().install(root)).toMatchObject({ outcome: 'already' });
    calls = [];
    expect(await login().remove(root)).toMatchObject({ outcome: 'done' });
    expect(calls.filter(([name]) => name !== 'find-certificate' && name !== 'verify-cert')).toEqual([
      ['remove-trusted-cert', root.pemPath],
      ['delete-certificate', '-Z', expect.stringMatching(/^[0-9A-F]{40}$/), keychain],
    ]);
    expect(await login().remove(root)).toMatchObject({ outcome: 'already' });
  });

  it('is not taken in by another root of the same name', async () => {
    held = [namesake];
    trusted = new Set([namesake.pemPath]);
    expect(await login().status(root)).toEqual({ state: 'absent' });
  });

  it('says that a certificate without trust is not trusted, and deletes it before it is added again', async () => {
    held = [root];
    expect(await login().status(root)).toMatchObject({ state: 'present' });
    calls = [];
    expect(await login().install(root)).toMatchObject({ outcome: 'done' });
    const changes = calls
      .map(([name]) => name)
      .filter((name) => name === 'delete-certificate' || name === 'add-trusted-cert');
    expect(changes).toEqual(['delete-certificate', 'add-trusted-cert']);
  });

  it.each([
    [
      { code: 1, stderr: 'SecTrustSettingsSetTrustSettings: The authorization was cancelled by the user.' },
      'cancelled',
    ],
    [
      {
        code: 1,
        stderr:
          'SecTrustSettingsSetTrustSettings: The authorization was denied since no user interaction was possible.',
      },
      'not-allowed',
    ],
    [{ code: null, timedOut: true }, 'timed-out'],
    [{ code: 1, stderr: 'Error reading file' }, 'failed'],
  ] as const)('reads %o', async (answer, outcome) => {
    adding = answer;
    expect(await login().install(root)).toMatchObject({ outcome });
  });

  it('believes what it reads back and not the exit code', async () => {
    lying = true;
    expect(await login().install(root)).toMatchObject({ outcome: 'failed' });
    held = [root];
    expect(await login().remove(root)).toMatchObject({ outcome: 'failed' });
  });

  it('says so when there is no such tool, and when it does not answer', async () => {
    const none = login(async () => answered({ code: null, missing: true }));
    expect(await none.status(root)).toMatchObject({ state: 'tool-missing' });
    expect(await none.install(root)).toMatchObject({ outcome: 'tool-missing' });
    const slow = login(async () => answered({ code: null, timedOut: true }));
    expect(await slow.status(root)).toMatchObject({ state: 'unknown' });
  });

  it('lists what was added, for the census', async () => {
    held = [root, namesake];
    expect(await login().entries?.()).toMatchObject([{ trusted: true }, { trusted: true }]);
  });
});

describe('the system keychain', () => {
  it('is changed only when it is named, in the domain of the administrator', async () => {
    const system = stores()[1] as TrustStore;
    expect(system).toMatchObject({ id: 'keychain:system', optional: true, privileged: true });
    expect(system.change(root, 'install').commands[0]).toMatch(
      /^security add-trusted-cert -d -r trustRoot .*\/Library\/Keychains\/System\.keychain/,
    );
  });
});
