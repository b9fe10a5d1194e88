import type { RenewalReport, RenewalTrouble, RenewalView, RenewalWish } from '../../ipc/renewal-schemas';
import type { Certificate } from '../../ipc/schemas';
import type { Authorities } from '../authority/authorities';
import type { Certificates } from '../authority/certificates';
import type { Journal } from '../journal';
import type { RootKeys } from '../keychain/root-keys';
import type { SettingsFile } from '../settings';
import type { FolderLock } from '../system/lock';
import { isWaiting } from './back-off';
import { keepTroubles } from './keep-troubles';
import type { Standing } from './renewal-due';
import {
  inputsIn,
  isDueByTime,
  nextMoment,
  type Reading,
  type RenewedBy,
  readRenewals,
  shownTrouble,
  standingIn,
  viewIn,
} from './renewal-reading';
import { type RenewManyControl, type RunOutcome, runRenewals } from './renewal-run';
import type { RenewalStore } from './renewal-store';
import { retireReplaced } from './retire';

/**
 * What follows a renewal, e.g. writing the new files to where the old ones were exported. Called once the new certificate is
 * durable, one after the other. What it throws is said with the result; the renewal stands.
 */
export type RenewedHook = (oldId: string, next: Certificate) => Promise<void>;

export interface RenewalOptions {
  certificates: Certificates;
  authorities: Authorities;
  keys: RootKeys;
  settings: SettingsFile;
  store: RenewalStore;
  /** Held for a whole run: two processes never renew the same certificate. */
  runLock: FolderLock;
  /** Where a run that somebody asked for is noted. */
  journal: Journal;
  /** Where a run without a person is noted, as "automatic". */
  automaticJournal: Journal;
  now: () => Date;
  random: (bytes: number) => Buffer;
  renewed?: RenewedHook | undefined;
  /** Whether a renewal of this one keeps the key unless somebody says otherwise. */
  keepsKey?: ((id: string) => Promise<boolean>) | undefined;
  /** Before those that are due are looked for: what an earlier renewal left undone. */
  catchUp?: (() => Promise<void>) | undefined;
}

/** A certificate with how it stands. */
export interface Standings {
  certificate: Certificate;
  standing: Standing;
}

export interface ByItself {
  /** Undefined when nothing was due. */
  report: RenewalReport | undefined;
  /** When to come again, milliseconds since 1970; undefined when nothing is foreseen. */
  next: number | undefined;
}

/** Renews certificates: by hand, all that are due, and by itself. The window and the command line both call this. */
export class Renewal {
  constructor(private readonly options: RenewalOptions) {}

  /** Every certificate, and whether it is due. */
  async standings(by: RenewedBy): Promise<Standings[]> {
    const reading = await readRenewals(this.options);
    return [...reading.certificates.values()].map((certificate) => ({
      certificate,
      standing: standingIn(reading, certificate, by),
    }));
  }

  /**
   * Renews these now, due or not, with each authority's key opened once. Each stands for itself in the report; what is in it as
   * renewed is durable. Throws `busy` when another process is renewing and does not finish.
   */
  renewMany(ids: readonly string[], control: RenewManyControl = {}): Promise<RenewalReport> {
    return this.options.runLock.hold(async () => {
      const { report } = await this.run(ids, await readRenewals(this.options), control, false);
      return report;
    });
  }

  /**
   * One, as `renewMany`. Throws why it could not be renewed: `not-found`, `already-exists` when it was renewed before,
   * `no-authority`, `root-too-short`, `name-outside-limits`, `key-mismatch`, `authority-…`, and what opening the key throws.
   */
  async renewOne(id: string, { sameKey }: Pick<RenewManyControl, 'sameKey'> = {}): Promise<Certificate> {
    const { report, errors } = await this.options.runLock.hold(async () =>
      this.run([id], await readRenewals(this.options), { sameKey }, false),
    );
    const made = report.results[0]?.certificate;
    if (made === undefined) throw errors.get(id);
    return this.options.certificates.get(made.id);
  }

  /** Renews all that are due, at a command: what failed before is tried again without waiting. Throws as `renewMany`. */
  async renewDue(control: RenewManyControl = {}): Promise<RenewalReport> {
    await this.options.catchUp?.();
    return this.options.runLock.hold(async () => {
      const reading = await readRenewals(this.options);
      const ids = [...reading.certificates.values()]
        .filter((each) => standingIn(reading, each, 'command').kind === 'due')
        .map(({ id }) => id);
      const { report } = await this.run(ids, reading, control, false);
      await retireReplaced(this.options);
      return report;
    });
  }

  /**
   * Renews what is due and not waiting after a failure, without a person: nobody is asked for anything. Then moves replaced
   * certificates that have expired out of the list. Throws `busy`, `disk-full`, `read-only`.
   */
  async renewByItself(signal?: AbortSignal): Promise<ByItself> {
    let report: RenewalReport | undefined;
    await this.options.catchUp?.();
    // Looked at first without the lock: mostly there is nothing to do.
    if ((await this.toTry(await readRenewals(this.options))).length > 0) {
      report = await this.options.runLock.hold(async () => {
        const reading = await readRenewals(this.options);
        const ids = await this.toTry(reading);
        return ids.length === 0 ? undefined : (await this.run(ids, reading, { signal }, true)).report;
      });
    }
    await retireReplaced(this.options);
    return { report, next: nextMoment(await readRenewals(this.options)) };
  }

  /** How one stands. Throws `not-found`. */
  async of(id: string): Promise<RenewalView> {
    const reading = await readRenewals(this.options);
    return viewIn(reading, reading.certificates.get(id) ?? (await this.options.certificates.get(id)));
  }

  /** Sets what the user wants for one. Throws `not-found`, `busy`, `disk-full`, `read-only`. */
  async setWish(id: string, wish: RenewalWish): Promise<RenewalView> {
    const { store, certificates, journal } = this.options;
    const { renews, names } = await certificates.get(id);
    await store.change(
      ({ wishes }) => {
        delete wishes[id];
        // That of the one it replaced would count again.
        if (renews !== undefined) delete wishes[renews];
        if (wish !== 'default') wishes[id] = wish;
      },
      () => journal.note('certificate.settings-changed', id, { names: names.map(({ value }) => value), renew: wish }),
    );
    return this.of(id);
  }

  /** The renewals that failed and are tried again, the newest failure first. */
  async troubles(): Promise<RenewalTrouble[]> {
    const reading = await readRenewals(this.options);
    return Object.entries(reading.state.troubles)
      .flatMap(([id, trouble]) => {
        const certificate = reading.certificates.get(id);
        if (certificate === undefined || standingIn(reading, certificate, 'command').kind !== 'due') return [];
        return [shownTrouble(certificate, trouble)];
      })
      .sort((one, other) => other.at.localeCompare(one.at));
  }

  /** The ids of those that are renewed by themselves in their time, and whose last try did not fail. */
  async lookedAfter(): Promise<ReadonlySet<string>> {
    const reading = await readRenewals(this.options);
    const found = [...reading.certificates.values()].filter(
      (each) => standingIn(reading, each, 'itself').kind !== 'never' && reading.state.troubles[each.id] === undefined,
    );
    return new Set(found.map(({ id }) => id));
  }

  /** Those that are due and not waiting after a failure. */
  private async toTry(reading: Reading): Promise<string[]> {
    const ids: string[] = [];
    for (const each of reading.certificates.values()) {
      if (standingIn(reading, each, 'itself').kind !== 'due') continue;
      const trouble = reading.state.troubles[each.id];
      if (trouble !== undefined) {
        const inputs = await inputsIn(reading, each, this.options.keys);
        if (isWaiting(trouble, inputs, reading.now)) continue;
      }
      ids.push(each.id);
    }
    return ids;
  }

  private async run(
    ids: readonly string[],
    reading: Reading,
    control: RenewManyControl,
    unasked: boolean,
  ): Promise<RunOutcome> {
    const mustLast = (old: Certificate) => isDueByTime(reading, old);
    const outcome = await runRenewals(ids, reading, this.options, { ...control, unasked, mustLast });
    await keepTroubles(outcome.report, reading, this.options, unasked);
    return outcome;
  }
}
