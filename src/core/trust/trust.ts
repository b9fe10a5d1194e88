import type { Outcome, ProveReport, Store } from '../../ipc/schemas';
import type { Authorities } from '../authority/authorities';
import { AppError } from '../errors';
import type { Journal } from '../journal';
import type { RootKeys } from '../keychain/root-keys';
import { generateKey, pkcs8ToPem } from '../pki/keys';
import { buildLeaf, randomSerial } from '../pki/leaf';
import type { FolderLock } from '../system/lock';
import { installAll, removeAll, type StoreListener } from './install-all';
import type { ProofProgress, ProofRequest } from './prove';
import type { RootCertificate, StoreState, TrustStore } from './trust-store';

/** How long the certificate of the throw-away server lives (days): the shortest that is whole. */
const probeDays = 1;

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
  private proof: { fingerprint: string; report: ProveReport } | null = null;

  constructor(private readonly options: TrustOptions) {}

  /** Every store found, with its state and the exact change that installing and removing would make. */
  async list(root: RootCertificate): Promise<Store[]> {
    const stores = await this.options.stores();
    return Promise.all(stores.map((store) => summaryOf(store, root)));
  }

  /** One outcome per wanted store; a store that fails never stops the others. `wanted` empty means all. */
  async install(wanted: readonly string[], progress: StoreListener): Promise<Outcome[]> {
    const root = await this.options.authorities.rootForInstall();
    return this.change('trust.installed', root, wanted, progress, installAll);
  }

  /** Removes exactly this root, by its SHA-256 fingerprint, from the wanted stores. `wanted` empty means all. */
  async remove(wanted: readonly string[], progress: StoreListener): Promise<Outcome[]> {
    const root = await this.options.authorities.rootCertificate();
    return this.change('trust.removed', root, wanted, progress, removeAll);
  }

  /**
   * Serves a page with a fresh certificate and lets the machine's own clients open it: those whose store holds the root. A
   * store without it has nothing to prove, and its state says so.
   */
  async prove(progress: ProofProgress): Promise<ProveReport> {
    const root = await this.options.authorities.rootCertificate();
    const holding = await this.storesHolding(root);
    if (holding.length === 0) {
      throw new AppError('not-found', 'There is nothing to check: the root is in no store yet.', {
        hint: 'Press Install everywhere first.',
      });
    }
    const report = await this.options.prove({
      stores: holding,
      issueProbe: () => this.issueProbe(),
      now: this.options.now,
      progress,
    });
    this.proof = { fingerprint: root.fingerprint256, report };
    return report;
  }

  /** The last proof of this root; one of another root says nothing about it. */
  lastProof(fingerprint: string | undefined): ProveReport | null {
    return this.proof?.fingerprint === fingerprint ? (this.proof?.report ?? null) : null;
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
    this.proof = null;
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
  private async issueProbe(): Promise<{ certPem: string; keyPem: string }> {
    const authority = await this.options.authorities.forSigning();
    const pair = await generateKey('ecdsa-p256');
    const leaf = await this.options.keys.use(authority.record, (key) =>
      buildLeaf({
        names: [{ type: 'dns', value: 'localhost', display: 'localhost' }],
        purpose: 'server',
        keyType: 'ecdsa-p256',
        spki: pair.spki,
        issuer: { pem: authority.rootPem, key },
        validityDays: probeDays,
        now: this.options.now(),
        serial: randomSerial(this.options.random),
      }),
    );
    const keyPem = pkcs8ToPem(pair.pkcs8);
    pair.pkcs8.fill(0);
    return { certPem: leaf.pem, keyPem };
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
