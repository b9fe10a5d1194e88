import type { IssueOptions, IssueRequest, ValidityPreview } from '../../ipc/issue-schemas';
import type { Certificate, CertificateName, NameCheck, Purpose, Validity } from '../../ipc/schemas';
import { AppError } from '../errors';
import type { Journal } from '../journal';
import type { RootKeys } from '../keychain/root-keys';
import { checkNames } from '../pki/names';
import { validityNotes, validityOf } from '../pki/validity';
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
  now: () => Date;
  random: (bytes: number) => Buffer;
  /** The file of this machine's own host names; /etc/hosts unless told. */
  hostsFile?: string | undefined;
}

/** Suggestions that are still a help and not a list to search. */
const suggestionsMax = 20;

/** What can be done with certificates; the window and the command line both call these. */
export class Certificates {
  constructor(private readonly options: CertificatesOptions) {}

  /** `maxAgeMs`: how old the reading of the folders may be (milliseconds); 0 unless told. Statuses are those of this moment. */
  list({ maxAgeMs = 0 } = {}): Promise<Certificate[]> {
    return this.options.store.list(this.options.now(), { maxAgeMs });
  }

  /** The first instant after the given one (milliseconds since 1970) at which a certificate of the last list gets another status. */
  nextChange(after: number): number | undefined {
    return this.options.store.nextChange(after);
  }

  get(id: string): Promise<Certificate> {
    return this.options.store.get(id, this.options.now());
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
    const { authorities, keys, now, random, lock, store, journal } = this.options;
    const authority = await authorities.forSigning(options.authorityId);
    const validity = options.validity ?? (await this.usualValidity());
    return keys.use(authority.record, (key) =>
      issueMany(rows, { ...options, validity }, control, {
        limits: authority.summary.limits,
        make: (plan) => makeCertificate(plan, { authority, key, now: now(), random }),
        write: (group) =>
          lock.hold(async () => {
            const failures = await store.createMany(group);
            await journal.noteAll(group.filter((_, index) => failures[index] === undefined).map(issuedNote));
            return failures;
          }),
      }),
    );
  }

  /**
   * A new certificate with the same names, purpose, subject, validity and authority; the old one stays. The key is new unless
   * `sameKey`, or when it is with somebody else. Throws `not-found`, `no-authority` when its authority is not here,
   * `key-mismatch` for a key file that is not the certificate's, and what `issue` throws.
   */
  async renew(id: string, { sameKey = false }: { sameKey?: boolean | undefined } = {}): Promise<Certificate> {
    const { store, authorities } = this.options;
    const certificate = await this.get(id);
    const authority = await authorities.find(certificate.authorityId);
    if (authority === undefined || certificate.authorityId === 'unknown') {
      throw new AppError(
        'no-authority',
        `The authority that signed ${id} (${certificate.issuer}) is not on this machine.`,
        {
          hint: 'Bring it back under Authorities, or issue a certificate for the same names from another one.',
        },
      );
    }
    const plan = await renewalOf(certificate, await store.record(id), () => this.readFiles(id), {
      sameKey,
      limits: authority.summary.limits,
    });
    return this.sign(plan, await authorities.forSigning(certificate.authorityId));
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

  async remove(id: string): Promise<void> {
    await this.options.lock.hold(async () => {
      const certificate = await this.get(id);
      await this.options.store.moveToBin(id, this.options.now());
      await this.options.journal.note('certificate.deleted', id, { fingerprint: certificate.fingerprint });
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
    const made = await keys.use(authority.record, (key) =>
      makeCertificate(plan, { authority, key, now: now(), random }),
    );
    await this.put(made);
    return this.get(made.record.id);
  }

  private async put(made: NewCertificate): Promise<void> {
    await this.options.lock.hold(async () => {
      await this.options.store.create(made.record, made.files);
      await this.options.journal.noteAll([issuedNote(made)]);
    });
  }

  private async usualValidity(): Promise<Validity> {
    return { kind: 'days', days: (await this.options.settings.read()).validityDays };
  }
}
