import { createKeychain } from '../core/keychain/keychain';
import { loadKeytar } from '../core/keychain/keytar';
import type { AskPassphrase } from '../core/keychain/root-keys';
import { createServices, type Services } from '../core/services';
import { workInPlace } from '../core/system/file-calls';
import { dataFolder } from '../core/system/paths';
import { run } from '../core/system/run';
import { afterWork } from './after-work';
import type { CliIo } from './io';

/** The folder of `SEALWAX_HOME`, else the platform's own. A relative one counts from where the program was called. */
export const folderOf = (io: CliIo): string => dataFolder({ platform: io.platform, env: io.env, home: io.home });

/** Core over the data folder, without the tidying up of a start: the window does that, and the end of a command that wrote. */
export async function openServices(io: CliIo, ask: AskPassphrase): Promise<Services> {
  workInPlace();
  const services = await createServices({
    dir: folderOf(io),
    platform: io.platform,
    env: io.env,
    home: io.home,
    who: 'command-line',
    run,
    keychain: createKeychain(loadKeytar),
    ask,
    now: io.now,
    random: io.random,
    keyChanged: () => undefined,
    proxies: { makeHost: async () => (await import('./proxy-host')).commandLineHost(io)() },
    lazy: true,
  });
  afterWork(services.tidyUp);
  return services;
}
