import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/core/system/run';
import { bundle } from '../support/bundle';
import { deployed, pairIn, renewUntold } from '../support/deployed';

let script = '';
beforeAll(async () => {
  script = await bundle('deploy-step.ts');
});

const namesIn = ['app.test-fullchain.pem', 'app.test-key.pem'];

// The method of SQLite's tests: die before the first step, then before the second, until one run has no such step left. The
// "server" is a copy of the certificate that the reload makes.
describe('killing a deployment before each of its steps', () => {
  it('never leaves half of a file, and is completed at the next start, with its reload', async () => {
    const { services, dir, certificate, deployment, folder } = await deployed();
    const { deployments } = services.lifecycle;
    const served = join(dir, '..', 'served.pem');
    const copy = `require('fs').copyFileSync(${JSON.stringify(namesIn[0])}, ${JSON.stringify(served)})`;
    await deployments.setReload(deployment.id, {
      kind: 'command',
      program: process.execPath,
      args: ['-e', copy],
      timeoutSeconds: 30,
    });
    let old = certificate;
    let killed = 0;
    for (let step = 1, done = false; !done; step += 1) {
      expect(step).toBeLessThan(60);
      const before = await Promise.all(namesIn.map((name) => readFile(join(folder, name), 'utf8')));
      // With a new key, so that a mixture would show.
      const next = await renewUntold(services, old.id, { sameKey: false });
      const files = await services.certificates.readFiles(next.id);
      const { stdout, stderr } = await run(process.execPath, [script, dir, String(step), old.id, next.id], {
        timeoutMs: 30_000,
      });
      expect(stderr).toBe('');
      done = stdout.includes('completed');
      if (!done) killed += 1;
      // Its owner is known to be dead; otherwise the next one would wait five seconds for that.
      await rm(join(dir, '.lock'), { recursive: true, force: true });
      const after = await Promise.all(namesIn.map((name) => readFile(join(folder, name), 'utf8')));
      expect([before[0], files.fullChainPem]).toContain(after[0]);
      expect([before[1], files.keyPem]).toContain(after[1]);

      await deployments.recover();
      expect(await pairIn(folder)).toBe(next.fingerprint);
      expect((await readdir(folder)).sort()).toEqual(namesIn);
      expect(await readFile(served, 'utf8')).toBe(files.fullChainPem);
      expect(await deployments.get(deployment.id)).toMatchObject({
        state: 'current',
        deployed: { certificateId: next.id },
      });
      old = next;
    }
    expect(killed).toBeGreaterThan(10);
  }, 120_000);
});
