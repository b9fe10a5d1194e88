import type { Authority, ProveReport } from '../../ipc/schemas';
import type { Cell, Matrix, MatrixRow } from '../../ipc/trust-schemas';
import type { Authorities } from '../authority/authorities';
import { mapBounded } from '../system/bounded';
import { judgeClient, judgeStore } from './matrix-verdict';
import { clientRows } from './prove-clients';
import { removalOf, type Trust } from './trust';
import type { RootCertificate, StoreStatus, TrustStore } from './trust-store';

/** Each reads files and starts a tool or two. */
const storesAtOnce = 8;

export interface TrustMatrixOptions {
  trust: Trust;
  authorities: Authorities;
  env: NodeJS.ProcessEnv;
  now: () => Date;
}

interface OneRoot {
  authority: Authority;
  certificate: RootCertificate;
  report: ProveReport | null;
}

const groups = {
  system: 'system',
  keychain: 'system',
  windows: 'system',
  nss: 'browsers',
  java: 'java',
} as const satisfies Record<TrustStore['kind'], MatrixRow['group']>;

/** Every place of this machine against every root of ours, with what the last handshakes said. */
export class TrustMatrix {
  constructor(private readonly options: TrustMatrixOptions) {}

  /**
   * Reads every store for every root, or for that of one authority. It changes nothing, and no store stops another: one that
   * cannot be read says so in its cells. Throws `not-found` for an authority that is not here.
   */
  async read(authorityId?: string): Promise<Matrix> {
    const { trust, env, now } = this.options;
    const [roots, stores, clients] = await Promise.all([this.roots(authorityId), trust.stores(), clientRows(env)]);
    const storeRows = await mapBounded(stores, storesAtOnce, (store) => this.storeRow(store, roots));
    return {
      at: now().toISOString(),
      roots: roots.map(({ authority: { id, name, isDefault }, certificate }) => ({
        authorityId: id,
        name,
        fingerprint256: certificate.fingerprint256,
        isDefault,
      })),
      rows: [
        ...storeRows,
        ...clients.map(
          ({ id, label, program, recipe }): MatrixRow => ({
            id,
            group: 'clients',
            label,
            location: program,
            privileged: false,
            recipe,
            cells: roots.map(({ authority, report }) => ({ authorityId: authority.id, ...judgeClient(id, report) })),
          }),
        ),
      ],
    };
  }

  private async storeRow(store: TrustStore, roots: readonly OneRoot[]): Promise<MatrixRow> {
    const { id, kind, label, location, privileged } = store;
    const statuses: StoreStatus[] = [];
    // One after the other: a tool on one database at a time.
    for (const { certificate } of roots) statuses.push(await statusOf(store, certificate));
    const note = statuses.find((status) => status.note !== undefined)?.note;
    const follows = statuses.find((status) => status.follows !== undefined)?.follows;
    const cells: Cell[] = [];
    for (const [index, { authority, certificate, report }] of roots.entries()) {
      const status = statuses[index] ?? { state: 'unknown' };
      const judged = judgeStore(status, id, report);
      const cell = { authorityId: authority.id, ...judged };
      if (judged.actions.length === 0) cells.push(cell);
      else {
        const remove = await removalOf(store, certificate, status.state);
        cells.push({ ...cell, install: store.change(certificate, 'install'), remove });
      }
    }
    return {
      id,
      group: groups[kind],
      label,
      location,
      privileged,
      ...(store.optional === true ? { optional: true } : {}),
      ...(note === undefined ? {} : { note }),
      ...(follows === undefined ? {} : { follows }),
      cells,
    };
  }

  /** The roots of ours, the default one first. An intermediate is trusted through its root, which stands for it. */
  private async roots(authorityId: string | undefined): Promise<OneRoot[]> {
    const { authorities, trust } = this.options;
    const wanted = authorityId === undefined ? undefined : await authorities.rootCertificate(authorityId);
    const all = (await authorities.list()).filter(({ parentId }) => parentId === undefined);
    const found = await Promise.all(
      all.map(async (authority): Promise<OneRoot[]> => {
        // One whose certificate is lost cannot be looked for; its own page says what is wrong.
        const certificate = await authorities.rootCertificate(authority.id).catch(() => undefined);
        if (certificate === undefined) return [];
        if (wanted !== undefined && wanted.fingerprint256 !== certificate.fingerprint256) return [];
        return [{ authority, certificate, report: await trust.lastProof(certificate.fingerprint256) }];
      }),
    );
    const roots = found.flat();
    return [
      ...roots.filter(({ authority }) => authority.isDefault),
      ...roots.filter(({ authority }) => !authority.isDefault),
    ];
  }
}

const statusOf = (store: TrustStore, root: RootCertificate): Promise<StoreStatus> =>
  store.status(root).catch((error: unknown) => ({
    state: 'unknown' as const,
    message: `${store.label} could not be read: ${error instanceof Error ? error.message : String(error)}`,
  }));
