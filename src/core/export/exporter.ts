import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportFormat } from '../../ipc/issue-schemas';
import type { Certificate } from '../../ipc/schemas';
import type { Certificates } from '../authority/certificates';
import type { Deployments } from '../deployments/deployments';
import { AppError } from '../errors';
import type { Journal } from '../journal';
import { mapBounded } from '../system/bounded';
import type { FolderLock } from '../system/lock';
import { baseNameOf } from './file-names';
import { checkKeyIsHere, exportFiles, needsPassphrase, plannedFile } from './formats';
import type { UnfinishedFiles } from './unfinished';
import { isThere, type MadeFile, refuseReplacing, writeFiles } from './write-files';

export interface ExporterOptions {
  certificates: Pick<Certificates, 'get' | 'readFiles'>;
  journal: Pick<Journal, 'noteAll'>;
  lock: Pick<FolderLock, 'hold'>;
  random: (bytes: number) => Buffer;
  unfinished: Pick<UnfinishedFiles, 'begin'>;
  /** Clears up what an export that was killed has left: it might lie where this one writes. */
  clearUp: () => Promise<void>;
  deployments: () => Pick<Deployments, 'exported'>;
}

export interface PlannedFile {
  /** Inside the chosen folder; empty when one certificate is exported, else a folder of its own for each. */
  folder: string;
  name: string;
  mode: number;
}

export interface ExportRequest {
  ids: readonly string[];
  formats: readonly ExportFormat[];
  /** Where the user pointed. */
  folder: string;
  passphrase?: Buffer;
  /** Whether files of the same names may be replaced. */
  overwrite: boolean;
  /** Whether the files are written again when the certificate is renewed. */
  deploy?: boolean | undefined;
}

interface Planned {
  certificate: Certificate;
  folder: string;
  baseName: string;
}

/** Writes certificates in every format to where the user points. */
export class Exporter {
  constructor(private readonly options: ExporterOptions) {}

  /** What would be written. Throws `not-found`, and `no-key` before anything is asked or written. */
  async plan(
    ids: readonly string[],
    formats: readonly ExportFormat[],
  ): Promise<{ needsPassphrase: boolean; files: PlannedFile[] }> {
    const planned = await this.planned(ids, formats);
    const files = planned.flatMap(({ certificate, folder, baseName }) =>
      [...new Set(formats)].map((format) => ({ folder, ...plannedFile(baseName, format, certificate.keyType) })),
    );
    return { needsPassphrase: needsPassphrase(formats), files };
  }

  /** The planned files that are there already, relative to the folder. */
  async existing(ids: readonly string[], formats: readonly ExportFormat[], folder: string): Promise<string[]> {
    const { files } = await this.plan(ids, formats);
    const found = await Promise.all(
      files.map(async (file) =>
        (await isThere(join(folder, file.folder, file.name))) ? [join(file.folder, file.name)] : [],
      ),
    );
    return found.flat();
  }

  /**
   * Writes the files, all of them or none, and gives their paths relative to the folder. A file that is replaced gets the
   * mode of the new one, and a symbolic link is replaced itself, never what it points to. Throws `already-exists` with the
   * names unless `overwrite`, before anything is written; `passphrase-needed`, `no-key`, `not-found`, `read-only`, `disk-full`.
   */
  async write(request: ExportRequest): Promise<string[]> {
    const { ids, formats, folder, overwrite } = request;
    const planned = await this.planned(ids, formats);
    await checkFolder(folder);
    if (!overwrite) refuseReplacing(await this.existing(ids, formats, folder), folder);
    // All of it is made before any of it is written: a damaged key is found while the folder is as it was.
    const made = await mapBounded(planned, 4, (each) => this.filesOf(each, request));
    const files = made.flat();
    await this.options.clearUp();
    await writeFiles(files, folder, overwrite, this.options.unfinished);
    await this.options.lock.hold(() =>
      this.options.journal.noteAll(
        planned.map(({ certificate }) => ({
          what: 'certificate.exported',
          subject: certificate.id,
          data: { formats: [...formats], folder },
        })),
      ),
    );
    const written = planned.map(({ certificate, folder: own }, index) => ({
      certificateId: certificate.id,
      folder: join(folder, own),
      files: made[index] ?? [],
    }));
    await this.options.deployments().exported(written, request.deploy === true);
    return files.map(({ path }) => path);
  }

  private async filesOf({ certificate, folder: own, baseName }: Planned, request: ExportRequest) {
    const { certificatePem, keyPem, fullChainPem, rootPem } = await this.options.certificates.readFiles(certificate.id);
    const material = {
      baseName,
      commonName: certificate.commonName,
      certificatePem,
      chainPem: fullChainPem,
      rootPem,
      ...(keyPem === undefined ? {} : { keyPem }),
      ...(request.passphrase === undefined ? {} : { passphrase: request.passphrase }),
    };
    const files = await exportFiles(material, request.formats, this.options.random);
    return files.map((file): MadeFile & typeof file => ({ ...file, path: join(own, file.name) }));
  }

  private async planned(ids: readonly string[], formats: readonly ExportFormat[]): Promise<Planned[]> {
    const certificates = await Promise.all([...new Set(ids)].map((id) => this.options.certificates.get(id)));
    const taken = new Set<string>();
    return certificates.map((certificate) => {
      checkKeyIsHere(certificate.keyHere, certificate.names[0]?.display ?? certificate.id, formats);
      const baseName = baseNameOf(certificate.names[0]?.value ?? certificate.commonName);
      if (certificates.length === 1) return { certificate, folder: '', baseName };
      // Two certificates of one name, or of names that differ in case alone, get folders of their own.
      let folder = baseName;
      for (let count = 2; taken.has(folder.toLowerCase()); count += 1) folder = `${baseName}-${count}`;
      taken.add(folder.toLowerCase());
      return { certificate, folder, baseName };
    });
  }
}

async function checkFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory()) return;
  throw new AppError('not-found', `Exporting failed: there is no folder ${folder}.`, {
    hint: 'Make the folder first, or choose another one.',
  });
}
