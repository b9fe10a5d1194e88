import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/core/system/run';
import { bundle } from '../support/bundle';
import { startSession, type TestSession } from '../support/session';

let script = '';
let session: TestSession;

beforeAll(async () => {
  script = await bundle('passphrase-step.ts', { quick: true });
  session = await startSession('unlocked');
}, 60_000);
afterAll(() => session.end());

async function step(dir: string, ...args: string[]): Promise<string[]> {
  const { stdout, stderr } = await run(process.execPath, [script, dir, ...args], {
    env: session.env,
    timeoutMs: 30_000,
  });
  expect(stderr).toBe('');
  // The next one would wait for seconds until the lock of a dead process counts no more; that is tested with the lock itself.
  await rm(join(dir, '.lock'), { recursive: true, force: true });
  return stdout.trim().split('\n');
}

// The method of SQLite's tests: die before the first step, then before the second, until one run has no such step left.
describe('killing a change of the passphrase before each of its steps', () => {
  it.each([
    ['keychain', 'session', 4],
    ['session', 'keychain', 6],
    ['keychain', 'keychain', 8],
    ['session', 'session', 3],
  ])(
    'from %s to %s leaves an authority that opens and signs',
    async (from, to, fewest) => {
      const dir = join(session.home, `${from}-${to}`);
      const kept = new Set<string>();
      let count = 0;
      for (let done = false; !done; ) {
        count += 1;
        expect(count).toBeLessThan(60);
        const said = await step(dir, String(count), from, to);
        expect(said[0]).toMatch(/^works /);
        kept.add(said[0] as string);
        done = said.includes('completed');
      }
      // Fewer would mean that the steps were not seen, and nothing was tested.
      expect(count).toBeGreaterThan(fewest);
      if (from !== to) expect(kept).toEqual(new Set([`works ${from}`, `works ${to}`, 'works keychain']));
      const [works, left = ''] = await step(dir, '0', 'tidy');
      expect(works).toBe(`works ${to}`);
      const [authority = ''] = (await readdir(join(dir, 'authorities'))).filter((name) => !name.startsWith('.'));
      expect(
        (await readdir(join(dir, 'authorities', authority))).filter((name) => !name.startsWith('.')).sort(),
      ).toEqual(['authority.json', 'root-key.pem', 'root.pem']);
      // Other folders of this session keep their own entries; of this one there are two, or none.
      expect(left.split(/[ ,]/).filter((account) => account.startsWith('ID'))).toHaveLength(to === 'keychain' ? 2 : 0);
    },
    240_000,
  );
});
