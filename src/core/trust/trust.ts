import type { Outcome, ProveReport, Store } from '../../ipc/schemas';
import type { Authorities } from '../authority/authorities';
import { AppError } from '../errors';
import type { Journal } from '../journal';
import type { RootKeys } from '../keychain/root-keys';
import { generateKey, pkcs8ToPem } from '../pki/keys';
import { buildLeaf, randomSerial } from '../pki/leaf';
import { isPermitted } from '../pki/limits';
import type { FolderLock } from '../system/lock';
import { installAll, removeAll, type StoreListener } from './install-all';
import type { ProofProgress, ProofRequest } from './prove';
import type { RootCertificate, StoreState, TrustStore } from './trust-store';

/** How long the certificate of the throw-away server lives (days): the shortest that is whole. */
const probeDays = 1;
const probeName = { type: 'dns', value: 'localhost', display: 'localhost' } as const;

export interface TrustOptions {
  authorities: Authorities;
  keys: RootKeys;
  journal: Journal;
  lock: FolderLock;
  /** Finds the stores anew at each call: a browser profile may have come since. */
  stores: () => Promise<TrustStore[]>;
  prove: (request: ProofRequest) => Promise<ProveReport>;
  now: () => Date;
  random: (bytes: number) => Buffer;
}

/** What can be done with the trust stores of this machine. */
export class Trust {
  /** The last proof of each root, by its fingerprint. */
  private readonly proofs = new Map<string, ProveReport>();

  constructor(private readonly options: TrustOptions) {}

  /** Every store found, with its state and the exact change that installing and removing would make. */
  async list(root: RootCertificate): Promise<Store[]> {
    const stores = await this.options.stores();
    return Promise.all(stores.map((store) => summaryOf(store, root)));
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
      issueProbe: () => this.issueProbe(authorityId),
      now: this.options.now,
      progress,
    });
    this.proofs.set(root.fingerprint256, report);
    return report;
  }

  /** The last proof of the root with this fingerprint; one of another root says nothing about it. */
  lastProof(fingerprint: string | undefined): ProveReport | null {
    return (fingerprint === undefined ? undefined : this.proofs.get(fingerprint)) ?? null;
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
    const stores = (await this.options.stores()).filter((store) => wanted.length === 0 || wanted.includes(store.id));
    const outcomes = await work(stores, root, progress);
    // A proof speaks of the stores as they were.
    this.proofs.delete(root.fingerprint256);
    const write = async () => {
      for (const { storeId, location, outcome } of outcomes) {
        await this.options.journal.note(what, root.fingerprint256, { store: storeId, location, outcome });
      }
    };
    // What was done is told in every case, even when the history cannot have its line.
    await this.options.lock.hold(write).catch(() => undefined);
    return outcomes;
  }

  /** A fresh certificate for the throw-away server; neither it nor its key is ever written to disk. */
  private async issueProbe(authorityId: string | undefined): Promise<{ certPem: string; keyPem: string }> {
    const authority = await this.options.authorities.forSigning(authorityId);
    if (!isPermitted(probeName, authority.summary.limits)) {
      throw new AppError('name-outside-limits', `${authority.summary.name} may not sign for localhost.`, {
        hint: 'The check opens a page on localhost, so it cannot be made with this authority.',
      });
    }
    const pair = await generateKey('ecdsa-p256');
    const leaf = await this.options.keys.use(authority.record, (key) =>
      buildLeaf({
        names: [probeName],
        purpose: 'server',
        keyType: 'ecdsa-p256',
        spki: pair.spki,
        issuer: { pem: authority.issuerPem, key, chain: [...authority.chainPems, authority.rootPem] },
        validity: { kind: 'days', days: probeDays },
        now: this.options.now(),
        serial: randomSerial(this.options.random),
      }),
    );
    const keyPem = pkcs8ToPem(pair.pkcs8);
    pair.pkcs8.fill(0);
    return { certPem: leaf.pem + authority.chainPems.join(''), keyPem };
  }
}

const holdsRoot = (state: StoreState | undefined) => state === 'trusted' || state === 'present';

async function summaryOf(store: TrustStore, root: RootCertificate): Promise<Store> {
  const status = await store.status(root);
  return {
    id: store.id,
    kind: store.kind,
    label: store.label,
    location: store.location,
    privileged: store.privileged,
    state: status.state,
    ...(status.message === undefined ? {} : { message: status.message }),
    ...(status.hint === undefined ? {} : { hint: status.hint }),
    install: store.change(root, 'install'),
    remove: store.change(root, 'remove'),
  };
}
