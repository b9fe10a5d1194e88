import { AppError, type ErrorCode } from '../../src/core/errors';
import type { Bridge, CallInput, CallName, CallOutput, EventData, EventName } from '../../src/ipc/contract';
import { calls, events } from '../../src/ipc/contract';
import type { Result } from '../../src/ipc/result';
import type {
  Authority,
  Certificate,
  CertificateName,
  KeychainReport,
  KeyState,
  NameCheck,
  NameLimits,
  Outcome,
  Progress,
  ProveReport,
  Settings,
  Store,
} from '../../src/ipc/schemas';
import { beforeRoot, noKeychain, outcomeOf, overviewOf, reportOf, uncheckedReport } from './answers';
import type { CoreQuestion } from './core';
import { authority, dataFolder, detailOf, inDays, issuedFor, rootName } from './data';
import { type State, startOf } from './states';

type Handlers = { [N in CallName]: (input: CallInput<N>) => CallOutput<N> | Promise<CallOutput<N>> };

const dnsName = (value: string): CertificateName => ({ type: 'dns', value, display: value });
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Asks the test runner, which put the function on the page (fixtures.ts). */
async function askCore<T>(question: CoreQuestion): Promise<T> {
  const page = globalThis as unknown as { askCore: (question: CoreQuestion) => Promise<Result<T>> };
  const result = await page.askCore(question);
  if (result.ok) return result.value;
  const { code, message, hint, field } = result.error;
  throw new AppError(code as ErrorCode, message, { ...(hint ? { hint } : {}), ...(field ? { field } : {}) });
}

/** The main process in memory: every call and event of the contract, checked in and out by its schemas. */
export class Double {
  private authorities: Authority[];
  private listed: Certificate[];
  private readonly bin: Certificate[] = [];
  private places: Store[];
  private keyState: KeyState = { keep: 'keychain', state: 'locked' };
  private settings: Settings = { theme: 'system', unlockMinutes: 5, validityDays: 397 };
  private proof: ProveReport | null;
  private readonly listeners = new Map<string, Set<(data: unknown) => void>>();

  constructor(
    private readonly state: State,
    private readonly platform: string,
  ) {
    const { authorities, listed, places, proof } = startOf(state);
    this.authorities = authorities;
    this.listed = listed;
    this.places = places;
    this.proof = proof;
  }

  bridge(): Bridge {
    return {
      platform: this.platform,
      call: async (name, input) => {
        try {
          return { ok: true, value: await this.answer(name, input) };
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          const { code, message, hint, field } = error;
          return { ok: false, error: { code, message, ...(hint ? { hint } : {}), ...(field ? { field } : {}) } };
        }
      },
      on: (name, listener) => {
        const known = this.listeners.get(name) ?? new Set();
        this.listeners.set(name, known.add(listener));
        return () => known.delete(listener);
      },
    };
  }

  emit<N extends EventName>(name: N, data: EventData<N>): void {
    const checked = events[name].parse(data);
    for (const listener of this.listeners.get(name) ?? []) listener(checked);
  }

  private async answer(name: string, input: unknown): Promise<unknown> {
    if (!(name in calls)) throw new Error(`there is no call "${name}"`);
    const call = name as CallName;
    const handler = this.handlers[call] as (checked: unknown) => unknown;
    return calls[call].output.parse(await handler(calls[call].input.parse(input)));
  }

  private readonly handlers: Handlers = {
    'app.info': () => ({
      version: '0.1.0',
      electron: '45.4.1',
      platform: 'linux x64',
      dataFolder,
      sandboxed: true,
      notices: [],
    }),
    'app.copy': () => undefined,
    'app.openDataFolder': () => undefined,
    'overview.get': () => overviewOf(this.first(), this.places, this.listed),
    'setup.plan': () => ({
      suggestedName: rootName,
      dataFolder,
      limits: authority.limits,
      keychain: this.keychain(),
      stores: beforeRoot(this.places),
    }),
    'setup.checkLimits': ({ limits }) => askCore<NameLimits>({ kind: 'limits', limits }),
    'setup.run': async ({ name, limits, keep, stores: ids }) => {
      await this.step('set-up', 'root-key', 'Make the root key');
      if (this.state === 'refused' && keep === 'keychain') {
        throw new AppError('keychain-refused', 'The keychain refused to store the passphrase of the root key.', {
          hint: 'Allow Sealwax in the prompt of your keychain and try again, or type a passphrase instead.',
        });
      }
      await this.step('set-up', 'keychain', 'Keep its passphrase safe');
      await this.step('set-up', 'root-certificate', 'Write the root certificate');
      const made = { ...authority, name, limits, keep };
      this.authorities = [made];
      if (this.state === 'half-made') {
        this.emit('authorities.changed', undefined);
        throw new AppError('disk-full', 'Could not write the folder of the root: the disk is full.', {
          hint: 'Make room, then install the root under Trust.',
        });
      }
      const outcomes = await this.change('install', ids, 'set-up');
      this.keyState = { keep, state: 'locked' };
      this.emit('authorities.changed', undefined);
      if (this.state === 'unproven') {
        const message = 'The server of the proof could not start: no free port.';
        return {
          authority: made,
          outcomes,
          proof: null,
          proofProblem: { message, hint: 'Press Check now under Trust.' },
        };
      }
      this.proof = reportOf(this.places);
      return { authority: made, outcomes, proof: this.proof };
    },
    'authorities.list': () => this.authorities,
    'authorities.makePrivate': () => {
      this.authorities = this.authorities.map((known) => ({ ...known, problems: known.problems.slice(0, 1) }));
      this.emit('authorities.changed', undefined);
      return this.first();
    },
    'authorities.setAside': () => {
      if (this.state === 'full') {
        throw new AppError('not-allowed', 'Stores still trust this root: System store, Chromium.', {
          hint: 'Press Remove everywhere first, then set it aside.',
        });
      }
      this.authorities = [];
      this.emit('authorities.changed', undefined);
      return { folder: `${dataFolder}/set-aside/root` };
    },
    'certificates.list': () => {
      if (this.state === 'failing') {
        throw new AppError('certificate-unreadable', `The folder ${dataFolder}/certificates cannot be read.`, {
          hint: 'Check its permissions: it must belong to you.',
        });
      }
      return this.listed;
    },
    'certificates.get': ({ id }) => detailOf(this.find(id)),
    'certificates.suggestNames': () => [
      dnsName('localhost'),
      { type: 'ip', value: '127.0.0.1', display: '127.0.0.1' },
      { type: 'ip', value: '::1', display: '::1' },
      dnsName('workbench.local'),
    ],
    'certificates.checkNames': ({ names }) => this.check(names),
    'certificates.issue': async ({ names, validityDays }) => {
      await pause(300);
      if (names.includes('cancel.test')) {
        throw new AppError('cancelled', 'The passphrase was not given, so nothing was issued.', {
          hint: 'Press Issue certificate again, and type the passphrase.',
        });
      }
      const checked = await this.check(names);
      const made = issuedFor(
        checked.flatMap((check) => (check.name ? [check.name] : [])),
        validityDays ?? 397,
      );
      this.listed = [made, ...this.listed];
      this.emit('certificates.changed', undefined);
      return made;
    },
    'certificates.remove': ({ id }) => {
      this.bin.push(this.find(id));
      this.listed = this.listed.filter((known) => known.id !== id);
      this.emit('certificates.changed', undefined);
      return undefined;
    },
    'certificates.restore': ({ id }) => {
      const back = this.bin.find((known) => known.id === id);
      if (!back) throw new AppError('not-found', `There is no certificate ${id} in the bin.`);
      this.listed = [...this.listed, back];
      this.emit('certificates.changed', undefined);
      return back;
    },
    'certificates.openFolder': () => undefined,
    'trust.list': () => {
      if (this.first().problems.some(({ code }) => code === 'root-missing')) {
        throw new AppError('authority-damaged', 'The root certificate (root.pem) is gone.', {
          hint: 'Put it back from a backup, or set this authority aside and make a new one.',
        });
      }
      return this.places;
    },
    'trust.install': ({ stores: ids }) => this.change('install', ids, 'install'),
    'trust.remove': ({ stores: ids }) => this.change('remove', ids, 'remove'),
    'trust.prove': async () => {
      await this.step('prove', 'proof:curl', 'curl opens the page');
      await this.step('prove', 'proof:openssl', 'openssl checks the chain');
      if (this.places.every(({ state }) => state !== 'trusted')) {
        throw new AppError('not-found', 'There is nothing to check: no store holds the root.', {
          hint: 'Press Install everywhere first.',
        });
      }
      this.proof = this.state === 'unchecked' ? uncheckedReport : reportOf(this.places);
      return this.proof;
    },
    'trust.lastProof': () => this.proof,
    'keychain.report': () => this.keychain(),
    'key.state': () => this.keyState,
    'key.unlock': () => this.setKey({ keep: this.keyState.keep, state: 'open', locksAt: inDays(5 / 1440) }),
    'key.lock': () => this.setKey({ keep: this.keyState.keep, state: 'locked' }),
    'settings.get': () => this.settings,
    'settings.set': (change) => {
      this.settings = {
        theme: change.theme ?? this.settings.theme,
        unlockMinutes: change.unlockMinutes ?? this.settings.unlockMinutes,
        validityDays: change.validityDays ?? this.settings.validityDays,
      };
      this.emit('settings.changed', this.settings);
      return this.settings;
    },
  };

  private check(names: readonly string[]): Promise<NameCheck[]> {
    return askCore({ kind: 'names', names, limits: this.first().limits });
  }

  private keychain(): KeychainReport {
    return this.state === 'no-keychain' ? noKeychain : { state: 'ready', message: 'The system keychain works.' };
  }

  private first(): Authority {
    const [known] = this.authorities;
    if (!known) throw new AppError('no-authority', 'There is no authority yet.', { hint: 'Press Set up.' });
    return known;
  }

  private find(id: string): Certificate {
    const known = this.listed.find((certificate) => certificate.id === id);
    if (!known) throw new AppError('not-found', `There is no certificate ${id}.`, { hint: 'Close it and look again.' });
    return known;
  }

  private setKey(next: KeyState): KeyState {
    this.keyState = next;
    this.emit('key.changed', next);
    return next;
  }

  private async step(task: Progress['task'], step: string, label: string): Promise<void> {
    this.emit('progress', { task, step, label, state: 'running' });
    await pause(120);
    this.emit('progress', { task, step, label, state: 'done' });
  }

  private async change(
    action: 'install' | 'remove',
    ids: readonly string[],
    task: Progress['task'],
  ): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const place of this.places.filter((known) => ids.includes(known.id))) {
      await this.step(task, `store:${place.id}`, place.label);
      outcomes.push(outcomeOf(place, action));
    }
    const state = action === 'install' ? 'trusted' : 'absent';
    this.places = this.places.map((place) =>
      ids.includes(place.id) && place.state !== 'locked' ? { ...place, state } : place,
    );
    this.emit('trust.changed', undefined);
    return outcomes;
  }
}
