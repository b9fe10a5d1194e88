import type { Outcome } from '../../ipc/schemas';
import type { Journal } from '../journal';
import type { FolderLock } from '../system/lock';
import { installAll, removeAll } from '../trust/install-all';
import { outcomeNotes } from '../trust/outcome-notes';
import type { TrustChanges } from '../trust/trust-changes';
import type { RootCertificate, TrustStore } from '../trust/trust-store';

/** The kinds of stores in TRUST_STORES. */
export type StoreKind = 'system' | 'nss' | 'java';

const kinds: readonly StoreKind[] = ['system', 'nss', 'java'];

/** TRUST_STORES as mkcert reads it: a list with commas, nothing trimmed, unknown words passed over; nothing set means all. */
export function enabledStores(env: NodeJS.ProcessEnv): ReadonlySet<StoreKind> {
  const text = env.TRUST_STORES ?? '';
  if (text === '') return new Set(kinds);
  const words = text.split(',');
  return new Set(kinds.filter((kind) => words.includes(kind)));
}

export interface MkcertTrustOptions {
  stores: () => Promise<TrustStore[]>;
  journal: Journal;
  lock: FolderLock;
  changes: TrustChanges;
}

export interface KindReport {
  kind: StoreKind;
  /** What there is of this kind on the machine; nothing when there is none. */
  stores: TrustStore[];
  /** True when every store of the kind trusts the root, and there is one. */
  trusted: boolean;
  /** The tool that is missing to look or to change. */
  toolMissing: boolean;
}

/** Looks at the stores of each kind, and changes them one kind at a time, for the order that mkcert keeps. */
export class MkcertTrust {
  constructor(private readonly options: MkcertTrustOptions) {}

  async look(root: RootCertificate): Promise<Record<StoreKind, KindReport>> {
    const all = await this.options.stores();
    const report = async (kind: StoreKind): Promise<KindReport> => {
      const stores = all.filter((store) => store.kind === kind);
      const states = await Promise.all(stores.map((store) => store.status(root)));
      return {
        kind,
        stores,
        trusted: states.length > 0 && states.every(({ state }) => state === 'trusted'),
        toolMissing: states.some(({ state }) => state === 'tool-missing'),
      };
    };
    const [system, nss, java] = await Promise.all(kinds.map(report));
    return { system, nss, java } as Record<StoreKind, KindReport>;
  }

  async change(stores: readonly TrustStore[], root: RootCertificate, action: 'install' | 'remove'): Promise<Outcome[]> {
    const { journal, lock, changes } = this.options;
    const work = action === 'install' ? installAll : removeAll;
    const outcomes = await work(stores, root, () => undefined);
    const what = action === 'install' ? 'trust.installed' : 'trust.removed';
    const notes = outcomeNotes(what, root, outcomes).map((note) => ({ ...note, data: { ...note.data, mkcert: true } }));
    // What was done is told in every case, even when the history cannot have its line.
    await changes.note(action, root, outcomes, stores).catch(() => undefined);
    await lock.hold(() => journal.noteAll(notes)).catch(() => undefined);
    return outcomes;
  }
}
