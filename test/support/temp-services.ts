import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeychain } from '../../src/core/keychain/keychain';
import { createServices, type Services } from '../../src/core/services';
import { run } from '../../src/core/system/run';
import type { CreateAuthority } from '../../src/ipc/authority-schemas';

/**
 * Real services on a data folder of their own, without a keychain, with a person who always types the same passphrase: that of
 * issue-loop.ts, so that both may work on one folder.
 */
export async function tempServices({
  dir,
  now = () => new Date(),
  lazy = false,
}: {
  dir?: string;
  now?: () => Date;
  /** Without the tidying up of a start. */
  lazy?: boolean;
} = {}): Promise<Services> {
  const home = await mkdtemp(join(tmpdir(), 'sealwax-services-'));
  return createServices({
    dir: dir ?? join(home, 'data'),
    platform: 'linux',
    env: { PATH: process.env.PATH },
    home,
    who: 'command-line',
    run,
    keychain: createKeychain(() => Promise.reject(new Error('Could not connect: No such file or directory'))),
    ask: async (_request, check) => {
      await check(Buffer.from('a passphrase for the fault tests'));
      return 'answered';
    },
    now,
    random: randomBytes,
    keyChanged: () => undefined,
    lazy,
  });
}

/** An authority for test names, whose passphrase is typed. */
export function makeAuthority(services: Services, more: Partial<CreateAuthority> = {}) {
  return services.authorities.create(
    {
      name: 'Test CA',
      limits: { kind: 'limited', dns: ['localhost', 'test'], ip: ['127.0.0.0/8', '::1/128'] },
      keep: 'session',
      ...more,
    },
    () => undefined,
  );
}
