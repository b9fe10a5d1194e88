import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Certificate } from '../../src/ipc/schemas';
import { type Deployed, deployed, pairIn, renewInto } from '../support/deployed';

// It mounts small disks, so it runs only where they are nobody else's.
if (process.env.SEALWAX_CELL !== '1')
  throw new Error('This test mounts a disk, so it runs only inside the cell: use "npm test".');

/** A folder of a server on a disk of its own, which fails in the ways that disks do. */
let disk = '';
const sudo = (...args: string[]) => execFileSync('sudo', ['-n', ...args], { stdio: 'pipe' });

beforeEach(async () => {
  disk = await mkdtemp(join(tmpdir(), 'sealwax-disk-'));
  sudo('mount', '-t', 'tmpfs', '-o', `size=256k,mode=700,uid=${process.getuid?.()}`, 'small', disk);
});
afterEach(async () => {
  try {
    sudo('umount', disk);
  } catch {
    // The test left it unmounted.
  }
  await rm(disk, { recursive: true, force: true });
});

const scene = () => deployed(['full-chain', 'key'], join(disk, 'tls'));

/** Renews it while the disk fails: that is said, and what lies there is the old pair. Gives back the new certificate. */
async function renewsInVain({ services, certificate, deployment, folder }: Deployed, words: RegExp, readable = true) {
  const next = await renewInto(services, certificate.id);
  const { state, message } = await services.lifecycle.deployments.get(deployment.id);
  expect(state).toBe('failed');
  expect(message).toMatch(words);
  if (readable) expect(await pairIn(folder)).toBe(certificate.fingerprint);
  return next;
}

/** The trouble is over: the new one arrives by itself, whole, with nothing else beside it. */
async function arrives({ services, deployment, folder }: Deployed, { fingerprint }: Certificate): Promise<void> {
  await services.lifecycle.deployments.recover();
  const { state, message } = await services.lifecycle.deployments.get(deployment.id);
  expect(state, message).toBe('current');
  expect(await pairIn(folder)).toBe(fingerprint);
  expect((await readdir(folder)).sort()).toEqual(['app.test-fullchain.pem', 'app.test-key.pem']);
}

/** Writes until not one byte more fits. */
async function fill(): Promise<string[]> {
  const made: string[] = [];
  for (let size = 16_384; size >= 1; size = Math.floor(size / 2)) {
    for (let fits = true; fits; ) {
      const file = join(disk, `ballast-${made.length}`);
      made.push(file);
      fits = await writeFile(file, Buffer.alloc(size)).then(
        () => true,
        () => false,
      );
    }
  }
  return made;
}

describe('a renewal, where the folder of the server', () => {
  it('is on a full disk, leaves the old pair, says so, and writes when there is room', async () => {
    const at = await scene();
    const ballast = await fill();
    const next = await renewsInVain(at, /disk is full/);
    for (const file of ballast) await rm(file, { force: true });
    await arrives(at, next);
  });

  it('is read-only, leaves the old pair, says so, and writes when it may', async () => {
    const at = await scene();
    sudo('mount', '-o', 'remount,ro', disk);
    const next = await renewsInVain(at, /read-only/);
    sudo('mount', '-o', 'remount,rw', disk);
    await arrives(at, next);
  });

  it('is on a disk that is not mounted, writes nothing into the empty place, and waits for it', async () => {
    const at = await scene();
    // The disk lives on elsewhere, as one does that is pulled out.
    const kept = await mkdtemp(join(tmpdir(), 'sealwax-kept-'));
    sudo('mount', '--move', disk, kept);
    const next = await renewsInVain(at, /is not there/, false);
    expect(await readdir(disk)).toEqual([]);
    sudo('mount', '--move', kept, disk);
    await rm(kept, { recursive: true });
    await arrives(at, next);
  });
});
