import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Keep, NameLimits, Progress, Store } from '../ipc/schemas';
import type { SetupPlan, SetupResult } from '../ipc/setup-schemas';
import type { Authorities } from './authority/authorities';
import type { CreateStep } from './authority/create';
import { AppError } from './errors';
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
export function suggestedName(): string {
  return `Sealwax Development CA (${userName()}@${hostname().split('.')[0]})`.slice(0, 64);
}

/** An account without an entry in the list of users (a container's, say) has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'user';
  }
}

/** The first run: what would happen, and doing it. */
export class SetUp {
  constructor(private readonly options: SetUpOptions) {}

  async plan(): Promise<SetupPlan> {
    const { dataFolder, keychain, trust } = this.options;
    const [report, stores] = await Promise.all([keychain.report(), trust.list(futureRoot(dataFolder))]);
    return {
      suggestedName: suggestedName(),
      dataFolder,
      limits: defaultLimits(),
      keychain: report,
      stores: stores.map(asPlanned),
    };
  }

  /** Limits as typed, in normal form. Throws `invalid-input` with the field. */
  checkLimits(limits: NameLimits): NameLimits {
    return parseLimits(limits);
  }

  /**
   * Makes the first root, installs it in the chosen stores, and proves it. Only making the root can fail as a whole (see
   * `Authorities.create`); each store, and the proof, has an outcome of its own.
   */
  async run(request: SetUpRequest, progress: (step: Progress) => void): Promise<SetupResult> {
    const { authorities, trust } = this.options;
    const authority = await this.create(request, progress);
    if (request.stores.length === 0) return { authority, outcomes: [], proof: null };
    const outcomes = await trust.install(request.stores, storeProgress('set-up', progress), authority.id);
    const installed = outcomes.some(({ outcome }) => outcome === 'done' || outcome === 'already');
    const proof = installed ? await this.prove(authority.id, progress) : { proof: null };
    return { authority: (await authorities.get(authority.id)).summary, outcomes, ...proof };
  }

  /**
   * Moves an authority out of the way, whole, after its name was typed. Refused while a store still holds its root: nobody
   * should go on trusting a root whose files are put away. Throws `not-allowed`, `invalid-input`, `read-only`, `disk-full`.
   */
  async setAside(id: string, typedName: string): Promise<string> {
    const { authorities } = this.options;
    const holders = await this.holdersOf(id);
    if (holders.length > 0) {
      throw new AppError('not-allowed', `The root is still trusted: ${holders.join(', ')}.`, {
        hint: 'Press Remove everywhere first, or type: sealwax trust remove.',
      });
    }
    return authorities.setAside(id, typedName);
  }

  /** An intermediate is in no store itself; what trusts its root goes on doing so. */
  private async holdersOf(id: string): Promise<string[]> {
    const { authorities, trust } = this.options;
    if ((await authorities.find(id))?.summary.kind === 'intermediate') return [];
    const root = await authorities.rootCertificate(id).catch(() => undefined);
    return root === undefined ? [] : trust.holders(root);
  }

  /** A proof that cannot be made takes nothing back: the root is made and installed by then. */
  private async prove(
    id: string,
    progress: (step: Progress) => void,
  ): Promise<Pick<SetupResult, 'proof' | 'proofProblem'>> {
    try {
      return { proof: await this.options.trust.prove(proofProgress('set-up', progress), id) };
    } catch (error) {
      const { message, hint } =
        error instanceof AppError ? error : new AppError('internal', 'The check could not be made.');
      return { proof: null, proofProblem: { message, ...(hint === undefined ? {} : { hint }) } };
    }
  }

  private async create(request: SetUpRequest, progress: (step: Progress) => void) {
    let running: CreateStep | undefined;
    const say = (step: CreateStep, state: Progress['state'], message?: string) =>
      progress({ task: 'set-up', step, label: stepLabels[step], state, ...(message === undefined ? {} : { message }) });
    try {
      const tell = (step: CreateStep) => {
        if (running !== undefined) say(running, 'done');
        running = step;
        say(step, 'running');
      };
      const authority = await this.options.authorities.create(request, tell, { onlyFirst: true });
      if (running !== undefined) say(running, 'done');
      return authority;
    } catch (error) {
      if (running !== undefined) say(running, 'failed', error instanceof Error ? error.message : undefined);
      throw error;
    }
  }
}

/** The name that the commands give to the root which does not exist yet. */
const futureName = 'Sealwax Development CA';
const futureFingerprint = '0'.repeat(64);

/** Stands for the root that does not exist yet, so that the stores can say what they would change. No store holds it. */
function futureRoot(dataFolder: string) {
  return {
    pem: '',
    pemPath: join(dataFolder, 'authorities', 'root-…', 'root.pem'),
    der: new Uint8Array(),
    fingerprint256: futureFingerprint,
    commonName: futureName,
  };
}

/** What is known only once the root is made (its fingerprint, in file and entry names) is shown as "…", never as a made-up value. */
function asPlanned(store: Store): Store {
  const plain = (text: string) => text.replace(/0{8,64}/g, '…');
  return {
    ...store,
    install: { description: plain(store.install.description), commands: store.install.commands.map(plain) },
  };
}
