import type { Outcome, ProveReport, Store } from '../../ipc/schemas';
import type { Authorities } from '../authority/authorities';
import { AppError } from '../errors';
import type { Journal } from '../journal';
import type { RootKeys } from '../keychain/root-keys';
import type { FolderLock } from '../system/lock';
import { installAll, removeAll, type StoreListener } from './install-all';
import { outcomeNotes } from './outcome-notes';
import { issueProbe } from './probe-certificate';
import type { ProofStore } from './proof-store';
import type { ProofProgress, ProofRequest } from './prove';
import type { TrustChanges } from './trust-changes';
import type { RootCertificate, StoreChange, StoreState, TrustStore } from './trust-store';

const probeName = { type: 'dns', value: 'localhost', display: 'localhost' } as const;

export interface TrustOptions {
  authorities: Authorities;
  keys: RootKeys;
  journal: Journal;
  lock: FolderLock;
  /** The record of changes that outlives the data folder. */
  changes: TrustChanges;
  proofs: ProofStore;
  /** Finds the stores anew at each call: a browser profile may have come since. */
  stores: () => Promise<TrustStore[]>;
  prove: (request: ProofRequest) => Promise<ProveReport>;
  now: () => Date;
  random: (bytes: number) => Buffer;
}

/** What can be done with the trust stores of this machine. */
export class Trust {
  /** What the last look found; a change of ours makes it void. */
  private lastLook: { fingerprint256: string; stores: Store[] } | undefined;

  constructor(private readonly options: TrustOptions) {}

  /**
   * Every store found, with its state and the exact change that installing and removing would make. Looking starts a program for
   * each database of a browser; `remembered`: what the last look at this root found will do, if there was one.
   */
  async list(root: RootCertificate, { remembered = false } = {}): Promise<Store[]> {
    const { lastLook } = this;
    if (remembered && lastLook?.fingerprint256 === root.fingerprint256) return lastLook.stores;
    const stores = await this.options.stores();
    const found = await Promise.all(stores.map((store) => summaryOf(store, root)));
    this.lastLook = { fingerprint256: root.fingerprint256, stores: found };
    return found;
  }

  /**
   * One outcome per wanted store; a store that fails never stops the others. `wanted` empty means all. Here and below the default
   * authority is meant where none is named, and an intermediate stands for its root: that is what stores trust.
   */
  async install(wanted: readonly string[], progress: StoreListener, authorityId?: string): Promise<Outcome[]> {
    const root = await this.options.authorities.rootForInstall(authorityId);
    return this.change('trust.installed', root, wanted, progress, installAll);
  }

  /** Removes exactly this root, by its SHA-256 fingerprint, from the wanted stores. `wanted` empty means all. */
  async remove(wanted: readonly string[], progress: StoreListener, authorityId?: string): Promise<Outcome[]> {
    const root = await this.options.authorities.rootCertificate(authorityId);
    return this.change('trust.removed', root, wanted, progress, removeAll);
  }

  /**
   * Serves a page with a fresh certificate and lets the machine's own clients open it: those whose store holds the root. A
   * store without it has nothing to prove, and its state says so. Throws `not-found`, `name-outside-limits` for an authority that
   * may not sign for localhost, and what opening its key throws.
   */
  async prove(progress: ProofProgress, authorityId?: string): Promise<ProveReport> {
    const root = await this.options.authorities.rootCertificate(authorityId);
    const holding = await this.storesHolding(root);
    if (holding.length === 0) {
      throw new AppError('not-found', 'There is nothing to check: the root is in no store yet.', {
        hint: 'Press Install everywhere first, or type: sealwax trust install.',
      });
    }
    const report = await this.options.prove({
      stores: holding,
      issueProbe: () => issueProbe(this.options, authorityId, probeName),
      now: this.options.now,
      progress,
    });
    await this.options.proofs.keep(root.fingerprint256, report);
    return report;
  }

  /** The last proof of the root with this fingerprint; one of another root says nothing about it. */
  lastProof(fingerprint256: string | undefined): Promise<ProveReport | null> {
    return this.options.proofs.last(fingerprint256);
  }

  /** Every store of this machine, found anew. */
  stores(): Promise<TrustStore[]> {
    return this.options.stores();
  }

  /** The labels of the stores that hold the root now. */
  async holders(root: RootCertificate): Promise<string[]> {
    return (await this.storesHolding(root)).map(({ label }) => label);
  }

  private async storesHolding(root: RootCertificate): Promise<TrustStore[]> {
    const stores = await this.options.stores();
    const states = await Promise.all(stores.map((store) => store.status(root)));
    return stores.filter((_store, index) => holdsRoot(states[index]?.state));
  }

  private async change(
    what: string,
    root: RootCertificate,
    wanted: readonly string[],
    progress: StoreListener,
    work: typeof installAll,
  ): Promise<Outcome[]> {
    const action = work === installAll ? 'install' : 'remove';
    const chosen = (store: TrustStore) =>
      wanted.length === 0 ? action === 'remove' || store.optional !== true : wanted.includes(store.id);
    const stores = (await this.options.stores()).filter(chosen);
    const outcomes = await work(stores, root, progress);
    this.lastLook = undefined;
    // A proof speaks of the stores as they were.
    const changed = outcomes.filter(({ outcome }) => outcome !== 'already').map(({ storeId }) => storeId);
    if (changed.length > 0) await this.options.proofs.forget(root.fingerprint256, changed);
    const write = () => this.options.journal.noteAll(outcomeNotes(what, root, outcomes));
    // What was done is told in every case, even when the history cannot have its line.
    await this.options.changes.note(action, root, outcomes, stores).catch(() => undefined);
    await this.options.lock.hold(write).catch(() => undefined);
    return outcomes;
  }
}

const holdsRoot = (state: StoreState | undefined) => state === 'trusted' || state === 'present';

/** What removing does now; where the root is not in, what it would do after an install of ours. */
export async function removalOf(store: TrustStore, root: RootCertificate, state: StoreState): Promise<StoreChange> {
  if (store.removal === undefined || !holdsRoot(state)) return store.change(root, 'remove');
  return store.removal(root).catch(() => store.change(root, 'remove'));
}

async function summaryOf(store: TrustStore, root: RootCertificate): Promise<Store> {
  const status = await store.status(root);
  return {
    id: store.id,
    kind: store.kind,
    label: store.label,
    location: store.location,
    privileged: store.privileged,
    ...(store.optional === true ? { optional: true } : {}),
    state: status.state,
    ...(status.message === undefined ? {} : { message: status.message }),
    ...(status.hint === undefined ? {} : { hint: status.hint }),
    ...(status.note === undefined ? {} : { note: status.note }),
    ...(status.follows === undefined ? {} : { follows: status.follows }),
    install: store.change(root, 'install'),
    remove: await removalOf(store, root, status.state),
  };
}
