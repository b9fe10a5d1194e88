import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createKeychain } from '../../src/core/keychain/keychain';
import { loadKeytar } from '../../src/core/keychain/keytar';
import { createServices, type Services } from '../../src/core/services';
import { dataFolder } from '../../src/core/system/paths';
import { run } from '../../src/core/system/run';
import type { Keep } from '../../src/ipc/schemas';

// One call of core in a session of its own, as a process of its own; the result is JSON on standard output:
//   node authority-step.mjs CALL ARGUMENT…
// Passphrases that a person would type come from TYPED, separated by "|"; an answer too few is a no.
const [call = '', ...args] = process.argv.slice(2);
const home = process.env.HOME ?? '';
const typed = (process.env.TYPED ?? '').split('|').filter((text) => text !== '');

const services = await createServices({
  dir: dataFolder({ platform: process.platform, env: process.env, home }),
  platform: process.platform,
  env: process.env,
  home,
  who: 'command-line',
  run,
  keychain: createKeychain(loadKeytar),
  ask: async (_request, check) => {
    const answer = typed.shift();
    if (answer === undefined) return 'cancelled';
    await check(Buffer.from(answer));
    return 'answered';
  },
  now: () => new Date(),
  random: randomBytes,
  keyChanged: () => undefined,
});
const backupPassphrase = () => Buffer.from('the passphrase of the backup');

const calls: Record<string, (services: Services, args: string[]) => Promise<unknown>> = {
  make: ({ authorities }, [name = '', keep = 'keychain', parentId = '']) =>
    authorities.create(
      {
        name,
        limits: { kind: 'limited', dns: ['localhost', 'test'], ip: ['127.0.0.0/8', '::1/128'] },
        keep: keep as Keep,
        ...(parentId === '' ? {} : { parentId }),
      },
      () => undefined,
    ),
  list: ({ authorities }) => authorities.list(),
  /** Issues twice, and says how long each took (milliseconds). */
  issue: async ({ certificates, keys }, [authorityId, ...names]) => {
    const times: number[] = [];
    let certificate: unknown;
    for (let round = 0; round < 2; round += 1) {
      const start = performance.now();
      certificate = await certificates.issue({ names, ...(authorityId === undefined ? {} : { authorityId }) });
      times.push(performance.now() - start);
      keys.lock();
    }
    return { certificate, times };
  },
  findMkcert: ({ adoption }) => adoption.findMkcert(),
  adoptMkcert: ({ adoption }, [folder = '', keep = 'keychain']) => adoption.adoptMkcert(folder, keep as Keep),
  deletePlainKey: ({ adoption }, [id = '']) => adoption.deletePlainKey(id),
  setKeep: ({ authorities }, [id = '', keep = '']) => authorities.setKeep(id, keep as Keep),
  changePassphrase: ({ authorities }, [id = '']) => authorities.changePassphrase(id),
  recoveryKit: ({ authorities }, [id = '']) => authorities.recoveryKit(id),
  backup: async ({ backup }, [file = '', ...ids]) => writeFile(file, await backup.write(ids, backupPassphrase())),
  restore: async ({ backup }, [file = '', keep = 'keychain']) =>
    backup.read(await readFile(file), backupPassphrase(), keep as Keep),
};

try {
  process.stdout.write(JSON.stringify({ value: (await calls[call]?.(services, args)) ?? null }));
} catch (thrown) {
  const { code, message, hint } = thrown as { code?: string; message: string; hint?: string };
  process.stdout.write(JSON.stringify({ error: { code, message, hint } }));
}
process.exit(0);
