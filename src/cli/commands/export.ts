import { rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { explainFsError } from '../../core/system/fs-error';
import { findFolder, makeFolders } from '../../core/system/make-folders';
import type { ExportFormat } from '../../ipc/issue-schemas';
import { type Parsed, UsageError } from '../command-line';
import { type CommandContext, pathOf } from '../context';
import { exitCodes } from '../exit-codes';
import { checkWritable, refuseExisting } from '../files';
import { findCertificate } from '../find';
import { formatsOf } from '../inputs';

/** `sealwax export ID… --format … --out DIR` */
export async function exportFiles(context: CommandContext, parsed: Parsed): Promise<number> {
  const formats = formatsOf(parsed);
  const services = await context.services();
  const certificates = [];
  for (const typed of parsed.positionals) certificates.push(await findCertificate(services, typed));
  const ids = [...new Set(certificates.map(({ id }) => id))];
  const target = await prepareExport(context, parsed, formats);
  try {
    const files = await target.write(ids);
    context.result({ folder: target.folder, files, deployed: target.deployed }, () => files);
    return exitCodes.ok;
  } finally {
    target.wipe();
  }
}

/** Where an export goes, with all that had to be asked. */
export interface ExportTarget {
  folder: string;
  /** Whether the files are written again at each renewal. */
  deployed: boolean;
  /** Throws `already-exists` when a file of a certificate that is to be made is there already, unless --force was given. */
  refuseExisting: (firstName: string, keyType: string) => Promise<void>;
  /** Writes the files of these certificates and gives their paths. */
  write: (ids: readonly string[]) => Promise<string[]>;
  wipe: () => void;
}

/**
 * Asks for the passphrase, if a format needs one, before anything is issued or written. `write` gives the paths. Whoever
 * prepares it wipes it.
 */
export async function prepareExport(
  context: CommandContext,
  parsed: Parsed,
  formats: readonly ExportFormat[],
): Promise<ExportTarget> {
  const { io } = context;
  const folder = pathOf(io, parsed.value('out') ?? '.');
  const deployed = !parsed.has('no-deploy');
  if (!deployed && parsed.has('deploy')) throw new UsageError('--deploy and --no-deploy cannot both be given.');
  const made = await makeTarget(folder);
  const { needsPassphrase } = await import('../../core/export/formats');
  const passphrase = needsPassphrase([...formats])
    ? await (await import('../ask'))
        .passphraseFor(
          io,
          {
            mode: 'create',
            title: 'Passphrase for the export',
            message: 'Choose a passphrase for the exported file: whoever opens it needs it.',
          },
          parsed.value('passphrase-file'),
        )
        .catch((error: unknown) => {
          removeEmpty(made);
          throw error;
        })
    : undefined;
  return {
    folder,
    deployed,
    refuseExisting: async (firstName, keyType) => {
      if (parsed.has('force')) return;
      const { baseNameOf } = await import('../../core/export/file-names');
      const { plannedFile } = await import('../../core/export/formats');
      for (const format of formats) {
        await refuseExisting(join(folder, plannedFile(baseNameOf(firstName), format, keyType).name));
      }
    },
    write: async (ids: readonly string[]): Promise<string[]> => {
      const { exporter } = await context.services();
      const files = await exporter.write({
        ids: [...ids],
        formats: [...formats],
        folder,
        overwrite: parsed.has('force'),
        deploy: deployed,
        ...(passphrase === undefined ? {} : { passphrase }),
      });
      if (deployed) context.note('They are written again when it is renewed; see “sealwax deploy list”.');
      return files.map((file) => pathOf({ ...io, cwd: folder }, file));
    },
    wipe: () => {
      passphrase?.fill(0);
      removeEmpty(made);
    },
  };
}

/**
 * Makes the folder before anything is asked or issued, and tries it with a file: whether that goes nobody can tell by looking. It
 * is the user's own, so it gets their usual rights and is not private as ours are. Gives the folders that it made, from the top.
 * Throws `not-found` where a file is in the way, `read-only` where no folder or file can be made.
 */
async function makeTarget(folder: string): Promise<string[]> {
  const { missing } = await findFolder(folder).catch((error: unknown) => {
    throw explainFsError(error, `create the folder ${folder}`);
  });
  try {
    await makeFolders(folder);
    await checkWritable(folder, `files in ${folder}`);
    return missing;
  } catch (error) {
    removeEmpty(missing);
    throw error;
  }
}

/** Takes away what was made for nothing; a folder with something in it stays. */
function removeEmpty(folders: readonly string[]): void {
  try {
    for (const folder of [...folders].reverse()) rmdirSync(folder);
  } catch {
    // Not empty, or not made at all.
  }
}
