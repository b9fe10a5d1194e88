import { rootCertificates } from 'node:tls';
import type { Outcome } from '../../ipc/schemas';
import type { Census as CensusReport, ForeignRoot, RemovedEverything } from '../../ipc/trust-schemas';
import type { Authorities } from '../authority/authorities';
import { sha256Hex } from '../digest';
import { AppError } from '../errors';
import type { Journal } from '../journal';
import { type CertificateView, viewCertificate, viewOf } from '../pki/certificate-view';
import type { FolderLock } from '../system/lock';
import type { Surroundings } from '../system/paths';
import { removeAll, type StoreListener } from '../trust/install-all';
import { outcomeNotes } from '../trust/outcome-notes';
import { pemBlocks, toPem } from '../trust/pem-blocks';
import { removalOf } from '../trust/trust';
import type { TrustChanges } from '../trust/trust-changes';
import type { RootCertificate, StoreEntry, TrustStore } from '../trust/trust-store';
import { judge } from './advice';
import { type KeptRoot, keptRoots } from './found-files';
import { type Tool, toolLabels, toolOf, toolPlaces } from './tool-places';

export interface CensusOptions {
  place: Surroundings;
  authorities: Authorities;
  stores: () => Promise<TrustStore[]>;
  changes: TrustChanges;
  journal: Pick<Journal, 'noteAll'>;
  lock: Pick<FolderLock, 'hold'>;
  now: () => Date;
}

interface Read {
  store: TrustStore;
  entries: StoreEntry[];
  problem?: string;
}

interface Seen {
  view: CertificateView;
  holders: { store: TrustStore; trusted: boolean }[];
}

/** The roots of every tool on this machine: where they are trusted, and whether their keys lie open. */
export class Census {
  constructor(private readonly options: CensusOptions) {}

  /** Reads every store and every place that a known tool keeps its authority in. It changes nothing. */
  async scan(): Promise<CensusReport> {
    const { authorities, changes, now, place } = this.options;
    const [reads, kept, ours, installed] = await Promise.all([
      this.readStores(),
      keptRoots(toolPlaces(place)),
      this.ownRoots(authorities),
      changes.installed(),
    ]);
    const seen = gather(reads, kept);
    const known = new Set(installed.map(({ fingerprint256 }) => fingerprint256));
    const at = now();
    const roots = await Promise.all([...seen.values()].map((root) => describe(root, kept, ours, known, at)));
    roots.sort((one, other) => weight[one.severity] - weight[other.severity] || one.name.localeCompare(other.name));
    return { at: at.toISOString(), roots, unread: unreadOf(reads) };
  }

  /**
   * Takes a root out of the named stores, of every store that holds it when none is named. It goes by the SHA-256 fingerprint alone.
   * Throws `not-found` when no store holds it.
   */
  async remove(fingerprint256: string, wanted: readonly string[], progress: StoreListener): Promise<Outcome[]> {
    const seen = gather(await this.readStores(), []).get(fingerprint256);
    const stores = (seen?.holders ?? [])
      .map(({ store }) => store)
      .filter(({ id }) => wanted.length === 0 || wanted.includes(id));
    if (seen === undefined || stores.length === 0) {
      throw new AppError('not-found', 'No store of those named has this root any more.', {
        hint: 'Look again: sealwax trust census.',
      });
    }
    return this.removeFrom(stores, asRoot(seen.view), progress);
  }

  /**
   * Takes every root that Sealwax ever put into a store out of all of them, those of authorities that are gone too, and then
   * looks again: `left` empty is the proof. Authorities and certificates stay.
   */
  async removeEverything(progress: StoreListener): Promise<RemovedEverything> {
    const roots = await this.everyRoot();
    const stores = await this.options.stores();
    const outcomes: Outcome[] = [];
    for (const root of roots) {
      const holding = await holders(stores, root);
      outcomes.push(...(await this.removeFrom(holding, root, progress)));
    }
    const left: RemovedEverything['left'] = [];
    const unread = new Map<string, RemovedEverything['unread'][number]>();
    for (const root of roots) {
      for (const store of stores) {
        const { state, message } = await statusOf(store, root);
        if (state === 'trusted' || state === 'present') {
          left.push({ store: store.label, fingerprint256: root.fingerprint256, name: root.commonName });
          // A locked database shows what it holds all the same: it would have said that it holds the root.
        } else if (state !== 'absent' && state !== 'locked') {
          unread.set(store.id, { id: store.id, label: store.label, message: message ?? 'It could not be read.' });
        }
      }
    }
    return { outcomes, left, unread: [...unread.values()] };
  }

  private async removeFrom(stores: TrustStore[], root: RootCertificate, progress: StoreListener): Promise<Outcome[]> {
    if (stores.length === 0) return [];
    const outcomes = await removeAll(stores, root, progress);
    // What was done is told in every case, even when the record cannot have its line.
    const { changes, lock, journal } = this.options;
    await changes.note('remove', root, outcomes, stores).catch(() => undefined);
    const notes = outcomeNotes('trust.removed', root, outcomes);
    await lock.hold(() => journal.noteAll(notes)).catch(() => undefined);
    return outcomes;
  }

  /** Our authorities' roots, and what the record of changes knows besides. */
  private async everyRoot(): Promise<RootCertificate[]> {
    const { authorities, changes } = this.options;
    const roots = new Map<string, RootCertificate>();
    for (const { pem } of await changes.installed()) {
      const root = readable(pem);
      if (root !== undefined) roots.set(root.fingerprint256, root);
    }
    for (const { id } of await authorities.list()) {
      const root = await authorities.rootCertificate(id).catch(() => undefined);
      if (root !== undefined) roots.set(root.fingerprint256, root);
    }
    return [...roots.values()];
  }

  private async ownRoots(authorities: Authorities): Promise<Map<string, string>> {
    const own = new Map<string, string>();
    for (const { id } of await authorities.list()) {
      const root = await authorities.rootCertificate(id).catch(() => undefined);
      if (root !== undefined && !own.has(root.fingerprint256)) own.set(root.fingerprint256, id);
    }
    return own;
  }

  private async readStores(): Promise<Read[]> {
    const stores = await this.options.stores();
    return Promise.all(
      stores.map(async (store): Promise<Read> => {
        try {
          const entries = await store.entries?.();
          if (entries !== undefined) return { store, entries };
          return { store, entries: [], problem: 'Sealwax cannot list what this store holds.' };
        } catch (error) {
          return { store, entries: [], problem: error instanceof Error ? error.message : String(error) };
        }
      }),
    );
  }
}

const weight = { danger: 0, warning: 1, info: 2 } as const;

const unreadOf = (reads: readonly Read[]) =>
  reads.flatMap(({ store: { id, label }, problem }) =>
    problem === undefined ? [] : [{ id, label, message: problem }],
  );

let publicRoots: Set<string> | undefined;

/** The roots that the makers of browsers trust: not what anybody added. */
function isPublic(fingerprint256: string): boolean {
  publicRoots ??= new Set(rootCertificates.flatMap((pem) => pemBlocks(pem).map((block) => block.fingerprint256)));
  return publicRoots.has(fingerprint256);
}

function gather(reads: readonly Read[], kept: readonly KeptRoot[]): Map<string, Seen> {
  const seen = new Map<string, Seen>();
  for (const { store, entries } of reads) {
    for (const { der, trusted } of entries) {
      const fingerprint256 = sha256Hex(der);
      if (isPublic(fingerprint256)) continue;
      const known = seen.get(fingerprint256);
      if (known !== undefined) known.holders.push({ store, trusted });
      else {
        const view = viewed(der);
        if (view !== undefined) seen.set(fingerprint256, { view, holders: [{ store, trusted }] });
      }
    }
  }
  for (const { certificate } of kept) {
    if (!seen.has(certificate.fingerprint256)) {
      seen.set(certificate.fingerprint256, { view: viewOf(certificate), holders: [] });
    }
  }
  return seen;
}

function viewed(der: Uint8Array): CertificateView | undefined {
  try {
    return viewCertificate(der);
  } catch {
    // What cannot be read is no certificate that a client would take.
    return undefined;
  }
}

async function describe(
  { view, holders }: Seen,
  kept: readonly KeptRoot[],
  ours: ReadonlyMap<string, string>,
  installed: ReadonlySet<string>,
  now: Date,
): Promise<ForeignRoot> {
  const root = asRoot(view);
  const lying = kept.filter(({ certificate }) => certificate.fingerprint256 === view.fingerprint256);
  const authorityId = ours.get(view.fingerprint256);
  const tool: Tool =
    authorityId !== undefined || installed.has(view.fingerprint256)
      ? 'sealwax'
      : (lying[0]?.tool ?? toolOf(view.subject, view.der));
  const facts = {
    tool,
    toolLabel: toolLabels[tool],
    expired: view.notAfter < now,
    stores: await Promise.all(
      holders.map(async ({ store, trusted }) => {
        const { id, label } = store;
        return { id, label, trusted, remove: await removalOf(store, root, 'present') };
      }),
    ),
    keys: lying.flatMap(({ keys }) => keys),
    files: lying.map(({ path }) => path),
    ...(authorityId === undefined ? {} : { authorityId }),
  };
  return {
    fingerprint256: view.fingerprint256,
    name: view.commonName === '' ? view.subject : view.commonName,
    subject: view.subject,
    notBefore: view.notBefore.toISOString(),
    notAfter: view.notAfter.toISOString(),
    ...facts,
    ...judge(facts),
  };
}

/** A root as the stores need it. No file of it need be there: removing goes by the fingerprint. */
const asRoot = (view: CertificateView): RootCertificate => ({
  pem: toPem(view.der),
  pemPath: '',
  der: view.der,
  fingerprint256: view.fingerprint256,
  commonName: view.commonName === '' ? view.subject : view.commonName,
});

function readable(pem: string): RootCertificate | undefined {
  try {
    return asRoot(viewCertificate(pem));
  } catch {
    return undefined;
  }
}

const statusOf = (store: TrustStore, root: RootCertificate) =>
  store
    .status(root)
    .catch((error: unknown) => ({ state: 'unknown' as const, message: error instanceof Error ? error.message : '' }));

async function holders(stores: readonly TrustStore[], root: RootCertificate): Promise<TrustStore[]> {
  const states = await Promise.all(stores.map((store) => statusOf(store, root)));
  return stores.filter((_, index) => states[index]?.state === 'trusted' || states[index]?.state === 'present');
}
