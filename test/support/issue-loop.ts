import { randomBytes } from 'node:crypto';
import { createKeychain } from '../../src/core/keychain/keychain';
import { loadKeytar } from '../../src/core/keychain/keytar';
import { createServices } from '../../src/core/services';
import { run } from '../../src/core/system/run';

// Issues certificates until it is killed, or `count` of them, and says each one's id once it is confirmed:
//   node issue-loop.mjs DATA_FOLDER PREFIX COUNT
const [dir = '', prefix = 'a', count = '1000000'] = process.argv.slice(2);

const services = await createServices({
  dir,
  platform: process.platform,
  env: process.env,
  home: process.env.HOME ?? dir,
  who: 'command-line',
  run,
  keychain: createKeychain(loadKeytar),
  // The typed way, with the answer that a person would give.
  ask: async (_request, check) => {
    await check(Buffer.from('a passphrase for the fault tests'));
    return 'answered';
  },
  now: () => new Date(),
  random: randomBytes,
  keyChanged: () => undefined,
});

if ((await services.authorities.list()).length === 0) {
  const limits = { kind: 'limited', dns: ['localhost', 'test'], ip: ['127.0.0.0/8'] } as const;
  await services.authorities.create(
    { name: 'Fault Test CA', limits: { ...limits, dns: [...limits.dns], ip: [...limits.ip] }, keep: 'session' },
    () => undefined,
  );
  process.stdout.write('authority\n');
}
process.stdout.write('ready\n');
for (let index = 0; index < Number(count); index += 1) {
  const certificate = await services.certificates.issue({ names: [`${prefix}${index}.test`] });
  process.stdout.write(`issued ${certificate.id}\n`);
}
process.stdout.write('finished\n');
