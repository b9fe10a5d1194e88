import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/core/system/run';
import { bundle } from '../support/bundle';
import { type KeychainKind, startSession, type TestSession } from '../support/session';

interface Answer {
  value?: unknown;
  error?: { code: string; message: string; hint: string };
}
interface Probe {
  report: { state: string; message: string; hint?: string };
  set: Answer;
  get: Answer;
  remove: Answer;
  afterwards: Answer;
}

let probeFile = '';
let session: TestSession | undefined;

beforeAll(async () => {
  probeFile = await bundle('keychain-probe.ts');
});

afterEach(async () => {
  await session?.end();
  session = undefined;
});

async function probe(kind: KeychainKind): Promise<Probe> {
  session = await startSession(kind);
  const result = await run(process.execPath, [probeFile], { env: session.env, timeoutMs: 30_000 });
  expect(result.stderr).toBe('');
  return JSON.parse(result.stdout) as Probe;
}

describe('the system keychain, through the real Secret Service', () => {
  it('keeps, gives back and forgets a secret when it is unlocked', async () => {
    const answers = await probe('unlocked');
    expect(answers.report.state).toBe('ready');
    expect(answers.set.error).toBeUndefined();
    expect(answers.get.value).toBe('a secret');
    expect(answers.remove.value).toBe(true);
    expect(answers.afterwards.value).toBeNull();
  });

  it.each([
    ['locked', 'locked', 'keychain-locked', /is locked/],
    ['no-collection', 'no-collection', 'keychain-unavailable', /no place to keep passwords/],
    ['no-provider', 'absent', 'keychain-unavailable', /no system keychain/],
    ['no-bus', 'absent', 'keychain-unavailable', /no system keychain/],
  ] as const)('says what is wrong and the way on when it is %s', async (kind, state, code, words) => {
    const { report, set } = await probe(kind);
    expect(report.state).toBe(state);
    expect(report.message).toMatch(words);
    expect(report.hint).toMatch(/type a passphrase/);
    expect(set.error?.code).toBe(code);
    expect(set.error?.message).toMatch(words);
    expect(set.error?.hint).toMatch(/type a passphrase/);
  });
});
