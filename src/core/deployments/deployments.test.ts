import { chmod, chown, lstat, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deployed, pairIn, renewInto, renewUntold } from '../../../test/support/deployed';

const chain = 'app.test-fullchain.pem';
const key = 'app.test-key.pem';

describe('deployments', () => {
  it('write a renewed certificate over the old files: same names, formats and modes, nothing else in the folder', async () => {
    const { services, certificate, deployment, folder } = await deployed([
      'full-chain',
      'key',
      'der',
      'java-trust-store',
    ]);
    expect(deployment).toMatchObject({ state: 'current', folder });
    await chmod(join(folder, key), 0o640);
    const next = await renewInto(services, certificate.id);
    expect(await pairIn(folder)).toBe(next.fingerprint);
    expect((await lstat(join(folder, key))).mode & 0o777).toBe(0o640);
    expect((await lstat(join(folder, chain))).mode & 0o777).toBe(0o644);
    expect((await readdir(folder)).sort()).toEqual([chain, key, 'app.test.der', 'truststore.p12'].sort());
    const [after] = (await services.lifecycle.deployments.list(next.id)).deployments;
    expect(after).toMatchObject({ id: deployment.id, state: 'current', deployed: { certificateId: next.id } });
    const what = (await services.journal.entries()).map((entry) => entry.what);
    expect(what.filter((each) => each.startsWith('deployment.'))).toEqual(['deployment.added', 'deployment.written']);
  });

  it.runIf(process.getuid?.() === 0)('leave a file to its owner and group', async () => {
    const { services, certificate, folder } = await deployed();
    await chown(join(folder, key), 12_345, 12_346);
    await renewInto(services, certificate.id);
    expect(await lstat(join(folder, key))).toMatchObject({ uid: 12_345, gid: 12_346 });
  });

  it('keep the key where certificate and key lie in two files, and need not where they lie in one', async () => {
    const pair = await deployed();
    expect(await pair.services.lifecycle.deployments.keepsKey(pair.certificate.id)).toBe(true);
    const one = await deployed(['combined', 'ca']);
    expect(await one.services.lifecycle.deployments.keepsKey(one.certificate.id)).toBe(false);
    await renewInto(one.services, one.certificate.id, false);
    expect((await one.services.lifecycle.deployments.list()).deployments[0]?.state).toBe('current');
  });

  it.each([
    ['changed', (path: string) => writeFile(path, 'theirs'), 'was changed'],
    ['gone', (path: string) => rm(path), 'is gone'],
    [
      'a link',
      async (path: string) => {
        await rename(path, `${path}.real`);
        await symlink(`${path}.real`, path);
      },
      'symbolic link',
    ],
  ])('do not overwrite a file that is %s, and leave the others too', async (_what, change, words) => {
    const { services, certificate, deployment, folder } = await deployed();
    const { deployments } = services.lifecycle;
    await change(join(folder, chain));
    const before = await readFile(join(folder, key));
    const there = await readFile(join(folder, chain), 'utf8').catch(() => 'gone');
    const next = await renewInto(services, certificate.id, false);
    const found = await deployments.get(deployment.id);
    expect(found).toMatchObject({
      state: 'conflict',
      certificateId: next.id,
      deployed: { certificateId: certificate.id },
    });
    expect(found.message).toContain(words);
    expect(await readFile(join(folder, chain), 'utf8').catch(() => 'gone')).toBe(there);
    expect(await readFile(join(folder, key))).toEqual(before);
    // Trying again is no way round the question; saying so is.
    expect((await deployments.write(deployment.id)).state).toBe('conflict');
    expect((await deployments.keepTheirs(deployment.id)).state).toBe('kept');
    await deployments.recover();
    expect(await readFile(join(folder, chain), 'utf8').catch(() => 'gone')).toBe(there);
    expect((await deployments.write(deployment.id, { replace: true })).state).toBe('current');
    expect(await pairIn(folder)).toBe(next.fingerprint);
    expect((await lstat(join(folder, chain))).isSymbolicLink()).toBe(false);
    expect((await readdir(folder)).some((name) => name.startsWith('.tmp-'))).toBe(false);
  });

  it('wait for a folder that is away, and write when it is back', async () => {
    const { services, certificate, deployment, folder } = await deployed();
    const { deployments } = services.lifecycle;
    await rename(folder, `${folder}-away`);
    const next = await renewInto(services, certificate.id);
    expect(await deployments.get(deployment.id)).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('is not there'),
    });
    await rename(`${folder}-away`, folder);
    await deployments.recover();
    expect(await pairIn(folder)).toBe(next.fingerprint);
  });

  it('do not follow a folder that became a link to another one', async () => {
    const { services, certificate, deployment, folder } = await deployed();
    await rename(folder, `${folder}-real`);
    await mkdir(`${folder}-other`);
    await symlink(`${folder}-other`, folder);
    await renewInto(services, certificate.id);
    expect((await services.lifecycle.deployments.get(deployment.id)).message).toContain('another folder');
    expect(await readdir(`${folder}-other`)).toEqual([]);
  });

  it('let encrypted files wait for a person, and write the others meanwhile', async () => {
    const passphrase = Buffer.from('correct horse');
    const { services, certificate, folder } = await deployed();
    const { deployments } = services.lifecycle;
    await services.exporter.write({
      ids: [certificate.id],
      formats: ['full-chain', 'key', 'pkcs12'],
      folder,
      overwrite: true,
      deploy: true,
      passphrase,
    });
    const next = await renewInto(services, certificate.id);
    const all = (await deployments.list()).deployments;
    expect(all.map(({ state }) => state).sort()).toEqual(['current', 'waiting']);
    const waiting = all.find(({ state }) => state === 'waiting');
    expect(await deployments.needsPassphrase(waiting?.id ?? '')).toBe(true);
    expect(await pairIn(folder)).toBe(next.fingerprint);
    const old = await readFile(join(folder, 'app.test.p12'));
    expect((await deployments.write(waiting?.id ?? '', { passphrase })).state).toBe('current');
    expect(await readFile(join(folder, 'app.test.p12'))).not.toEqual(old);
  });

  it('say a damaged record and go on with the others', async () => {
    const { services, dir, certificate, folder } = await deployed();
    await writeFile(join(dir, 'deployments', 'd-00000000.json'), '{"version":1');
    const next = await renewInto(services, certificate.id);
    expect(await pairIn(folder)).toBe(next.fingerprint);
    expect((await services.lifecycle.deployments.list()).damaged).toEqual([
      join(dir, 'deployments', 'd-00000000.json'),
    ]);
  });

  it('are found by a renewal that told nobody', async () => {
    const { services, certificate, folder } = await deployed();
    const second = await renewUntold(services, certificate.id, { sameKey: true });
    const third = await renewUntold(services, second.id, { sameKey: true });
    await services.lifecycle.deployments.recover();
    expect(await pairIn(folder)).toBe(third.fingerprint);
  });

  it('come back after they were forgotten, and end where another export takes their files', async () => {
    const { services, certificate, deployment, folder } = await deployed();
    const { deployments } = services.lifecycle;
    await deployments.forget(deployment.id);
    const next = await renewInto(services, certificate.id);
    expect(await pairIn(folder)).toBe(certificate.fingerprint);
    expect((await deployments.restore(deployment.id)).id).toBe(deployment.id);
    await services.exporter.write({
      ids: [next.id],
      formats: ['full-chain', 'key'],
      folder,
      overwrite: true,
      deploy: false,
    });
    expect((await deployments.list()).deployments).toEqual([]);
  });
});
