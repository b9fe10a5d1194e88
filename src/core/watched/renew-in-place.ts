import { chmod, chown, realpath } from 'node:fs/promises';
import { basename, dirname, relative } from 'node:path';
import type { Certificate } from '../../ipc/schemas';
import type { RenewalPlan, RenewedInPlace } from '../../ipc/watched-schemas';
import type { Authorities } from '../authority/authorities';
import { keyTypeOfWords, purposeOfWords } from '../authority/certificate-files';
import type { Certificates } from '../authority/certificates';
import { AppError } from '../errors';
import type { UnfinishedFiles } from '../export/unfinished';
import { writeFiles } from '../export/write-files';
import type { Journal } from '../journal';
import type { Renewal } from '../lifecycle/renewal';
import type { CertificateView } from '../pki/certificate-view';
import { parsedOf } from '../pki/parsed-certificate';
import { decodePem } from '../pki/pem';
import { readBounded } from '../system/bounded-file';
import { stat } from '../system/file-calls';
import type { FolderLock } from '../system/lock';
import { certificatesIn, chainIn } from './certificate-file';
import { KeptPairs } from './kept-pairs';
import { keyBeside } from './key-beside';
import { readKnown } from './known';
import type { Watched } from './watched';

export interface RenewInPlaceOptions {
  dir: string;
  authorities: Authorities;
  certificates: Certificates;
  journal: Journal;
  lock: FolderLock;
  watched: Watched;
  renewal: () => Renewal;
  unfinished: () => UnfinishedFiles;
  now: () => Date;
  /** This account's number; undefined on Windows, where files have no such owner. */
  uid: number | undefined;
}

/** A certificate of 10,000 names has 400 KB (bytes). */
const maxBytes = 4 * 1024 * 1024;

interface Target {
  leaf: CertificateView;
  chain: readonly CertificateView[];
  certificateFile: string;
  keyFile: string;
  /** It is one of ours. */
  ours?: Certificate | undefined;
  /** What it was renewed as already. */
  newer?: Certificate | undefined;
}

/**
 * New certificates of our authority over the files of another tool: the same names, kind of key, paths and modes. The pair that was
 * there is kept for 30 days in the bin, and can be put back.
 */
export class RenewInPlace {
  private readonly kept: KeptPairs;

  constructor(private readonly options: RenewInPlaceOptions) {
    this.kept = new KeptPairs(options.dir, options.lock);
  }

  /**
   * What it would do. Throws `not-allowed` for what cannot be renewed here (a server, files of another account, PKCS#12), `no-key`,
   * `name-outside-limits`, `invalid-name`, `no-authority`, `authority-…`, `not-found`.
   */
  async plan(id: string, seenId: string): Promise<RenewalPlan> {
    const target = await this.target(id, seenId);
    const { leaf, certificateFile, keyFile } = target;
    const authority = await this.authorityFor(target);
    const purpose = purposeOfWords(leaf.extendedKeyUsages);
    const names = leaf.names.map(({ value }) => value);
    if (names.length === 0) {
      throw new AppError(
        'invalid-input',
        `${basename(certificateFile)} names no host, so there is nothing to renew it for.`,
        {
          hint: 'Issue a certificate for the right names, and export it there.',
        },
      );
    }
    const wrong = (await this.options.certificates.check(names, authority.id, purpose)).find(({ ok }) => !ok);
    if (wrong?.problem !== undefined) {
      const { code, message, hint } = wrong.problem;
      throw new AppError(code === 'outside-limits' ? 'name-outside-limits' : 'invalid-name', message, {
        ...(hint === undefined ? {} : { hint }),
      });
    }
    const { notAfter } =
      target.newer ?? (await this.options.certificates.previewValidity({ authorityId: authority.id, purpose }));
    return {
      seenId,
      fingerprint: leaf.fingerprint256,
      ...{ certificateFile, keyFile, notAfter },
      names: leaf.names.map(({ display }) => display),
      authority: authority.name,
      keyType: leaf.keyDescription,
    };
  }

  /**
   * Makes the certificate, or takes the one that it was renewed as already, and writes it over the two files: both or none. Throws as
   * `plan`, `not-allowed` when another certificate lies there than the person agreed to, and what opening the root key throws.
   */
  async renew(id: string, seenId: string, fingerprint: string): Promise<RenewedInPlace> {
    await this.plan(id, seenId);
    const target = await this.target(id, seenId);
    this.refuseOther(target, fingerprint);
    const made = target.newer ?? (await this.make(target));
    const files = await this.options.certificates.readFiles(made.id);
    // Asked again: opening the key may have taken a person some time.
    this.refuseOther(await this.target(id, seenId), fingerprint);
    const { certificateFile, keyFile, chain } = target;
    const top = chain.length > 1 && chain.at(-1)?.selfIssued === true ? files.rootPem : '';
    const certificate = files.fullChainPem + top;
    const key = files.keyPem ?? '';
    const der = !(await isPem(certificateFile));
    const written =
      certificateFile === keyFile
        ? [{ path: certificateFile, data: certificate + key }]
        : [
            { path: certificateFile, data: der ? decodePem(files.certificatePem, 'CERTIFICATE') : certificate },
            { path: keyFile, data: key },
          ];
    const backup = await this.kept.keep(
      id,
      written.map(({ path }) => path),
      made.fingerprint,
      this.options.now(),
    );
    await this.write(written);
    await this.options.lock.hold(() =>
      this.options.journal.note('watch.renewed', id, {
        ...{ name: certificateFile, keyFile, certificateId: made.id, backup },
      }),
    );
    await this.options.watched.check([id]);
    return { certificateId: made.id, certificateFile, keyFile, notAfter: made.notAfter, backup };
  }

  /**
   * Writes a kept pair back. Throws `not-found` for one that is no longer kept, `not-allowed` when something else than our certificate
   * lies there by now.
   */
  async putBack(backup: string): Promise<void> {
    const { item, fingerprint, files } = await this.kept.read(backup);
    const [first] = files;
    const there = first === undefined ? undefined : chainIn(await certificatesIn(first.path).catch(() => []))?.chain[0];
    if (there?.fingerprint256 !== fingerprint) {
      throw new AppError(
        'not-allowed',
        `${first?.path ?? backup} was changed since it was renewed, so it is left alone.`,
        {
          hint: `The old files are in ${this.kept.folder(backup)}; copy them by hand if you want them.`,
        },
      );
    }
    await this.write(files);
    await this.options.lock.hold(() =>
      this.options.journal.note('watch.put-back', item, { name: first?.path, backup }),
    );
    await this.options.watched.check([item]).catch(() => undefined);
  }

  private async target(id: string, seenId: string): Promise<Target> {
    const { item, seen } = await this.options.watched.seen(id, seenId);
    if (item.kind === 'host') {
      throw new AppError('not-allowed', 'The files of a server cannot be written from here.', {
        hint: 'Watch the certificate file that the server reads, and renew that in place.',
      });
    }
    // A link stays one: what it leads to is written.
    const certificateFile = await realpath(seen.place).catch(() => seen.place);
    const chain = chainIn(await certificatesIn(certificateFile))?.chain ?? [];
    const [leaf] = chain;
    if (leaf === undefined) {
      throw new AppError('certificate-unreadable', `There is no certificate in ${certificateFile} any more.`, {
        hint: 'Check again.',
      });
    }
    if (leaf.isAuthority) {
      throw new AppError(
        'not-allowed',
        `${basename(certificateFile)} is an authority, not a certificate for a server.`,
        {
          hint: 'Renew what it signed instead.',
        },
      );
    }
    if (!(await isPem(certificateFile)) && chain.length > 1) throw wrongForm(certificateFile);
    const { keyFile, locked } = await keyBeside(certificateFile, parsedOf(leaf.der).spki);
    if (keyFile === undefined) {
      const why = locked === undefined ? 'no key to it lies beside it' : `its key in ${basename(locked)} is encrypted`;
      throw new AppError('no-key', `${basename(certificateFile)} cannot be renewed in place: ${why}.`, {
        hint: 'Issue a certificate for the same names, and export it there.',
      });
    }
    const known = await readKnown(this.options.authorities, this.options.certificates);
    const ours = known.issued.get(leaf.fingerprint256);
    const newer = ours === undefined ? undefined : await known.renewedAs(ours);
    const useful = newer?.keyHere === true && Date.parse(newer.notAfter) > this.options.now().getTime();
    const key = await realpath(keyFile).catch(() => keyFile);
    await this.refuseStranger([certificateFile, key]);
    return {
      leaf,
      chain,
      certificateFile,
      keyFile: key,
      ours,
      ...(useful && newer.status !== 'broken' ? { newer } : {}),
    };
  }

  private async authorityFor({ ours }: Target) {
    const { authorities } = this.options;
    const own = ours === undefined ? undefined : await authorities.find(ours.authorityId);
    return (await authorities.forSigning(own?.summary.id)).summary;
  }

  private async make(target: Target): Promise<Certificate> {
    const { certificates, authorities } = this.options;
    const { ours, leaf } = target;
    if (ours !== undefined && (await authorities.find(ours.authorityId)) !== undefined && ours.keyHere) {
      return this.options.renewal().renewOne(ours.id);
    }
    return certificates.issue({
      names: leaf.names.map(({ value }) => value),
      purpose: purposeOfWords(leaf.extendedKeyUsages),
      keyType: keyTypeOfWords(leaf.keyDescription),
      authorityId: (await this.authorityFor(target)).id,
    });
  }

  private refuseOther({ leaf, certificateFile }: Target, fingerprint: string): void {
    if (leaf.fingerprint256 === fingerprint) return;
    throw new AppError(
      'not-allowed',
      `Another certificate lies in ${certificateFile} by now, so nothing was written.`,
      {
        hint: 'Check again, and renew what is there now.',
      },
    );
  }

  /** A file that is renamed into the place of another has this account as its owner; only root can give it away again. */
  private async refuseStranger(paths: readonly string[]): Promise<void> {
    const { uid } = this.options;
    if (uid === undefined || uid === 0) return;
    for (const path of paths) {
      if ((await stat(path)).uid === uid) continue;
      throw new AppError('not-allowed', `${path} belongs to another account, and would not any more.`, {
        hint: 'Run this as that account.',
      });
    }
  }

  /** All or none, each with the mode and the owner that the file there has now. */
  private async write(files: readonly { path: string; data: string | Buffer; mode?: number }[]): Promise<void> {
    const [first] = files;
    if (first === undefined) return;
    const before = await Promise.all(files.map(({ path }) => stat(path).catch(() => undefined)));
    const modes = files.map(({ mode }, index) => mode ?? (before[index]?.mode ?? 0o600) & 0o777);
    const folder = dirname(first.path);
    const made = files.map(({ path, data }, index) => ({
      path: relative(folder, path),
      data,
      mode: modes[index] ?? 0o600,
    }));
    await writeFiles(made, folder, true, this.options.unfinished());
    for (const [index, { path }] of files.entries()) {
      // The umask may have narrowed it.
      await chmod(path, modes[index] ?? 0o600);
      const owner = before[index];
      if (this.options.uid === 0 && owner !== undefined) await chown(path, owner.uid, owner.gid);
    }
  }
}

async function isPem(path: string): Promise<boolean> {
  const bytes = await readBounded(path, maxBytes);
  const pem = bytes.includes('-----BEGIN ');
  bytes.fill(0);
  if (!pem && !/\.(der|cer|crt)$/i.test(path)) throw wrongForm(path);
  return pem;
}

const wrongForm = (path: string) =>
  new AppError('not-allowed', `${basename(path)} is in a form that is not written in place.`, {
    hint: 'Export the certificate in that form from the list of certificates.',
  });
