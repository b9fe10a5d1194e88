import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Keep, NameLimits, Progress, SetupPlan, SetupResult } from '../ipc/schemas';
import type { Authorities, CreateStep } from './authority/authorities';
import type { Keychain } from './keychain/keychain';
import { defaultLimits, parseLimits } from './pki/limits';
import { proofProgress, storeProgress } from './progress';
import type { Trust } from './trust/trust';

export interface SetUpOptions {
  dataFolder: string;
  authorities: Authorities;
  trust: Trust;
  keychain: Keychain;
}

export interface SetUpRequest {
  name: string;
  limits: NameLimits;
  keep: Keep;
  /** Ids of the stores to install in; none is an answer too. */
  stores: readonly string[];
}

const stepLabels: Record<CreateStep, string> = {
  'root-key': 'Make the root key',
  keychain: 'Keep its passphrase safe',
  'root-certificate': 'Write the root certificate',
};

/** The name that trust stores will list, e.g. "Sealwax Development CA (me@laptop)": two machines of one person differ. */
function suggestedName(): string {
  return `Sealwax Development CA (${userInfo().username}@${hostname().split('.')[0]})`.slice(0, 64);
}

/** The first run: what would happen, and doing it. */
export class SetUp {
  constructor(private readonly options: SetUpOptions) {}

  async plan(): Promise<SetupPlan> {
    const { dataFolder, keychain, trust } = this.options;
    const [report, stores] = await Promise.all([keychain.report(), trust.list(futureRoot(dataFolder))]);
    return { suggestedName: suggestedName(), dataFolder, limits: defaultLimits(), keychain: report, stores };
  }

  /** Limits as typed, in normal form. Throws `invalid-input` with the field. */
  checkLimits(limits: NameLimits): NameLimits {
    return parseLimits(limits);
  }

  /**
   * Makes the root, installs it in the chosen stores, and proves it. Only making the root can fail as a whole (see
   * `Authorities.create`); each store, and the proof, has an outcome of its own.
   */
  async run(request: SetUpRequest, progress: (step: Progress) => void): Promise<SetupResult> {
    const { authorities, trust } = this.options;
    const authority = await this.create(request, progress);
    if (request.stores.length === 0) return { authority, outcomes: [], proof: null };
    const outcomes = await trust.install(request.stores, storeProgress('set-up', progress));
    const installed = outcomes.some(({ outcome }) => outcome === 'done' || outcome === 'already');
    const proof = installed ? await trust.prove(proofProgress('set-up', progress)) : null;
    return { authority: (await authorities.get(authority.id)).summary, outcomes, proof };
  }

  private async create(request: SetUpRequest, progress: (step: Progress) => void) {
    let running: CreateStep | undefined;
    const say = (step: CreateStep, state: Progress['state'], message?: string) =>
      progress({ task: 'set-up', step, label: stepLabels[step], state, ...(message === undefined ? {} : { message }) });
    try {
      const authority = await this.options.authorities.create(request, (step) => {
        if (running !== undefined) say(running, 'done');
        running = step;
        say(step, 'running');
      });
      if (running !== undefined) say(running, 'done');
      return authority;
    } catch (error) {
      if (running !== undefined) say(running, 'failed', error instanceof Error ? error.message : undefined);
      throw error;
    }
  }
}

/** Stands for the root that does not exist yet, so that the stores can say what they would change. No store holds it. */
function futureRoot(dataFolder: string) {
  return {
    pem: '',
    pemPath: join(dataFolder, 'authorities', 'root', 'root.pem'),
    der: new Uint8Array(),
    fingerprint256: '0'.repeat(64),
    commonName: suggestedName(),
  };
}
