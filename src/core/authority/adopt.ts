import { resolve } from 'node:path';
import type { MkcertAuthority } from '../../ipc/authority-schemas';
import type { Authority, Keep } from '../../ipc/schemas';
import { AppError } from '../errors';
import type { Journal } from '../journal';
import type { RootKeys } from '../keychain/root-keys';
import { type CertificateView, viewCertificate } from '../pki/certificate-view';
import { readPrivateKeyAny } from '../pki/key-forms';
import { importSigningKey, spkiOfPrivateKey } from '../pki/keys';
import { parseCertificate } from '../pki/parsed-certificate';
import type { FolderLock } from '../system/lock';
import type { Surroundings } from '../system/paths';
import { isPresent } from '../system/present';
import { chainAbove, checkAdoptable, readableViews } from './adopt-checks';
import { carootFolders, mkcertFiles, readMkcertRoot, readSmall } from './adopt-mkcert';
import type { Authorities } from './authorities';
import { plainKeysOf } from './authority-files';
import type { AuthorityStore } from './authority-store';
import { foreignDraft, nameOf } from './foreign-draft';
import { alreadyHere, type Draft, type NewAuthorities } from './new-authorities';
import { checkDeletable, deletePlainKeyFile, filesWithKey, plainKeyAt } from './plain-key-file';

export interface AdoptionOptions extends Surroundings {
  authorities: Authorities;
  newAuthorities: NewAuthorities;
  keys: RootKeys;
  store: AuthorityStore;
  journal: Journal;
  lock: FolderLock;
  now: () => Date;
}

/** What was opened and looked at: see `inspect/recognise.ts`. */
export interface OpenedPair {
  certificates: readonly CertificateView[];
  /** `pkcs8` is missing while a key is locked. The keys stay with whoever opened them. */
  keys: readonly { pkcs8?: Buffer | undefined; spki?: Buffer | undefined }[];
  /** The files that it was read from, where it was read from files: one of them may hold the key unencrypted. */
  paths?: readonly string[] | undefined;
}

export interface PairToAdopt {
  certificate: CertificateView;
  /** The caller wipes it. */
  pkcs8: Buffer;
  keep: Keep;
  origin: 'mkcert' | 'imported';
  /** Certificates that may stand above it, in any order. */
  others?: readonly CertificateView[] | undefined;
  /** The files that the unencrypted key lies in. */
  plainKeyFiles?: readonly string[] | undefined;
  caroot?: string | undefined;
}

/** Takes authorities over that were made elsewhere: the certificate byte for byte, the key in our encrypted form. */
export class Adoption {
  constructor(private readonly options: AdoptionOptions) {}

  /** The authorities of mkcert's on this machine. Nothing is changed. */
  async findMkcert(): Promise<MkcertAuthority[]> {
    const known = await this.options.authorities.list();
    const found = await Promise.all(
      carootFolders(this.options).map(async (folder) => {
        const view = await readMkcertRoot(folder);
        if (view === undefined) return [];
        const adoptedAs = known.find(({ fingerprint }) => fingerprint === view.fingerprint256)?.id;
        return [
          {
            folder,
            name: nameOf(view),
            fingerprint: view.fingerprint256,
            notAfter: view.notAfter.toISOString(),
            hasKey: await isPresent(mkcertFiles(folder).key),
            ...(adoptedAs === undefined ? {} : { adoptedAs }),
          },
        ];
      }),
    );
    return found.flat();
  }

  /**
   * Takes over the authority in that folder of mkcert's. Its root is trusted where it was; what is in the folder stays as it is.
   * Throws `not-found`, `no-key` for a folder without rootCA-key.pem, and as `adoptPair`.
   */
  async adoptMkcert(folder: string, keep: Keep): Promise<Authority> {
    const files = mkcertFiles(resolve(folder));
    const certificate = viewCertificate((await readSmall(files.certificate)).toString('utf8'));
    if (!(await isPresent(files.key))) {
      throw new AppError('no-key', `${files.key} is not there: without it nothing can be signed.`, {
        hint: 'Adopt it on the machine that has the key, or make an authority of your own.',
      });
    }
    const content = await readSmall(files.key);
    try {
      const pkcs8 = await readPrivateKeyAny(content);
      try {
        const caroot = resolve(folder);
        return await this.adoptPair({ certificate, pkcs8, keep, origin: 'mkcert', plainKeyFiles: [files.key], caroot });
      } finally {
        pkcs8.fill(0);
      }
    } finally {
      content.fill(0);
    }
  }

  /**
   * Takes over the authority among what was opened: the certificate that one of the keys belongs to. Throws `not-an-authority`
   * without a certificate, `no-key`, `passphrase-needed` while the key is locked, and as `adoptPair`. The files among `paths`
   * that hold the key unencrypted are noted, so that they can be deleted.
   */
  async adoptOpened({ certificates, keys, paths = [] }: OpenedPair, keep: Keep): Promise<Authority> {
    const authority = certificates.find(({ isAuthority }) => isAuthority) ?? certificates[0];
    if (authority === undefined) {
      throw new AppError('not-an-authority', 'There is no certificate in it.', {
        hint: 'Open the certificate of the authority and its key together.',
      });
    }
    if (keys.length === 0) {
      throw new AppError('no-key', `The private key of ${nameOf(authority)} is not in it.`, {
        hint: 'Open the certificate and its key together, or a PKCS#12 file that has both.',
      });
    }
    const open = keys.flatMap(({ pkcs8, spki }) =>
      pkcs8 === undefined ? [] : [{ pkcs8, spki: spki ?? spkiOfPrivateKey(pkcs8) }],
    );
    const [first] = open;
    if (first === undefined) {
      throw new AppError('passphrase-needed', `The private key of ${nameOf(authority)} is locked.`, {
        hint: 'Press Unlock and type its passphrase first, or name it with --passphrase-file.',
      });
    }
    const pairs = certificates.flatMap((certificate) => {
      const key = open.find(({ spki }) => spki.equals(parseCertificate(certificate.der).spki));
      return key === undefined ? [] : [{ certificate, ...key }];
    });
    const { certificate, pkcs8, spki } = pairs.find((pair) => pair.certificate.isAuthority) ??
      pairs[0] ?? { certificate: authority, ...first };
    const plainKeyFiles = await filesWithKey(paths, spki);
    return this.adoptPair({ certificate, pkcs8, keep, origin: 'imported', others: certificates, plainKeyFiles });
  }

  /**
   * Throws `not-an-authority`, `key-mismatch`, `authority-expired`, `weak-key`, `chain-incomplete`, `already-exists`, and what
   * keeping a passphrase throws (`keychain-…`, `passphrase-…`, `cancelled`), `disk-full`, `read-only`.
   */
  async adoptPair(pair: PairToAdopt): Promise<Authority> {
    const { authorities, newAuthorities, keys } = this.options;
    const { certificate, pkcs8 } = pair;
    const refuse = async () => {
      const known = await authorities.list();
      const same = known.find(({ fingerprint }) => fingerprint === certificate.fingerprint256);
      if (same !== undefined) throw alreadyHere(same.name);
    };
    await refuse();
    checkAdoptable(certificate, pkcs8, this.options.now());
    const draft = await this.draft(pair);
    const [record] = await newAuthorities.write([draft], { keep: pair.keep, what: 'authority.adopted', refuse });
    if (record !== undefined) await keys.adopt(record, await importSigningKey(pkcs8));
    await authorities.settleDefault([draft.record.id]);
    return (await authorities.get(draft.record.id)).summary;
  }

  /**
   * Deletes the unencrypted key that an authority was adopted from (`plainKeyFile`, of several the first), after the encrypted one has been opened: so the last copy
   * that works is never lost. Whatever else reads that file, such as mkcert itself, cannot sign any more. Throws `not-found`
   * when none is known, `key-mismatch` when another file lies there now, `not-allowed` when the key would stay under another name
   * or another key would go with it, `read-only`, and what opening the key throws. `asked` is the file that a person said yes to.
   */
  async deletePlainKey(id: string, asked?: string): Promise<Authority> {
    const { authorities, store, keys, lock, journal } = this.options;
    const { record, summary } = await authorities.get(id);
    const known = plainKeysOf(record).find(({ file }) => file === summary.plainKeyFile);
    if (record === undefined || known === undefined || known.file !== (asked ?? known.file)) {
      throw new AppError('not-found', `No unencrypted key of ${summary.name} is known on this machine.`, {
        hint: 'It was deleted or changed before; nothing was done now.',
      });
    }
    await keys.lendBytes(id, async () => undefined);
    await checkDeletable(known.file, record);
    await lock.hold(async () => {
      const file = await deletePlainKeyFile(known.file);
      const { plainKey, morePlainKeys, ...rest } = await store.readRecord(id);
      const left = plainKeysOf({ plainKey, morePlainKeys }).filter((each) => each.file !== known.file);
      await store.writeRecord({ ...rest, ...plainKeyFacts(left) });
      await journal.note('authority.plain-key-deleted', id, { name: rest.label ?? rest.name, file });
    });
    return (await authorities.get(id)).summary;
  }

  private async draft({ certificate, pkcs8, origin, others, plainKeyFiles = [], caroot }: PairToAdopt): Promise<Draft> {
    const now = this.options.now();
    const all = await this.options.authorities.inspectAll();
    const here = readableViews(all.flatMap(({ issuerPem, rootPem }) => [issuerPem, rootPem]));
    const chain = chainAbove(certificate, [...(others ?? []), ...here], now);
    const parentId = all.find(({ summary }) => summary.fingerprint === chain[0]?.fingerprint256)?.summary.id;
    const draft = foreignDraft({ certificate, chain, pkcs8, origin, parentId, now });
    return {
      ...draft,
      record: {
        ...draft.record,
        ...plainKeyFacts(await Promise.all(plainKeyFiles.map(plainKeyAt))),
        ...(caroot === undefined ? {} : { caroot }),
      },
    };
  }
}

/** One file by two names, as by a link, is one. */
function plainKeyFacts(
  files: readonly { file: string; sha256: string }[],
): Pick<Draft['record'], 'plainKey' | 'morePlainKeys'> {
  const [first, ...more] = [...new Map(files.map((each) => [each.file, each])).values()];
  return { ...(first === undefined ? {} : { plainKey: first }), ...(more.length === 0 ? {} : { morePlainKeys: more }) };
}
