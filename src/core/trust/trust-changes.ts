import { dirname, posix, win32 } from 'node:path';
import type { Outcome } from '../../ipc/schemas';
import type { TrustChange } from '../../ipc/trust-schemas';
import { appendDurable, ensureFolder } from '../system/atomic-file';
import { readBounded } from '../system/bounded-file';
import type { Surroundings } from '../system/paths';
import type { RootCertificate, StoreAction, TrustStore } from './trust-store';

/** Some 3 kB a change: enough for twenty thousand (bytes). */
const maxBytes = 64 * 1024 * 1024;

/**
 * Where the record of changes lies: beside the data folder and not in it, so that roots can be taken out of the stores after the
 * data folder is gone. On Linux that is state in the sense of the XDG Base Directory Specification.
 */
export function trustChangesFile({ platform, env, home }: Surroundings): string {
  const given = (value: string | undefined) => (value === undefined || value === '' ? undefined : value);
  switch (platform) {
    case 'darwin':
      return posix.join(home, 'Library', 'Application Support', 'Sealwax Trust', 'trust.jsonl');
    case 'win32':
      return win32.join(
        given(env.LOCALAPPDATA) ?? win32.join(home, 'AppData', 'Local'),
        'Sealwax Trust',
        'trust.jsonl',
      );
    default: {
      const state = given(env.XDG_STATE_HOME);
      const folder = state !== undefined && posix.isAbsolute(state) ? state : posix.join(home, '.local', 'state');
      return posix.join(folder, 'sealwax', 'trust.jsonl');
    }
  }
}

interface TrustChangeLine extends TrustChange {
  /** The public certificate, so that it can be removed when no other copy is left. */
  pem: string;
}

/** A root that was put into a store at some time. */
export interface InstalledRoot {
  pem: string;
  name: string;
  fingerprint256: string;
}

/** The record of every change to every store, a JSON object a line. It holds public facts only. */
export class TrustChanges {
  constructor(
    readonly file: string,
    private readonly who: TrustChange['who'],
    private readonly now: () => Date,
  ) {}

  /**
   * Notes what came of installing or removing a root, one line a store; what was as wanted already changed nothing and has no
   * line. Throws `read-only` or `disk-full`.
   */
  async note(
    action: StoreAction,
    root: RootCertificate,
    outcomes: readonly Outcome[],
    stores: readonly TrustStore[],
  ): Promise<void> {
    const at = this.now().toISOString();
    const lines = outcomes
      .filter(({ outcome }) => outcome !== 'already')
      .map(({ storeId, label, location, outcome, message }): TrustChangeLine => {
        const store = stores.find(({ id }) => id === storeId);
        return {
          at,
          who: this.who,
          action,
          storeId,
          label,
          location,
          fingerprint256: root.fingerprint256,
          name: root.commonName,
          commands: store?.change(root, action).commands ?? [],
          outcome,
          message,
          pem: root.pem,
        };
      });
    if (lines.length === 0) return;
    await ensureFolder(dirname(this.file));
    await appendDurable(this.file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  }

  /** What was changed, the newest first. A line that a kill tore off is left out. */
  async entries(): Promise<TrustChange[]> {
    return (await this.lines()).map(({ pem: _pem, ...change }) => change).reverse();
  }

  /** Every root that was put into a store, each once, whether or not it is still there. */
  async installed(): Promise<InstalledRoot[]> {
    const found = new Map<string, InstalledRoot>();
    for (const { action, outcome, pem, name, fingerprint256 } of await this.lines()) {
      // A failed installation may have left something behind all the same.
      if (action === 'install' && outcome !== 'cancelled') found.set(fingerprint256, { pem, name, fingerprint256 });
    }
    return [...found.values()];
  }

  private async lines(): Promise<TrustChangeLine[]> {
    const bytes = await readBounded(this.file, maxBytes).catch(() => Buffer.alloc(0));
    return bytes
      .toString('utf8')
      .split('\n')
      .flatMap((line) => {
        try {
          const read = line === '' ? undefined : (JSON.parse(line) as TrustChangeLine);
          return read !== undefined && typeof read.pem === 'string' && typeof read.fingerprint256 === 'string'
            ? [read]
            : [];
        } catch {
          return [];
        }
      });
  }
}
