// First: the product takes the calls of node:fs when it is loaded.
import './counted-steps';

import { randomBytes } from 'node:crypto';
import { createKeychain } from '../../src/core/keychain/keychain';
import { type Keytar, loadKeytar } from '../../src/core/keychain/keytar';
import { createServices } from '../../src/core/services';
import { run } from '../../src/core/system/run';
import type { Keep } from '../../src/ipc/schemas';
import { counted, killBefore } from './counted-steps';

// One change of a passphrase, killed before its n-th step on the disk or in the keychain (0: never):
//   node passphrase-step.mjs DATA_FOLDER N FROM TO
// It first shows that the authority, as an earlier kill left it, opens and signs: "works KEEP". "completed" means no kill came.
// With FROM "tidy" it starts an hour later, lets core tidy up, and names what is left in the keychain.
const [dir = '', step = '0', from = 'keychain', to = 'session'] = process.argv.slice(2);
const passphrases = ['the first passphrase of this test', 'the second passphrase of this test'];

const keytar = (await loadKeytar()) as Keytar & {
  findCredentials(service: string): Promise<{ account: string }[]>;
};
const counting: Keytar = {
  getPassword: (...args) => keytar.getPassword(...args),
  setPassword: counted((...args) => keytar.setPassword(...args)),
  deletePassword: counted((...args) => keytar.deletePassword(...args)),
};

const services = await createServices({
  dir,
  platform: process.platform,
  env: process.env,
  home: process.env.HOME ?? dir,
  who: 'command-line',
  run,
  keychain: createKeychain(async () => counting),
  ask: async ({ mode }, check) => {
    if (mode === 'create') passphrases.reverse();
    for (const passphrase of passphrases) {
      try {
        await check(Buffer.from(passphrase));
        return 'answered';
      } catch (error) {
        if ((error as { code?: string }).code !== 'passphrase-wrong') throw error;
      }
    }
    throw new Error('neither passphrase opens it');
  },
  now: () => new Date(Date.now() + (from === 'tidy' ? 3_600_000 : 0)),
  random: randomBytes,
  keyChanged: () => undefined,
  lazy: true,
});
const { authorities, certificates, keys } = services;
const say = (line: string) => process.stdout.write(`${line}\n`);

if ((await authorities.find()) === undefined) {
  const limits = { kind: 'limited' as const, dns: ['localhost', 'test'], ip: [] };
  await authorities.create({ name: 'Fault Test CA', limits, keep: 'keychain' }, () => undefined);
  keys.lock();
}
const { id, keep, problems } = (await authorities.get()).summary;
if (problems.length > 0) throw new Error(JSON.stringify(problems));
await certificates.issue({ names: ['localhost'] });
say(`works ${keep}`);
if (from === 'tidy') {
  await authorities.recover();
  say(`left ${(await keytar.findCredentials('Sealwax')).map(({ account }) => account.replace(id, 'ID')).sort()}`);
} else {
  await authorities.setKeep(id, from as Keep);
  killBefore(Number(step));
  if (from === to) await authorities.changePassphrase(id);
  else await authorities.setKeep(id, to as Keep);
  say('completed');
}
process.exit(0);
