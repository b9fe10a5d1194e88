import { randomBytes } from 'node:crypto';
import { createKeychain } from '../../src/core/keychain/keychain';
import { loadKeytar } from '../../src/core/keychain/keytar';
import { createServices } from '../../src/core/services';
import { dataFolder } from '../../src/core/system/paths';
import { run } from '../../src/core/system/run';

// Fills a session's data folder the way two years of use would: the same core, with a clock that walks. Run it in the session.
const day = 86_400_000;
const home = process.env.HOME ?? '';
const start = Date.now();
let now = start;
const dir = dataFolder({ platform: process.platform, env: process.env, home });

const services = await createServices({
  dir,
  platform: process.platform,
  env: process.env,
  home,
  who: 'window',
  run,
  keychain: createKeychain(loadKeytar),
  ask: async () => 'cancelled',
  now: () => new Date(now),
  random: randomBytes,
  keyChanged: () => undefined,
});

const issue = async (
  daysAgo: number,
  names: string[],
  more: { validity?: { kind: 'days'; days: number }; purpose?: 'server-client' } = {},
) => {
  now = start - daysAgo * day;
  await services.certificates.issue({ names, ...more });
};

now = start - 700 * day;
const { limits } = await services.setUp.plan();
await services.setUp.run({ name: 'Sealwax Development CA', limits, keep: 'keychain', stores: [] }, () => undefined);
// What is shown stays as it is, also while the app runs.
await services.settings.change({ renewAutomatically: false });
await issue(400, ['legacy.shop.test']);
await issue(391, ['api.shop.test', 'shop.test', '*.shop.test']);
await issue(380, ['localhost', '127.0.0.1', '::1']);
await issue(13, ['short.test'], { validity: { kind: 'days', days: 14 } });
await issue(120, ['node-1.cluster.internal'], { purpose: 'server-client' });
await issue(119, ['node-2.cluster.internal'], { purpose: 'server-client' });
await issue(60, ['bücher.test']);
await issue(20, ['192.168.1.20', 'printer.lan']);
await issue(0, ['app.test', '*.app.test', 'localhost', '127.0.0.1', '::1']);
process.exit(0);
