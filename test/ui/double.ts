import { AppError, type ErrorCode } from '../../src/core/errors';
import { snippetsFor } from '../../src/core/recipes/snippets';
import { changedReminders, reminderDefaults } from '../../src/core/reminders/reminder-settings';
import type { Bridge, CallInput, CallName, CallOutput, EventData, EventName } from '../../src/ipc/contract';
import { calls, events } from '../../src/ipc/contract';
import type { InspectTarget } from '../../src/ipc/inspect-schemas';
import type { BatchRow, SigningRequest } from '../../src/ipc/issue-schemas';
import type { Result } from '../../src/ipc/result';
import type { Authority, Certificate, KeychainReport, NameCheck, NameLimits, Purpose } from '../../src/ipc/schemas';
import type { Settings } from '../../src/ipc/settings-schemas';
import { beforeRoot, noKeychain, reportOf } from './answers';
import { ActivityDouble } from './answers-activity';
import { deploymentAnswers } from './answers-deployments';
import { fileAnswers, requestAnswers } from './answers-files';
import { inspectAnswers } from './answers-inspect';
import { batchAnswers, certificateAnswers } from './answers-issue';
import { overviewAnswers } from './answers-overview';
import { hostsAnswers, proxyAnswers } from './answers-proxy';
import { reminderAnswers } from './answers-reminders';
import { renewalAnswers } from './answers-renewal';
import { revocationAnswers } from './answers-revocation';
import { rolloverAnswers } from './answers-rollover';
import { TrustDouble } from './answers-trust';
import { watchedAnswers } from './answers-watched';
import { authorityAnswers } from './authority-answers';
import type { CoreQuestion } from './core';
import { authority, dataFolder, inDays, rootName } from './data';
import { type State, startOf } from './states';
import { findById, type NextDialog, type World } from './world';

type Handlers = { [N in CallName]: (input: CallInput<N>) => CallOutput<N> | Promise<CallOutput<N>> };

/** Asks the test runner, which put the function on the page (fixtures.ts). */
async function askCore<T>(question: CoreQuestion): Promise<T> {
  const page = globalThis as unknown as { askCore: (question: CoreQuestion) => Promise<Result<T>> };
  const result = await page.askCore(question);
  if (result.ok) return result.value;
  const { code, message, hint, field } = result.error;
  throw new AppError(code as ErrorCode, message, { ...(hint ? { hint } : {}), ...(field ? { field } : {}) });
}

const compatOff: CallOutput<'compat.state'> = {
  enabled: false,
  folder: `${dataFolder}/compat`,
  certificateFile: `${dataFolder}/compat/rootCA.pem`,
};

/** The main process in memory: every call and event of the contract, checked in and out by its schemas. */
export class Double implements World {
  authorities: Authority[];
  listed: Certificate[];
  requests: SigningRequest[];
  readonly bin: Certificate[] = [];
  next: NextDialog = { file: 'bundle', save: true, allow: true };
  readonly trust: TrustDouble;
  readonly activity: ActivityDouble;
  private compat: CallOutput<'compat.state'> = compatOff;
  private settings: Settings = {
    theme: 'system',
    unlockMinutes: 5,
    validityDays: 397,
    renewAutomatically: true,
    renewDaysBefore: null,
    ...reminderDefaults,
  };
  private readonly listeners = new Map<string, Set<(data: unknown) => void>>();

  constructor(
    readonly state: State,
    private readonly platform: string,
  ) {
    const { authorities, listed, places, proof, requests } = startOf(state);
    this.authorities = authorities;
    this.listed = listed;
    this.requests = requests;
    this.trust = new TrustDouble(this, places, proof);
    this.activity = new ActivityDouble(this);
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
    const all: Handlers = { ...this.handlers, ...this.trust.answers(), ...this.activity.answers() };
    const handler = all[call] as (checked: unknown) => unknown;
    return calls[call].output.parse(await handler(calls[call].input.parse(input)));
  }

  private readonly handlers: Omit<Handlers, `${'trust' | 'census' | 'phone' | 'activity'}.${string}`> = {
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
    ...overviewAnswers(this, () => this.trust),
    'setup.plan': () => ({
      suggestedName: rootName,
      dataFolder,
      limits: authority.limits,
      keychain: this.keychain(),
      stores: beforeRoot(this.trust.places),
    }),
    'setup.checkLimits': ({ limits }) => askCore<NameLimits>({ kind: 'limits', limits }),
    'setup.run': async ({ name, limits, keep, stores: ids }) => {
      await this.trust.step('set-up', 'root-key', 'Make the root key');
      if (this.state === 'refused' && keep === 'keychain') {
        throw new AppError('keychain-refused', 'The keychain refused to store the passphrase of the root key.', {
          hint: 'Allow Sealwax in the prompt of your keychain and try again, or type a passphrase instead.',
        });
      }
      await this.trust.step('set-up', 'keychain', 'Keep its passphrase safe');
      await this.trust.step('set-up', 'root-certificate', 'Write the root certificate');
      const made = { ...authority, name, limits, keep };
      this.authorities = [made];
      if (this.state === 'half-made') {
        this.emit('authorities.changed', undefined);
        throw new AppError('disk-full', 'Could not write the folder of the root: the disk is full.', {
          hint: 'Make room, then install the root under Trust.',
        });
      }
      const outcomes = await this.trust.change('install', ids, 'set-up');
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
      this.trust.proof = reportOf(this.trust.places);
      return { authority: made, outcomes, proof: this.trust.proof };
    },
    ...authorityAnswers({
      all: () => this.authorities,
      set: (authorities) => {
        this.authorities = authorities;
      },
      emit: (name, data) => this.emit(name, data),
    }),
    'authorities.list': () => this.authorities,
    'authorities.makePrivate': ({ id }) => {
      this.authorities = this.authorities.map((known) =>
        known.id === id
          ? { ...known, problems: known.problems.filter(({ remedy }) => remedy !== 'make-private') }
          : known,
      );
      this.emit('authorities.changed', undefined);
      return findById(this.authorities, id, 'authority');
    },
    'authorities.setAside': ({ id }) => {
      if (this.state === 'full') {
        throw new AppError('not-allowed', 'Stores still trust this root: System store, Chromium.', {
          hint: 'Press Remove everywhere first, then set it aside.',
        });
      }
      this.authorities = this.authorities.filter((known) => known.id !== id);
      this.emit('authorities.changed', undefined);
      return { folder: `${dataFolder}/set-aside/${id}` };
    },
    'compat.state': () => this.compat,
    'compat.enable': ({ limits }) => {
      this.compat = { ...this.compat, enabled: true, name: 'Sealwax compatibility CA', limits, notAfter: inDays(3650) };
      return this.compat;
    },
    'compat.disable': () => {
      this.compat = { ...compatOff };
      return this.compat;
    },
    ...certificateAnswers(this),
    ...revocationAnswers(this),
    ...rolloverAnswers(this, () => this.trust),
    'snippets.list': ({ id }) => snippetsFor(findById(this.listed, id, 'certificate'), 'linux'),
    ...renewalAnswers(this),
    ...fileAnswers(this),
    ...requestAnswers(this),
    ...batchAnswers(this),
    ...watchedAnswers(this),
    ...inspectAnswers(this),
    ...deploymentAnswers(this),
    ...hostsAnswers(this),
    ...proxyAnswers(this, (form, others) =>
      askCore({ kind: 'proxy', form, others, limits: this.limitsOf(form.authorityId) }),
    ),
    'keychain.report': () => this.keychain(),
    'settings.get': () => this.settings,
    'settings.set': (change) => this.changeSettings(change),
    ...reminderAnswers(this, { read: () => this.settings, change: (change) => this.changeSettings(change) }),
  };

  private changeSettings(change: CallInput<'settings.set'>): Settings {
    this.settings = {
      theme: change.theme ?? this.settings.theme,
      unlockMinutes: change.unlockMinutes ?? this.settings.unlockMinutes,
      validityDays: change.validityDays ?? this.settings.validityDays,
      renewAutomatically: change.renewAutomatically ?? this.settings.renewAutomatically,
      renewDaysBefore: change.renewDaysBefore === undefined ? this.settings.renewDaysBefore : change.renewDaysBefore,
      ...changedReminders(this.settings, change),
    };
    this.emit('settings.changed', this.settings);
    return this.settings;
  }

  check(names: readonly string[], authorityId?: string, purpose: Purpose = 'server'): Promise<NameCheck[]> {
    return askCore({ kind: 'names', names, limits: this.limitsOf(authorityId), purpose });
  }

  hostOf(typed: string): Promise<string> {
    return askCore({ kind: 'host', host: typed });
  }

  targetOf(target: CallInput<'inspect.checkTarget'>): Promise<InspectTarget> {
    return askCore({ kind: 'target', target });
  }

  readList(text: string, authorityId?: string, purpose: Purpose = 'server'): Promise<BatchRow[]> {
    return askCore({ kind: 'batch', text, limits: this.limitsOf(authorityId), purpose });
  }

  private limitsOf(authorityId: string | undefined): NameLimits {
    return (this.authorities.find(({ id }) => id === authorityId) ?? this.first()).limits;
  }

  private keychain(): KeychainReport {
    return this.state === 'no-keychain' ? noKeychain : { state: 'ready', message: 'The system keychain works.' };
  }

  private first(): Authority {
    const [known] = this.authorities;
    if (!known) throw new AppError('no-authority', 'There is no authority yet.', { hint: 'Press Set up.' });
    return known;
  }
}
