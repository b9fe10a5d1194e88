import { describe, expect, it } from 'vitest';
import type { Proof, ProveReport } from '../../ipc/schemas';
import { judgeClient, judgeStore, verifiedOf } from './matrix-verdict';

const at = '2026-03-04T05:06:07.000Z';
const proof = (result: Proof['result'], about: string[], label = 'curl, with the system store'): Proof => ({
  id: label,
  label,
  about,
  result,
  message: `${result}.`,
  durationMs: 1,
});
const report = (...proofs: Proof[]): ProveReport => ({ passed: true, at, address: 'https://localhost:1', proofs });
const yes = report(proof('passed', ['system', 'client:curl']));
const no = report(proof('failed', ['system', 'client:curl']));

describe('the cell of a store', () => {
  it.each([
    ['trusted', yes, 'trusted', ['remove']],
    ['trusted', null, 'unchecked', ['remove']],
    ['trusted', report(proof('not-run', ['system'])), 'unchecked', ['remove']],
    ['trusted', no, 'not-trusted', ['repair', 'remove']],
    ['present', null, 'not-trusted', ['repair', 'remove']],
    ['absent', yes, 'absent', ['install']],
    ['tool-missing', null, 'tool-missing', []],
    ['locked', null, 'locked', ['install', 'remove']],
    ['unknown', null, 'unknown', []],
  ] as const)('%s', (state, last, verdict, actions) => {
    expect(judgeStore({ state }, 'system', last)).toMatchObject({ verdict, actions });
  });

  it('names who verified it and when, and does not borrow the word of another row', () => {
    expect(judgeStore({ state: 'trusted' }, 'system', yes).verified).toEqual({ at, passed: true, by: ['curl'] });
    expect(judgeStore({ state: 'trusted' }, 'nss:/a', yes)).toMatchObject({ verdict: 'unchecked', verified: null });
  });

  it('believes one client that refuses before all that agree, and says what it said', () => {
    const mixed = report(proof('passed', ['system']), proof('failed', ['system'], 'Python, with the system store'));
    expect(judgeStore({ state: 'trusted' }, 'system', mixed)).toMatchObject({
      verdict: 'not-trusted',
      message: 'failed.',
      verified: { passed: false, by: ['Python'] },
    });
  });

  it('forgets what was proven of a store that does not hold the root any more', () => {
    expect(judgeStore({ state: 'absent' }, 'system', yes).verified).toBeNull();
  });

  it('offers no change to a store that another one fills', () => {
    const status = { state: 'trusted', follows: 'system', message: 'It reads the system’s list.' } as const;
    expect(judgeStore(status, 'java:/a', null)).toMatchObject({ verdict: 'follows', actions: [] });
    expect(judgeStore(status, 'java:/a', report(proof('passed', ['java:/a'])))).toMatchObject({ verdict: 'trusted' });
  });

  it('hands on what the store says', () => {
    const status = { state: 'unknown', message: 'The database is damaged.', hint: 'Look at it.' } as const;
    expect(judgeStore(status, 'system', null)).toMatchObject({ message: status.message, hint: status.hint });
  });
});

describe('the cell of a client', () => {
  it('is what the client said itself', () => {
    expect(judgeClient('client:curl', yes)).toMatchObject({ verdict: 'trusted', actions: [] });
    expect(judgeClient('client:curl', no)).toMatchObject({ verdict: 'not-trusted', message: 'failed.' });
    expect(judgeClient('client:node', yes)).toMatchObject({ verdict: 'unknown', verified: null });
    const off = report(proof('not-run', ['client:curl']));
    expect(judgeClient('client:curl', off)).toMatchObject({ verdict: 'unknown', message: 'not-run.' });
  });
});

it('says nothing of a row that no client speaks of', () => {
  expect(verifiedOf('nss:/x', yes)).toBeNull();
  expect(verifiedOf('system', null)).toBeNull();
});
