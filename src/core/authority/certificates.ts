import type { IssueOptions, IssueRequest, ValidityPreview } from '../../ipc/issue-schemas';
import type { Certificate, CertificateName, NameCheck, NameLimits, Purpose, Validity } from '../../ipc/schemas';
import type { Journal } from '../journal';
import type { RootKeys } from '../keychain/root-keys';
import { withReplacements } from '../lifecycle/replaced';
import { checkNames } from '../pki/names';
import { validityNotes, validityOf } from '../pki/validity';
import { crlUrlFor } from '../revocation/crl-life';
import type { RevocationStore } from '../revocation/revocation-store';
import type { SettingsFile } from '../settings';
import { defaultHostsFile, machineNames } from '../system/host-names';
import type { FolderLock } from '../system/lock';
import { type AdoptRequest, adoptedCertificate } from './adopt-issued';
import type { Authorities, SigningAuthority } from './authorities';
import { checkBatchRows, readBatch } from './batch-file';
import type { CertificateFiles } from './certificate-files';
import type { CertificateStore, NewCertificate } from './certificate-store';
import { acceptNames, issuedNote, type LeafKey, type LeafPlan, makeCertificate } from './issue';
import { type BatchInput, type IssueManyControl, issueMany } from './issue-many';
import { renewalOf } from './renew';

export interface CertificatesOptions {
  store: CertificateStore;
  authorities: Authorities;
  keys: RootKeys;
  journal: Journal;
  lock: FolderLock;
  settings: SettingsFile;
  /** Where new certificates find the revocation list of their authority, if anywhere. */
  revocations?: Pick<RevocationStore, 'read'>;
  now: () => Date;
  random: (bytes: number) => Buffer;
  /** The file of this machine's own host names; /etc/hosts unless told. */
  hostsFile?: string | undefined;
}

export interface KeepAllOptions {
  /** Where it is noted; the usual history unless told. */
  journal?: Journal | undefined;
  also?: ((kept: readonly NewCertificate[]) => Promise<void>) | undefined;
}

/** Suggestions that are still a help and not a list to search. */
const suggestionsMax = 20;

/** What can be done with certificates; the window and the command line both call these. */
export class Certificates {
  constructor(private readonly options: CertificatesOptions) {}

  /**
   * All of them, each with the one that took its place, if any. `maxAgeMs`: how old the reading of the folders may be
   * (milliseconds); 0 unless told. Statuses are those of this moment.
   */
  async list({ maxAgeMs = 0 } = {}): Promise<Certificate[]> {
    return withReplacements(await this.options.store.list(this.options.now(), { maxAgeMs }));
  }

  /** The first instant after the given one (milliseconds since 1970) at which a certificate of the last list gets another status. */
  nextChange(after: number): number | undefined {
    return this.options.store.nextChange(after);
  }

  /** One, with what took its place. Throws `not-found`. */
  async withReplacement(id: string): Promise<Certificate> {
    return (await this.list()).find((each) => each.id === id) ?? this.get(id);
  }

  get(id: string): Promise<Certificate> {
    return this.options.store.get(id, this.options.now());
  }

  /** The certificate that this one was made to replace; undefined for a first one. */
  async renews(id: string): Promise<string | undefined> {
    return (await this.options.store.record(id))?.renews;
  }

  readPem(id: string): Promise<string> {
    return this.options.store.readPem(id);
  }

  /** The texts of its files; `keyPem` is absent when the key is with somebody else. Throws `not-found`, `certificate-unreadable`. */
  readFiles(id: string): Promise<CertificateFiles> {
    return this.options.store.readFiles(id);
  }

  /** All but the key, for whoever only shows it. Throws as `readFiles`. */
  readPublicFiles(id: string): Promise<Omit<CertificateFiles, 'keyPem'>> {
    return this.options.store.readPublicFiles(id);
  }

  /** Checks names as typed against the authority's limits; without an authority only their form is checked. */
  async check(names: readonly string[], authorityId?: string, purpose: Purpose = 'server'): Promise<NameCheck[]> {
    const authority = await this.options.authorities.find(authorityId);
    return checkNames(names, { limits: authority?.summary.limits ?? { kind: 'none' }, purpose });
  }

  /** Reads a list or a CSV and holds each row against the authority's limits. Throws `invalid-input` for more than 10,000 rows. */
  async checkBatch(text: string, authorityId?: string, purpose: Purpose = 'server') {
    const authority = await this.options.authorities.find(authorityId);
    return checkBatchRows(readBatch(text), { limits: authority?.summary.limits ?? { kind: 'none' }, purpose });
  }

  /** Names that most people want next: this machine's own and those of its hosts file, as far as the limits allow. */
  async suggestNames(authorityId?: string): Promise<CertificateName[]> {
    const typed = await machineNames(this.options.hostsFile ?? defaultHostsFile);
    const checked = await this.check(typed, authorityId);
    return checked
      .flatMap((check) => (check.ok && check.name !== undefined ? [check.name] : []))
      .slice(0, suggestionsMax);
  }

  /** What a validity would come to under the authority, and who would refuse it. Throws `invalid-input`, `no-authority`, `authority-expired`. */
  async previewValidity({
    authorityId,
    purpose = 'server',
    validity,
  }: Pick<IssueOptions, 'authorityId' | 'purpose' | 'validity'>): Promise<ValidityPreview> {
    const { summary } = await this.options.authorities.get(authorityId);
    const span = validityOf(validity ?? (await this.usualValidity()), this.options.now(), {
      notBefore: new Date(summary.notBefore),
      notAfter: new Date(summary.notAfter),
    });
    return {
      notBefore: span.notBefore.toISOString(),
      notAfter: span.notAfter.toISOString(),
      shortened: span.shortened,
      notes: validityNotes(span, purpose),
    };
  }

  /**
   * Issues a certificate, durable when it returns, with a key of its own or for one that is given. Throws `invalid-input` for no names at all,
   * `invalid-name`, `name-outside-limits` and `too-many-names` with the name as field, `no-authority`,
   * `authority-damaged`, and what opening the root key may throw.
   */
  async issue(request: IssueRequest, key?: LeafKey): Promise<Certificate> {
    const { names, authorityId, purpose = 'server', keyType = 'ecdsa-p256', subject, validity } = request;
    const authority = await this.options.authorities.forSigning(authorityId);
    const accepted = acceptNames(checkNames(names, { limits: authority.summary.limits, purpose }));
    const usual = validity ?? (await this.usualValidity());
    return this.sign(
      { names: accepted, purpose, key: key ?? { kind: 'new', keyType }, subject, validity: usual },
      authority,
    );
  }

  /**
   * Issues many with the root key opened once. Each row stands for itself: what cannot be issued is in the report with its
   * reason, what is in it as issued is durable. A cancel keeps what was issued. Throws what opening the root key throws.
   */
  async issueMany(rows: readonly BatchInput[], options: IssueOptions, control: IssueManyControl = {}) {
    const { authorities, keys, now, random } = this.options;
    const authority = await authorities.forSigning(options.authorityId);
    const validity = options.validity ?? (await this.usualValidity());
    const crlUrl = await this.crlUrlOf(authority);
    return keys.use(authority.record, (key) =>
      issueMany(rows, { ...options, validity }, control, {
        limits: authority.summary.limits,
        make: (plan) => makeCertificate(plan, { authority, key, now: now(), random, crlUrl }),
        write: (group) => this.keepAll(group),
      }),
    );
  }

  /**
   * What the certificate that replaces this one is to be, under the limits of its authority. Throws `not-found`, and as
   * `renewalOf` does.
   */
  async planRenewal(id: string, how: { sameKey: boolean; limits: NameLimits }): Promise<LeafPlan> {
    const record = await this.options.store.record(id);
    return renewalOf(await this.get(id), record, () => this.readFiles(id), how);
  }

  /**
   * Writes a group of new certificates and their lines of the history, flushed together; then `also`, with the lock still held,
   * for what must be known with them. One entry for each in order: undefined when it is durable, else why it was not written.
   */
  async keepAll(
    group: readonly NewCertificate[],
    { journal = this.options.journal, also }: KeepAllOptions = {},
  ): Promise<unknown[]> {
    return this.options.lock.hold(async () => {
      const failures = await this.options.store.createMany(group);
      const kept = group.filter((_, index) => failures[index] === undefined);
      await journal.noteAll(kept.map(issuedNote));
      if (kept.length > 0) await also?.(kept);
      return failures;
    });
  }

  /**
   * Puts a certificate that was signed elsewhere into the list, with its key. One that is there already is given back; when it
   * was there without its key, it gets the key. Throws `key-mismatch`, `disk-full`, `read-only`.
   */
  async adoptIssued(request: AdoptRequest): Promise<Certificate> {
    const { authorities, lock, store, journal, now } = this.options;
    const made = adoptedCertificate(request, await authorities.inspectAll(), now());
    const { id, keyHere } = made.record;
    await lock.hold(async () => {
      const there = await store.record(id);
      if (there?.keyHere === true || (there !== undefined && !keyHere)) return;
      // A folder never changes, so the one without the key makes room.
      if (there !== undefined) await store.moveToBin(id, now());
      await store.create(made.record, made.files);
      await journal.note('certificate.adopted', id, issuedNote(made).data);
    });
    return this.get(id);
  }

  /**
   * The id of the newest certificate that was made to replace this one, after that instant, over any number of renewals;
   * undefined when there is none.
   */
  async successorOf(id: string, after: string): Promise<string | undefined> {
    const of = await this.options.store.record(id);
    if (of === undefined) return undefined;
    const later = (await this.list())
      .filter(({ createdAt, commonName }) => createdAt > after && commonName === of.commonName)
      .sort((one, other) => one.createdAt.localeCompare(other.createdAt));
    let newest = id;
    for (const each of later) if ((await this.options.store.record(each.id))?.renews === newest) newest = each.id;
    return newest === id ? undefined : newest;
  }

  async remove(id: string): Promise<void> {
    await this.options.lock.hold(async () => {
      const certificate = await this.get(id);
      await this.options.store.moveToBin(id, this.options.now());
      await this.options.journal.note('certificate.deleted', id, { fingerprint: certificate.fingerprint });
    });
  }

  /** Moves expired certificates that others have replaced into the bin, from which they come back like deleted ones. */
  async retire(replaced: readonly Certificate[], journal = this.options.journal): Promise<void> {
    await this.options.lock.hold(async () => {
      for (const { id, fingerprint, replacedBy } of replaced) {
        // Another process may have been quicker.
        if ((await this.options.store.record(id)) === undefined) continue;
        await this.options.store.moveToBin(id, this.options.now());
        await journal.note('certificate.retired', id, { fingerprint, replacedBy });
      }
    });
  }

  async restore(id: string): Promise<Certificate> {
    await this.options.lock.hold(async () => {
      await this.options.store.restore(id);
      await this.options.journal.note('certificate.restored', id);
    });
    return this.get(id);
  }

  private async sign(plan: LeafPlan, authority: SigningAuthority): Promise<Certificate> {
    const { keys, now, random } = this.options;
    const crlUrl = await this.crlUrlOf(authority);
    const made = await keys.use(authority.record, (key) =>
      makeCertificate(plan, { authority, key, now: now(), random, crlUrl }),
    );
    const [failure] = await this.keepAll([made]);
    if (failure !== undefined) throw failure;
    return this.get(made.record.id);
  }

  /** Where clients are told to look for the authority's revocation list; undefined while that is not switched on. */
  async crlUrlOf({ record }: SigningAuthority): Promise<string | undefined> {
    return crlUrlFor(await this.options.revocations?.read(record.id));
  }

  private async usualValidity(): Promise<Validity> {
    return { kind: 'days', days: (await this.options.settings.read()).validityDays };
  }
}
