import type { Rollover } from '../../ipc/rollover-schemas';
import type { Authority, Certificate, Progress } from '../../ipc/schemas';
import type { Authorities } from '../authority/authorities';
import type { Certificates } from '../authority/certificates';
import { AppError } from '../errors';
import type { Journal } from '../journal';
import { parseCertificate } from '../pki/parsed-certificate';
import { subjectFieldsOf } from '../pki/subject-parts';
import { storeProgress } from '../progress';
import type { FolderLock } from '../system/lock';
import type { Trust } from '../trust/trust';
import { handsOf } from './hands';
import { isDue, type LeafReading, lackingStores, rolloverOf, type StoreReading } from './rollover-view';
import { nextName, successorOf } from './successor';
import type { Ticks } from './ticks';

/** Issues certificates anew under another authority: one entry for each, in order, with why it could not be done. */
export type Reissue = (
  ids: readonly string[],
  authorityId: string,
  progress: (done: number, total: number) => void,
) => Promise<readonly { id: string; problem?: { reason: string; hint?: string } }[]>;

export interface RolloversOptions {
  authorities: Authorities;
  certificates: Certificates;
  trust: Trust;
  journal: Journal;
  lock: FolderLock;
  ticks: Ticks;
  reissue: Reissue;
  /** Whether a file of lines for shells was written. */
  hasShellFile: () => Promise<boolean>;
  now: () => Date;
}

type Say = (step: Progress) => void;

/** A certificate that is over, one way or the other, needs no successor. */
const past: ReadonlySet<string> = new Set(['expired', 'revoked']);

/**
 * Replaces a root by a new one before it ends, with no moment in which a page warns: the new root is trusted beside the old one
 * before anything is signed by it, and the old one goes when nothing uses it. How far it has come is read off the machine each
 * time, so a kill, a refusal or another process in between costs nothing: `advance` goes on with what is still to be done.
 */
export class Rollovers {
  /** Why certificates could not be issued anew in this process, by their id. */
  private readonly problems = new Map<string, { reason: string; hint?: string }>();

  constructor(private readonly options: RolloversOptions) {}

  /** Those that were begun and are not over, and the roots that are due; the first to end first. */
  async list(): Promise<Rollover[]> {
    const all = await this.options.authorities.list();
    const roots = all.filter(({ kind, fingerprint }) => kind === 'root' && fingerprint !== '');
    const wanted = roots.filter((root) => successorOf(root, all) !== undefined || isDue(root, this.options.now()));
    const found = await Promise.all(wanted.map(({ id }) => this.get(id)));
    return found
      .filter(({ due, steps }) => due || steps.some(({ state }) => state !== 'done'))
      .sort((one, other) => one.old.notAfter.localeCompare(other.old.notAfter));
  }

  /** How far it has come for one root. Throws `not-found`, and `invalid-input` for an intermediate, `authority-damaged`. */
  async get(oldId: string): Promise<Rollover> {
    const { old, next, all } = await this.pair(oldId);
    const intermediates = below(old, all);
    const [stores, leaves, ticked, shellFile] = await Promise.all([
      this.stores(old, next),
      this.leaves([old, ...intermediates]),
      this.options.ticks.read(old.id),
      this.options.hasShellFile(),
    ]);
    const hands = handsOf({ old, intermediates, leaves, shellFile });
    return rolloverOf({
      ...{ old, next, stores, leaves },
      hands: hands.map((hand) => ({ ...hand, done: ticked.has(hand.id) })),
      now: this.options.now(),
    });
  }

  /**
   * Begins, or goes on: makes the new root, has it trusted wherever the old one is, makes it the default where the old one was, and
   * issues every certificate anew. A store that refuses, or a certificate that cannot be issued, is in what is given back, and is
   * tried at the next call. Certificates wait until no store lacks the new root. Throws what making a root throws.
   */
  async advance(oldId: string, say: Say = () => undefined): Promise<Rollover> {
    const { old, next: found, all } = await this.pair(oldId);
    const next = found ?? (await this.makeNext(old, all, say));
    const lacking = lackingStores(await this.stores(old, next));
    if (lacking.length > 0) {
      await this.options.trust.install(
        lacking.map(({ id }) => id),
        storeProgress('rollover', say),
        next.id,
      );
      if (lackingStores(await this.stores(old, next)).length > 0) return this.get(old.id);
    }
    if (old.isDefault) await this.options.authorities.setDefault(next.id);
    await this.issueAnew(old, next, all, say);
    return this.get(old.id);
  }

  /** Notes what a person did by hand, or takes it back. Throws `not-found` for a thing that is not in the list. */
  async tick(oldId: string, hand: string, done: boolean): Promise<Rollover> {
    const before = await this.get(oldId);
    const { hands } = before;
    if (!hands.some(({ id }) => id === hand)) {
      throw new AppError('not-found', `There is no “${hand}” in the list of this rollover.`, {
        hint: `Those that are: ${hands.map(({ id }) => id).join(', ')}.`,
      });
    }
    await this.options.ticks.set(oldId, hand, done);
    await this.note('rollover.ticked', oldId, { name: before.old.name, hand, done });
    return this.get(oldId);
  }

  /** Takes the old root out of every store. Throws `not-allowed` with the step that is open while something uses it. */
  async finish(oldId: string, say: Say = () => undefined): Promise<Rollover> {
    const before = await this.get(oldId);
    const open = before.steps.find(({ id, state }) => id !== 'remove-old' && state !== 'done');
    if (open !== undefined) {
      throw new AppError('not-allowed', `The old root is still needed. ${open.message}`, {
        hint: 'Finish that step first; the old root stays trusted until then.',
      });
    }
    const outcomes = await this.options.trust.remove([], storeProgress('rollover', say), oldId);
    const left = outcomes.filter(({ outcome }) => outcome !== 'done' && outcome !== 'already').length;
    await this.note('rollover.finished', oldId, { name: before.old.name, left });
    return this.get(oldId);
  }

  /** What was done stands, also when the history cannot have its line. */
  private async note(what: string, subject: string, data: Record<string, unknown>): Promise<void> {
    const { lock, journal } = this.options;
    await lock.hold(() => journal.note(what, subject, data)).catch(() => undefined);
  }

  private async pair(oldId: string): Promise<{ old: Authority; next: Authority | undefined; all: Authority[] }> {
    const { authorities } = this.options;
    const old = (await authorities.get(oldId)).summary;
    if (old.kind === 'intermediate') {
      throw new AppError('invalid-input', `${old.name} is an intermediate: its root is what stores trust.`, {
        hint: 'Roll its root over.',
      });
    }
    const all = await authorities.list();
    return { old, next: successorOf(old, all), all };
  }

  private async makeNext(old: Authority, all: readonly Authority[], say: Say): Promise<Authority> {
    const { authorities, now } = this.options;
    const { record, issuerPem } = await authorities.forSigning(old.id);
    const step = { task: 'rollover', step: 'new-root', label: 'Make the new root' } as const;
    say({ ...step, state: 'running' });
    const keyType = keyTypeOf(record.keyType);
    const { commonName: _, ...subject } = subjectFieldsOf(parseCertificate(issuerPem).subject);
    const next = await authorities.create(
      {
        name: nextName(old.commonName, now(), all),
        limits: old.limits,
        keep: old.keep,
        subject,
        ...(keyType === undefined ? {} : { keyType }),
      },
      () => undefined,
      { replaces: old.id },
    );
    say({ ...step, state: 'done' });
    await this.note('rollover.started', old.id, { name: old.name, next: next.id });
    return next;
  }

  private async issueAnew(old: Authority, next: Authority, all: readonly Authority[], say: Say): Promise<void> {
    const open = (await this.leaves([old, ...below(old, all)])).filter(({ nextId }) => nextId === undefined);
    if (open.length === 0) return;
    const step = { task: 'rollover', step: 'certificates', label: 'Issue the certificates anew' } as const;
    const tell = (done: number) => say({ ...step, state: 'running', message: `${done} of ${open.length}` });
    tell(0);
    const results = await this.options.reissue(
      open.map(({ certificate }) => certificate.id),
      next.id,
      tell,
    );
    for (const { id, problem } of results) {
      if (problem === undefined) this.problems.delete(id);
      else this.problems.set(id, problem);
    }
    const failed = results.filter(({ problem }) => problem !== undefined).length;
    say({
      ...step,
      state: failed === 0 ? 'done' : 'failed',
      ...(failed === 0 ? {} : { message: `${failed} of ${open.length} could not be issued` }),
    });
  }

  private async stores(old: Authority, next: Authority | undefined): Promise<StoreReading[]> {
    const { authorities, trust } = this.options;
    const [oldRoot, nextRoot] = await Promise.all([
      authorities.rootCertificate(old.id),
      next === undefined ? undefined : authorities.rootCertificate(next.id),
    ]);
    return Promise.all(
      (await trust.stores()).map(async (store) => {
        const unread = { state: 'unknown' } as const;
        // One after the other: a tool on one database at a time.
        const before = await store.status(oldRoot).catch(() => unread);
        const after = nextRoot === undefined ? undefined : await store.status(nextRoot).catch(() => unread);
        const follows = 'follows' in before && before.follows !== undefined;
        return { id: store.id, label: store.label, old: before.state, next: after?.state, follows };
      }),
    );
  }

  /** What these authorities signed and is in use, each with what took its place under another one. */
  private async leaves(olds: readonly Authority[]): Promise<LeafReading[]> {
    const ids = new Set(olds.map(({ id }) => id));
    const all = await this.options.certificates.list();
    const byId = new Map(all.map((certificate) => [certificate.id, certificate]));
    const successor = ({ replacedBy }: Certificate) => (replacedBy === undefined ? undefined : byId.get(replacedBy));
    return all.flatMap((certificate): LeafReading[] => {
      if (!ids.has(certificate.authorityId) || past.has(certificate.status)) return [];
      const next = successor(certificate);
      // Renewed under the old root since: that one counts.
      if (next !== undefined && ids.has(next.authorityId)) return [];
      const problem = this.problems.get(certificate.id);
      return [
        {
          certificate,
          nextId: next?.id,
          ...(next !== undefined || problem === undefined ? {} : { problem }),
        },
      ];
    });
  }
}

/** A root can have intermediates, and no deeper ones (its path length is 1). */
const below = (root: Authority, all: readonly Authority[]) => all.filter(({ parentId }) => parentId === root.id);

const kinds = ['ecdsa-p256', 'ecdsa-p384', 'rsa-3072', 'rsa-4096'] as const;
/** The kind of the old key where it can be made here; an adopted one may be of another kind. */
const keyTypeOf = (keyType: string) => kinds.find((kind) => kind === keyType);
