import { join } from 'node:path';
import type { ProveReport } from '../../ipc/schemas';
import { writeFileAtomic } from '../system/atomic-file';
import { readBounded } from '../system/bounded-file';
import type { FolderLock } from '../system/lock';

/** Some 5 kB a root: enough for hundreds (bytes). */
const maxBytes = 4 * 1024 * 1024;

type Proofs = Record<string, ProveReport>;

/**
 * The last proof of each root, by its fingerprint, in `proofs.json`: so that "verified when, by what" outlives the process, and the
 * window and the command line know the same. Public facts only. A missing or damaged file means that nothing was proven.
 */
export class ProofStore {
  private readonly file: string;
  /** What could not be written, e.g. on a full disk, is known to this process at least. */
  private unwritten: Proofs | undefined;

  constructor(
    folder: string,
    private readonly lock: FolderLock,
  ) {
    this.file = join(folder, 'proofs.json');
  }

  /** The last proof of the root with this fingerprint; one of another root says nothing about it. */
  async last(fingerprint256: string | undefined): Promise<ProveReport | null> {
    if (fingerprint256 === undefined) return null;
    return (await this.read())[fingerprint256] ?? null;
  }

  /** Keeps a proof in place of the one before. */
  async keep(fingerprint256: string, report: ProveReport): Promise<void> {
    await this.change((proofs) => ({ ...proofs, [fingerprint256]: report }));
  }

  /** Forgets what was proven of these stores: a proof speaks of them as they were. */
  async forget(fingerprint256: string, storeIds: readonly string[]): Promise<void> {
    await this.change(({ [fingerprint256]: report, ...others }) => {
      if (report === undefined) return others;
      const proofs = report.proofs.filter(
        ({ id, about = [] }) => !storeIds.includes(id) && !about.some((row) => storeIds.includes(row)),
      );
      return proofs.some(({ result }) => result === 'passed')
        ? { ...others, [fingerprint256]: { ...report, proofs } }
        : others;
    });
  }

  private async change(of: (proofs: Proofs) => Proofs): Promise<void> {
    const write = async () => {
      const proofs = of(await this.read());
      this.unwritten = proofs;
      await writeFileAtomic(this.file, `${JSON.stringify(proofs)}\n`);
      this.unwritten = undefined;
    };
    // A proof that cannot be kept is a proof all the same.
    await this.lock.hold(write).catch(() => undefined);
  }

  private async read(): Promise<Proofs> {
    if (this.unwritten !== undefined) return this.unwritten;
    try {
      const found: unknown = JSON.parse((await readBounded(this.file, maxBytes)).toString('utf8'));
      if (typeof found !== 'object' || found === null || Array.isArray(found)) return {};
      return Object.fromEntries(Object.entries(found as Proofs).filter(([, report]) => isReport(report)));
    } catch {
      return {};
    }
  }
}

const isReport = (report: ProveReport | undefined): report is ProveReport =>
  typeof report?.passed === 'boolean' &&
  typeof report.at === 'string' &&
  typeof report.address === 'string' &&
  Array.isArray(report.proofs) &&
  report.proofs.every(
    (proof) =>
      typeof proof?.id === 'string' &&
      typeof proof.label === 'string' &&
      typeof proof.message === 'string' &&
      typeof proof.durationMs === 'number' &&
      ['passed', 'failed', 'not-run'].includes(proof.result),
  );
