import { hostname, networkInterfaces } from 'node:os';
import type { Certificate, CertificateName, KeyType, NameCheck, Purpose } from '../../ipc/schemas';
import { sha256Hex } from '../digest';
import { AppError } from '../errors';
import type { Journal } from '../journal';
import type { RootKeys } from '../keychain/root-keys';
import { generateKey, pkcs8ToPem } from '../pki/keys';
import { buildLeaf, randomSerial } from '../pki/leaf';
import { checkNames } from '../pki/names';
import type { SettingsFile } from '../settings';
import type { FolderLock } from '../system/lock';
import type { Authorities } from './authorities';
import { certificateId } from './certificate-id';
import type { CertificateStore } from './certificate-store';
import type { InspectedAuthority } from './inspect';
import type { AuthorityRecord } from './record';

export interface IssueRequest {
  names: readonly string[];
  authorityId?: string | undefined;
  purpose?: Purpose | undefined;
  keyType?: KeyType | undefined;
  /** 1 to 825; the user's setting unless told. */
  validityDays?: number | undefined;
}

export interface CertificatesOptions {
  store: CertificateStore;
  authorities: Authorities;
  keys: RootKeys;
  journal: Journal;
  lock: FolderLock;
  settings: SettingsFile;
  now: () => Date;
  random: (bytes: number) => Buffer;
}

/** What can be done with certificates; the window and the command line both call these. */
export class Certificates {
  constructor(private readonly options: CertificatesOptions) {}

  list(): Promise<Certificate[]> {
    return this.options.store.list(this.options.now());
  }

  get(id: string): Promise<Certificate> {
    return this.options.store.get(id, this.options.now());
  }

  readPem(id: string): Promise<string> {
    return this.options.store.readPem(id);
  }

  /** Checks names as typed against the authority's limits; without an authority only their form is checked. */
  async check(names: readonly string[], authorityId?: string, purpose: Purpose = 'server'): Promise<NameCheck[]> {
    const authority = await this.options.authorities.find(authorityId);
    return checkNames(names, { limits: authority?.summary.limits ?? { kind: 'none' }, purpose });
  }

  /** Names that most people want next: this machine's own, as far as the limits allow. */
  async suggestNames(): Promise<CertificateName[]> {
    const addresses = Object.values(networkInterfaces())
      .flat()
      .filter((found) => found !== undefined && !found.internal && found.family === 'IPv4')
      .map((found) => (found as { address: string }).address);
    const host = hostname().toLowerCase();
    const typed = ['localhost', '127.0.0.1', '::1', host.includes('.') ? host : `${host}.local`, ...addresses];
    const checked = await this.check([...new Set(typed)]);
    return checked.flatMap((check) => (check.ok && check.name !== undefined ? [check.name] : []));
  }

  /**
   * Issues a certificate with a key of its own, durable when it returns. Throws `invalid-input` for no names at all,
   * `invalid-name`, `name-outside-limits` and `too-many-names` with the name as field, `no-authority`,
   * `authority-damaged`, and what opening the root key may throw.
   */
  async issue(request: IssueRequest): Promise<Certificate> {
    const { authorities, keys } = this.options;
    const authority = await authorities.forSigning(request.authorityId);
    const purpose = request.purpose ?? 'server';
    const names = acceptNames(checkNames(request.names, { limits: authority.summary.limits, purpose }));
    const leaf = await keys.use(authority.record, (key) =>
      this.sign(authority, key, names, {
        purpose,
        keyType: request.keyType ?? 'ecdsa-p256',
        validityDays: request.validityDays,
      }),
    );
    await this.options.lock.hold(async () => {
      await this.options.store.create(leaf.record, leaf.files);
      await this.options.journal.note('certificate.issued', leaf.record.id, {
        names: names.map((name) => name.value),
        fingerprint: leaf.record.fingerprint,
        serial: leaf.record.serial,
        authority: authority.record.id,
        notAfter: leaf.record.notAfter,
      });
    });
    return this.get(leaf.record.id);
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

  private async sign(
    authority: InspectedAuthority & { record: AuthorityRecord; rootPem: string },
    key: Parameters<typeof buildLeaf>[0]['issuer']['key'],
    names: CertificateName[],
    choice: { purpose: Purpose; keyType: KeyType; validityDays: number | undefined },
  ) {
    const { now, random, settings } = this.options;
    const createdAt = now();
    const pair = await generateKey(choice.keyType);
    const serial = randomSerial(random);
    const leaf = await buildLeaf({
      names,
      purpose: choice.purpose,
      keyType: choice.keyType,
      spki: pair.spki,
      issuer: { pem: authority.rootPem, key },
      validityDays: choice.validityDays ?? (await settings.read()).validityDays,
      now: createdAt,
      serial,
    });
    const fingerprint = sha256Hex(leaf.der);
    const keyPem = pkcs8ToPem(pair.pkcs8);
    pair.pkcs8.fill(0);
    return {
      record: {
        version: 1 as const,
        id: certificateId(names, fingerprint),
        names,
        commonName: leaf.commonName,
        issuer: authority.summary.name,
        authorityId: authority.record.id,
        purpose: choice.purpose,
        keyType: choice.keyType,
        // Without the zero bytes that a random serial may begin with, as every viewer shows it.
        serial: serial.replace(/^(00)+(?=..)/, ''),
        fingerprint,
        createdAt: createdAt.toISOString(),
        notBefore: leaf.notBefore.toISOString(),
        notAfter: leaf.notAfter.toISOString(),
      },
      files: { certificatePem: leaf.pem, keyPem, fullChainPem: leaf.pem, rootPem: authority.rootPem },
    };
  }
}

/** The names of a request whose every name passed, or the first problem as an error with its name as field. */
function acceptNames(checks: NameCheck[]): CertificateName[] {
  if (checks.length === 0) {
    throw new AppError('invalid-input', 'A certificate needs at least one name.', {
      hint: 'Type a name such as app.test, localhost or 127.0.0.1.',
      field: 'names',
    });
  }
  return checks.map((check) => {
    if (check.ok && check.name !== undefined) return check.name;
    const problem = check.problem ?? { code: 'bad-name', message: `“${check.input}” is not a name.` };
    const code =
      problem.code === 'outside-limits'
        ? 'name-outside-limits'
        : problem.code === 'too-many'
          ? 'too-many-names'
          : 'invalid-name';
    throw new AppError(code, problem.message, {
      field: check.input.slice(0, 200),
      ...(problem.hint === undefined ? {} : { hint: problem.hint }),
    });
  });
}
