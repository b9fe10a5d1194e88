import type { Deployment, DeploymentList } from '../../ipc/deployment-schemas';
import type { Certificate } from '../../ipc/schemas';
import type { Certificates } from '../authority/certificates';
import { AppError } from '../errors';
import { needsPassphrase } from '../export/formats';
import type { Journal } from '../journal';
import { mapBounded } from '../system/bounded';
import type { FolderLock } from '../system/lock';
import type { Run } from '../system/run';
import { type DeploymentRecord, isPair, type Reload } from './deployment-record';
import type { DeploymentStore } from './deployment-store';
import { viewOf } from './deployment-view';
import { namesOf } from './names-of';
import { acceptReload, historyText, runReload } from './reload';
import { remember, type WrittenExport } from './remember';
import { formatsOf, settled, type WriteRequest, without, writeDeployment } from './write-deployment';

export interface DeploymentsOptions {
  store: DeploymentStore;
  certificates: Pick<Certificates, 'get' | 'readFiles' | 'readPublicFiles' | 'successorOf'>;
  journal: Pick<Journal, 'note' | 'noteAll'>;
  lock: Pick<FolderLock, 'hold'>;
  run: Run;
  env: NodeJS.ProcessEnv;
  now: () => Date;
  random: (bytes: number) => Buffer;
}

/** Views are made of files on disks that may be slow; so many at a time. */
const viewsAtOnce = 8;

/** Where certificates were written to, kept up to date when they are renewed. */
export class Deployments {
  constructor(private readonly options: DeploymentsOptions) {}

  /** Those of one certificate, or all, as they are on the disk now. */
  async list(certificateId?: string): Promise<DeploymentList> {
    const { records, damaged } = await this.options.store.list();
    const wanted = records.filter((record) => certificateId === undefined || record.certificateId === certificateId);
    return {
      deployments: await mapBounded(wanted, viewsAtOnce, (record) => this.view(record)),
      keepsKey: certificateId !== undefined && isPair(wanted),
      damaged,
    };
  }

  /** Throws `not-found`. */
  async get(id: string): Promise<Deployment> {
    return this.view(await this.options.store.get(id));
  }

  /**
   * Whether a renewal should keep the key: certificate and key of this one lie in two files, which no program can open in one
   * moment. With the same key, every mixture of old and new fits.
   */
  async keepsKey(certificateId: string): Promise<boolean> {
    return isPair((await this.options.store.list()).records.filter((record) => record.certificateId === certificateId));
  }

  /** Whether a person must type a passphrase to write it. Throws `not-found`. */
  async needsPassphrase(id: string): Promise<boolean> {
    return needsPassphrase(formatsOf(await this.options.store.get(id)));
  }

  /** Makes deployments of what was exported; without `wanted` it only notes which files are no longer those of earlier ones. */
  exported(written: readonly WrittenExport[], wanted: boolean): Promise<string[]> {
    return this.options.lock.hold(() => remember(written, wanted, this.options));
  }

  /**
   * The hook of renewing: brings every deployment of the old certificate to the next one, then reloads, each distinct reload once.
   * What could not be written is in the deployment, and is tried again by `recover`; it throws only when the data folder cannot be
   * written.
   */
  async renewed(oldId: string, next: Certificate): Promise<void> {
    const { store, lock } = this.options;
    const followed = (await store.list()).records.filter(({ certificateId }) => certificateId === oldId);
    if (followed.length === 0) return;
    // Durable for all before the first is written: after a kill the rest is still known to be due.
    await lock.hold(async () => {
      for (const { id } of followed) {
        const record = await store.get(id);
        if (record.certificateId === oldId) await store.put({ ...record, certificateId: next.id });
      }
    });
    for (const { id } of followed) await this.writeOne(id, {});
    await this.reloadDue(followed.map(({ id }) => id));
  }

  /** Writes the files again, then reloads. Why it was not done is in the answer. Throws `not-found`, `passphrase-needed`. */
  async write(id: string, request: WriteRequest = {}): Promise<Deployment> {
    await this.writeOne(id, request);
    await this.reloadDue([id]);
    return this.get(id);
  }

  /** What lies there stays instead of this certificate; the next renewal asks again. */
  async keepTheirs(id: string): Promise<Deployment> {
    await this.change(id, (record) => ({ ...without(record, 'problem'), keptInsteadOf: record.certificateId }));
    return this.get(id);
  }

  /** Files stay as they are and are not written again. `restore` brings it back for 30 days. */
  async forget(id: string): Promise<void> {
    const { store, lock, journal } = this.options;
    await lock.hold(async () => {
      const record = await settled(await store.get(id), this.options);
      await store.remove(id);
      const facts = await namesOf(this.options.certificates, record.certificateId);
      await journal.note('deployment.forgotten', id, { ...facts, folder: record.folder });
    });
  }

  async restore(id: string): Promise<Deployment> {
    const { store, lock, journal } = this.options;
    await lock.hold(async () => {
      await store.restore(id);
      const { certificateId, folder } = await store.get(id);
      const facts = await namesOf(this.options.certificates, certificateId);
      await journal.note('deployment.added', id, { ...facts, folder, restored: true });
    });
    return this.get(id);
  }

  /** The reload in the form in which it will run, to be shown before it is set. Throws as `acceptReload`. */
  checkReload(reload: Reload): Promise<Reload> {
    return acceptReload(reload, this.options.env);
  }

  /** Sets what makes the server read its files again, or null for nothing. A person has agreed to exactly this. */
  async setReload(id: string, reload: Reload | null): Promise<Deployment> {
    const accepted = reload === null ? undefined : await this.checkReload(reload);
    await this.change(id, (record) => ({
      ...without(record, 'reload', 'reloadDue', 'lastReload'),
      ...(accepted === undefined ? {} : { reload: accepted }),
    }));
    const { certificateId } = await this.options.store.get(id);
    const facts = await namesOf(this.options.certificates, certificateId);
    const reloadNote = accepted === undefined ? null : historyText(accepted);
    await this.options.lock.hold(() =>
      this.options.journal.note('deployment.changed', id, { ...facts, reload: reloadNote }),
    );
    return this.get(id);
  }

  /** Reloads now. Throws `not-found`, and `invalid-input` when there is nothing to run. */
  async reload(id: string): Promise<Deployment> {
    const record = await this.options.store.get(id);
    if (record.reload === undefined) {
      throw new AppError('invalid-input', 'This deployment has no reload.', {
        hint: 'Set one first (on the command line: sealwax deploy update ID --run -- PROGRAM ARGUMENT…).',
      });
    }
    await this.runReloads([record]);
    return this.get(id);
  }

  /**
   * What is due after a start: ends what a kill cut short, follows certificates that were renewed meanwhile, tries again what
   * failed, and reloads what was written but not reloaded. It leaves conflicts to the person.
   */
  async recover(): Promise<void> {
    const { store, lock, certificates } = this.options;
    const { records } = await store.list();
    for (const { id, writing } of records) {
      if (writing !== undefined) await lock.hold(async () => settled(await store.get(id), this.options));
    }
    for (const { id, certificateId, createdAt } of records) {
      const successor = await certificates.successorOf(certificateId, createdAt);
      if (successor !== undefined) await this.change(id, (record) => ({ ...record, certificateId: successor }));
    }
    const ids = records.map(({ id }) => id);
    for (const record of (await store.list()).records) {
      const isDue =
        record.deployed.certificateId !== record.certificateId && record.keptInsteadOf !== record.certificateId;
      if (isDue && (record.problem?.kind ?? 'failed') === 'failed') await this.writeOne(record.id, {});
    }
    await this.reloadDue(ids);
  }

  private view(record: DeploymentRecord): Promise<Deployment> {
    return viewOf(record, this.options.certificates);
  }

  private async writeOne(id: string, request: WriteRequest): Promise<DeploymentRecord> {
    const { store, lock } = this.options;
    return lock.hold(async () => writeDeployment(await store.get(id), request, this.options));
  }

  private change(id: string, to: (record: DeploymentRecord) => DeploymentRecord): Promise<void> {
    const { store, lock } = this.options;
    return lock.hold(async () => store.put(to(await store.get(id))));
  }

  private async reloadDue(ids: readonly string[]): Promise<void> {
    const { records } = await this.options.store.list();
    await this.runReloads(records.filter(({ id, reloadDue }) => reloadDue === true && ids.includes(id)));
  }

  /** One run for all that name the same reload. The lock is free meanwhile: a command may take half a minute. */
  private async runReloads(records: readonly DeploymentRecord[]): Promise<void> {
    const left = records.filter(({ reload }) => reload !== undefined);
    for (let first = left[0]; first?.reload !== undefined; first = left[0]) {
      const { reload } = first;
      const text = JSON.stringify(reload);
      const same = left.filter((each) => JSON.stringify(each.reload) === text);
      left.splice(0, left.length, ...left.filter((each) => !same.includes(each)));
      const { run, env, now, certificates, journal } = this.options;
      const rootPem = await certificates.readPublicFiles(first.certificateId).then(
        (files) => files.rootPem,
        () => '',
      );
      const lastReload = await runReload(reload, { run, env, now, rootPem, folder: first.folder });
      for (const { id } of same) {
        // Forgotten meanwhile: nothing is left to note it in.
        await this.change(id, (record) => ({ ...without(record, 'reloadDue'), lastReload })).catch(() => undefined);
        const { ok, code, message, output } = lastReload;
        const facts = await namesOf(certificates, first.certificateId);
        const what = ok ? 'deployment.reloaded' : 'deployment.reload-failed';
        await this.options.lock.hold(() =>
          journal.note(what, id, {
            ...facts,
            reload: historyText(reload),
            ok,
            message,
            output,
            ...(code === undefined ? {} : { code }),
          }),
        );
      }
    }
  }
}
