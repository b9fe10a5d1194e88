import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClientVerdict, InspectTarget } from '../../../ipc/inspect-schemas';
import { mapBounded } from '../../system/bounded';
import type { Run } from '../../system/run';
import { steadyMs } from '../../system/steady';
import type { Probing } from '../wire/probe';
import { chromium, firefox } from './browsers';
import type { InspectClient } from './client';
import { java } from './java';
import { openssl, opensslOurs } from './openssl';
import { pythonStrict } from './python';
import { Relay } from './relay';

export interface AskClients {
  target: InspectTarget;
  probing: Probing;
  run: Run;
  env: NodeJS.ProcessEnv;
  signal?: AbortSignal | undefined;
  /** PEM of the root of ours that the chain leads to, else of the default authority. */
  rootPem: string | undefined;
  browsers: boolean;
  /** The machine of a JDK. */
  javaProgram: () => Promise<string | undefined>;
  /** The folder of a profile of Firefox. */
  firefoxProfile: () => Promise<string | undefined>;
  /** Called as each begins (without an answer) and ends (with one). */
  progress: (client: Pick<InspectClient, 'id' | 'label'>, verdict: ClientVerdict | undefined) => void;
}

/** Java and browsers among them: more at once make each other slow. */
const atOnce = 3;

/** Lets this machine's own clients judge the server. What cannot be run says so; nothing is guessed. */
export async function askClients(options: AskClients): Promise<ClientVerdict[]> {
  const { target, probing, run, env, signal, rootPem, progress } = options;
  const relays: Relay[] = [];
  const relay = async (asProxy: boolean) => {
    const made = await Relay.start(probing, asProxy);
    relays.push(made);
    return made;
  };
  const port = async () => (await relay(false)).port;
  const folder = await mkdtemp(join(tmpdir(), 'sealwax-inspect-'));
  try {
    const rootFile = rootPem === undefined ? undefined : join(folder, 'root.pem');
    if (rootFile !== undefined && rootPem !== undefined) await writeFile(rootFile, rootPem);
    const quick: InspectClient[] = [openssl, opensslOurs, pythonStrict(port), java(options.javaProgram, port)];
    const real = [await chromium(env, () => relay(true)), firefox(options.firefoxProfile, () => relay(true))];
    const clients = options.browsers ? [...quick, ...real] : [...quick, ...real.map(unasked)];
    return await mapBounded(clients, atOnce, async (client): Promise<ClientVerdict> => {
      const { id, label, roots } = client;
      progress(client, undefined);
      const started = steadyMs();
      const said = await client.ask({ target, run, env, signal, rootFile });
      const verdict: ClientVerdict = {
        ...{ id, label, by: 'client', roots },
        ...said,
        durationMs: Math.round(steadyMs() - started),
      };
      progress(client, verdict);
      return verdict;
    });
  } finally {
    for (const each of relays) each.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const unasked = (client: InspectClient): InspectClient => ({
  ...client,
  ask: async () => ({ result: 'not-here', message: 'Browsers were not asked: it takes some seconds each.' }),
});
