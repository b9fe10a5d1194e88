import type { RevocationState } from '../../ipc/revocation-schemas';
import type { Certificate, RevocationReason } from '../../ipc/schemas';
import type { Authorities, SigningAuthority } from '../authority/authorities';
import type { Certificates } from '../authority/certificates';
import { sha256Hex } from '../digest';
import { AppError } from '../errors';
import type { Journal, JournalNote } from '../journal';
import type { RootKeys } from '../keychain/root-keys';
import { buildCrl, checkSignsCrls } from '../pki/crl';
import { parseKept } from '../pki/parsed-certificate';
import { encodePem } from '../pki/pem';
import type { FolderLock } from '../system/lock';
import { readCrl, writeCrlFiles } from './crl-files';
import { crlSpan, crlUrlOf, defaultCrlPort, isCrlDue, nextCrlNumber } from './crl-life';
import { plainSerial, type RevocationRecord, type RevokedEntry } from './revocation-record';
import { stateOf } from './revocation-state';
import type { RevocationStore } from './revocation-store';
import { othersOfSameKey } from './same-key';

export interface RevocationsOptions {
  store: RevocationStore;
  authorities: Authorities;
  certificates: Certificates;
  keys: RootKeys;
  journal: Journal;
  lock: FolderLock;
  now: () => Date;
}

/** A list that could not be renewed, and why. */
export interface NotRenewed {
  authorityId: string;
  error: unknown;
}

/** After a failure, e.g. a keychain that does not answer, nobody is asked again for this long (milliseconds). */
const backOffMs = 3_600_000;

/** Taking certificates back, and the signed lists that tell of it. */
export class Revocations {
  private readonly failedAt = new Map<string, number>();

  constructor(private readonly options: RevocationsOptions) {}

  /** What an authority has revoked, and how its list stands; without an id the default one. Throws as `Authorities.get`, and `revocations-damaged`. */
  async state(authorityId?: string): Promise<RevocationState> {
    const { authorities, store, keys, now } = this.options;
    const authority = await authorities.get(authorityId);
    const record = await store.read(authority.summary.id);
    const isHere = (await readCrl(authority.summary.folder, record?.crl?.sha256)) !== undefined;
    const opensAlone = authority.summary.keep === 'keychain' || keys.state(authority.summary).state === 'open';
    return stateOf(authority, record, { isHere, opensAlone, now: now() });
  }

  /**
   * Takes certificates back, for good: each is on the list of its authority, and durable, when it returns; with "keyCompromise" so is
   * every other one in use of the same key, and is in what is given back. One list is made for all of an authority. Throws `not-found`, `certificate-revoked` for one that is revoked already, `no-authority` when its
   * authority is not here, `no-crl-sign`, and what opening the key throws; nothing of that authority is then revoked.
   */
  async revoke(ids: readonly string[], reason: RevocationReason): Promise<Certificate[]> {
    const { certificates, authorities } = this.options;
    const named = await Promise.all([...new Set(ids)].map((id) => certificates.get(id)));
    for (const certificate of named) if (certificate.revoked !== undefined) throw alreadyRevoked(certificate);
    const found = reason === 'keyCompromise' ? [...named, ...(await othersOfSameKey(named, certificates))] : named;
    const byAuthority = new Map<string, Certificate[]>();
    for (const each of found) byAuthority.set(each.authorityId, [...(byAuthority.get(each.authorityId) ?? []), each]);
    for (const [authorityId, [first]] of byAuthority) {
      if ((await authorities.find(authorityId)) === undefined) throw authorityGone(first as Certificate);
      await this.signer(authorityId);
    }
    for (const [authorityId, group] of byAuthority) await this.add(authorityId, reason, group.map(factsOf));
    return Promise.all(found.map(({ id }) => certificates.get(id)));
  }

  /** Those that go with these when their keys are known to others. Throws `not-found`. */
  async goingWith(ids: readonly string[]): Promise<Certificate[]> {
    const { certificates } = this.options;
    return othersOfSameKey(await Promise.all(ids.map((id) => certificates.get(id))), certificates);
  }

  /**
   * The same by serial number (hex), for a certificate that was deleted, or that another machine issued with the same authority.
   * Throws `invalid-input` for what is no serial number, else as `revoke`.
   */
  async revokeSerial(authorityId: string | undefined, typed: string, reason: RevocationReason): Promise<RevokedEntry> {
    const serial = plainSerial(typed);
    if (serial === undefined || /^0+$/.test(serial)) {
      throw new AppError('invalid-input', `“${typed.slice(0, 60)}” is not a serial number.`, {
        field: 'serial',
        hint: 'Type it in hexadecimal digits, as “openssl x509 -noout -serial” prints it.',
      });
    }
    const { summary } = await this.options.authorities.get(authorityId);
    const known = (await this.options.store.read(summary.id))?.entries.find((each) => each.serial === serial);
    if (known !== undefined) throw alreadyRevoked({ commonName: `The certificate ${serial}`, revoked: known });
    const listed = (await this.options.certificates.list()).find(
      (each) => each.authorityId === summary.id && each.serial === serial,
    );
    const facts = listed === undefined ? await this.factsFromHistory(summary.id, serial) : factsOf(listed);
    return (await this.add(summary.id, reason, [facts]))[0] as RevokedEntry;
  }

  /** Makes a new list, whatever the old one is worth. Throws `no-crl-sign`, and what opening the key throws. */
  async makeCrl(authorityId?: string): Promise<RevocationState> {
    const authority = await this.signer(authorityId);
    await this.sign(authority, (record) => ({ record, notes: [] }));
    return this.state(authority.summary.id);
  }

  /** The list that counts, made anew when it is due. Throws as `makeCrl`. */
  async currentCrl(authorityId?: string): Promise<{ der: Buffer; pem: string; state: RevocationState }> {
    const { authorities, store, now } = this.options;
    const { id, folder } = (await authorities.get(authorityId)).summary;
    const record = await store.read(id);
    const due = record?.crl === undefined || isCrlDue(record.crl, now());
    let der = due ? undefined : await readCrl(folder, record.crl?.sha256);
    if (der === undefined) {
      await this.makeCrl(id);
      der = await readCrl(folder, (await store.read(id))?.crl?.sha256);
    }
    if (der === undefined) {
      throw new AppError('busy', 'The revocation list was replaced elsewhere at this moment.', { hint: 'Try again.' });
    }
    return { der, pem: encodePem(der, 'X509 CRL'), state: await this.state(id) };
  }

  /**
   * Says whether new certificates of an authority name the address of its list on this machine; a list is made where there is
   * none that counts. Throws `invalid-input` for a port that cannot be, and as `makeCrl`.
   */
  async setServe(authorityId: string | undefined, on: boolean, port?: number): Promise<RevocationState> {
    const { authorities, store, lock, journal } = this.options;
    if (port !== undefined && (!Number.isInteger(port) || port < 1024 || port > 65_535)) {
      throw new AppError('invalid-input', `${port} is not a port that can be used.`, {
        field: 'port',
        hint: `Choose 1024 to 65535; ${defaultCrlPort} unless something else has it.`,
      });
    }
    const authority = await authorities.get(authorityId);
    const { id } = authority.summary;
    if (on) await this.currentCrl(id);
    await lock.hold(async () => {
      const { servePort, ...record } = (await store.read(id)) ?? emptyRecord(authority.summary);
      const chosen = port ?? servePort ?? record.lastPort ?? defaultCrlPort;
      await store.write({ ...record, ...(on ? { servePort: chosen, lastPort: chosen } : {}) });
      await journal.note(on ? 'crl.serve-on' : 'crl.serve-off', id, on ? { url: crlUrlOf(id, chosen) } : {});
    });
    return this.state(id);
  }

  /**
   * Renews the lists that are due, of every authority here whose key opens without a person. What could not be renewed is given
   * back with its reason; a failure is not repeated within the hour.
   */
  async renewDue(): Promise<{ renewed: string[]; failed: NotRenewed[] }> {
    const { authorities, store, now } = this.options;
    const renewed: string[] = [];
    const failed: NotRenewed[] = [];
    const here = new Set((await authorities.list()).map(({ id }) => id));
    for (const { authorityId, crl } of await store.all()) {
      if (crl === undefined || !here.has(authorityId)) continue;
      const at = now().getTime();
      if (Math.abs(at - (this.failedAt.get(authorityId) ?? Number.NEGATIVE_INFINITY)) < backOffMs) continue;
      try {
        const state = await this.state(authorityId);
        if (state.crl?.current !== false || state.needsPerson || state.refusal !== undefined) continue;
        await this.makeCrl(authorityId);
        renewed.push(authorityId);
        this.failedAt.delete(authorityId);
      } catch (error) {
        this.failedAt.set(authorityId, at);
        failed.push({ authorityId, error });
      }
    }
    return { renewed, failed };
  }

  private async add(authorityId: string, reason: RevocationReason, facts: readonly Facts[]): Promise<RevokedEntry[]> {
    const authority = await this.signer(authorityId);
    const at = crlSpan(this.options.now()).thisUpdate.toISOString();
    const entries = facts.map((each) => ({ ...each, reason, at }));
    await this.sign(authority, (record) => {
      // Another process may have revoked it while the key was being opened.
      const there = new Set(record.entries.map(({ serial }) => serial));
      const added = entries.filter(({ serial }) => !there.has(serial));
      return {
        record: { ...record, entries: [...record.entries, ...added] },
        notes: added.map((each) => noteOf(each, authorityId)),
      };
    });
    return entries;
  }

  private async signer(authorityId: string | undefined): Promise<SigningAuthority> {
    const authority = await this.options.authorities.forSigning(authorityId);
    checkSignsCrls(parseKept(authority.issuerPem), authority.summary.name);
    return authority;
  }

  /** The record is durable before the list is: a list that is lost is made again from the record, and never the other way. */
  private async sign(
    authority: SigningAuthority,
    change: (record: RevocationRecord) => { record: RevocationRecord; notes: JournalNote[] },
  ): Promise<void> {
    const { store, keys, lock, journal, now } = this.options;
    const { id, folder } = authority.summary;
    await keys.use(authority.record, (key) =>
      lock.hold(async () => {
        const before = (await store.read(id)) ?? emptyRecord(authority.summary);
        const { record, notes } = change(before);
        const { thisUpdate, nextUpdate } = crlSpan(now());
        const number = nextCrlNumber(record.number, now());
        const revoked = record.entries.map(({ serial, reason, at }) => ({ serial, reason, at: new Date(at) }));
        const issuer = { pem: authority.issuerPem, key };
        const crl = await buildCrl({ issuer, revoked, number, thisUpdate, nextUpdate });
        const span = { thisUpdate: thisUpdate.toISOString(), nextUpdate: nextUpdate.toISOString() };
        await store.write({ ...record, number: String(number), crl: { ...span, sha256: sha256Hex(crl.der) } });
        await journal.noteAll(notes);
        await writeCrlFiles(folder, crl);
        await journal.note('crl.made', id, { number: String(number), revoked: revoked.length, ...span });
      }),
    );
  }

  /** What the history says of a certificate that is no longer in the list; its serial number alone when it says nothing. */
  private async factsFromHistory(authorityId: string, serial: string): Promise<Facts> {
    for (const { subject, data = {} } of await this.options.journal.entries()) {
      if (data.authority !== authorityId || data.serial !== serial || typeof data.fingerprint !== 'string') continue;
      const [name] = Array.isArray(data.names) ? data.names : [];
      return {
        serial,
        fingerprint: data.fingerprint,
        certificateId: subject,
        ...(typeof name === 'string' ? { name } : {}),
        ...(typeof data.notAfter === 'string' ? { notAfter: data.notAfter } : {}),
      };
    }
    return { serial };
  }
}

type Facts = Omit<RevokedEntry, 'reason' | 'at'>;

const factsOf = ({ serial, fingerprint, id, commonName, names, notAfter }: Certificate): Facts => ({
  serial,
  fingerprint,
  certificateId: id,
  name: names[0]?.value ?? commonName,
  notAfter,
});

function noteOf({ serial, fingerprint, certificateId, reason, name }: RevokedEntry, authority: string): JournalNote {
  return {
    what: 'certificate.revoked',
    subject: certificateId ?? serial,
    data: {
      serial,
      reason,
      authority,
      ...(fingerprint === undefined ? {} : { fingerprint }),
      ...(name === undefined ? {} : { name }),
    },
  };
}

const emptyRecord = ({ id, fingerprint }: { id: string; fingerprint: string }): RevocationRecord => ({
  version: 1,
  authorityId: id,
  authorityFingerprint: fingerprint,
  entries: [],
  number: '0',
});

function alreadyRevoked({
  commonName,
  revoked,
}: {
  commonName: string;
  revoked?: { at: string } | undefined;
}): AppError {
  return new AppError('certificate-revoked', `${commonName} was revoked on ${revoked?.at.slice(0, 10)}.`, {
    hint: 'Nothing more is to be done: it is on the list of its authority.',
  });
}

function authorityGone({ id, issuer }: Certificate): AppError {
  return new AppError('no-authority', `The authority that signed ${id} (${issuer}) is not on this machine.`, {
    hint: 'Only who signed a certificate can revoke it. Bring the authority back under Authorities, or ask who has it.',
  });
}
