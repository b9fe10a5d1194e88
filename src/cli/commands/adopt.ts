import { AppError } from '../../core/errors';
import type { Services } from '../../core/services';
import type { Authority, Keep } from '../../ipc/schemas';
import { type Parsed, UsageError } from '../command-line';
import { type CommandContext, confirm, pathOf } from '../context';
import { exitCodes } from '../exit-codes';
import { readInput } from '../files';
import { given, keepOf } from '../inputs';
import { facts, minute } from '../text';
import { authorityOf } from './authorities';
import { usualKeep } from './make-authority';

/** `sealwax ca adopt mkcert` and `sealwax ca adopt FILE…` */
export async function adopt(context: CommandContext, parsed: Parsed): Promise<number> {
  const [first = '', ...others] = parsed.positionals;
  const chosen = keepOf(parsed);
  const services = await context.services();
  const keep = async () => chosen ?? usualKeep(context, services);
  const adopted =
    first === 'mkcert' && others.length === 0
      ? await adoptMkcert(context, services, parsed.value('caroot'), keep)
      : await adoptFiles(context, services, parsed, keep);
  const deleted: string[] = [];
  let authority = adopted;
  if (parsed.has('delete-plain-key')) {
    for (let plain = authority.plainKeyFile; plain !== undefined; plain = authority.plainKeyFile) {
      authority = await services.adoption.deletePlainKey(authority.id);
      deleted.push(plain);
    }
  }
  context.result({ authority, ...deletedFacts(deleted) }, () => [
    `Adopted ${authority.name}, valid until ${minute(authority.notAfter)}.`,
    ...facts([
      ['id', authority.id],
      ['passphrase', authority.keep],
      ['deleted', deleted],
    ]),
  ]);
  for (const note of authority.notes ?? []) context.warn(`warning: ${note}`);
  warnOfPlainKeys(context, authority);
  return exitCodes.ok;
}

/** `sealwax ca delete-plain-key [ID|NAME]`: the unencrypted file that adopting found; our encrypted copy is opened first. */
export async function deletePlainKey(context: CommandContext, parsed: Parsed): Promise<number> {
  const before = await authorityOf(context, parsed.positionals[0]);
  if (before.plainKeyFile === undefined) {
    throw new AppError('not-found', `No unencrypted key of ${before.name} is known on the disk.`, {
      hint: 'There is nothing to delete.',
    });
  }
  await confirm(context, `Delete ${before.plainKeyFile} for good?`, parsed.has('yes'));
  const authority = await (await context.services()).adoption.deletePlainKey(before.id);
  context.result({ authority, deleted: before.plainKeyFile }, () => [`Deleted ${before.plainKeyFile}`]);
  warnOfPlainKeys(context, authority);
  return exitCodes.ok;
}

/** The first file as "deleted"; all of them, where there were several, as "deletedAll". */
const deletedFacts = (deleted: readonly string[]) =>
  given({ deleted: deleted[0], deletedAll: deleted.length > 1 ? deleted : undefined });

function warnOfPlainKeys(context: CommandContext, { id, plainKeyFile, morePlainKeyFiles = [] }: Authority): void {
  if (plainKeyFile === undefined) return;
  context.warn(`warning: Its key still lies unencrypted in ${[plainKeyFile, ...morePlainKeyFiles].join(' and in ')}.`);
  context.warn(
    `hint: Delete it: sealwax ca delete-plain-key ${id}${morePlainKeyFiles.length > 0 ? ' (once for each file)' : ''}`,
  );
}

async function adoptMkcert(
  context: CommandContext,
  services: Services,
  caroot: string | undefined,
  keep: () => Promise<Keep>,
): Promise<Authority> {
  if (caroot !== undefined) return services.adoption.adoptMkcert(pathOf(context.io, caroot), await keep());
  const found = await services.adoption.findMkcert();
  const open = found.filter(({ hasKey, adoptedAs }) => hasKey && adoptedAs === undefined);
  const [only, ...others] = open;
  if (only !== undefined && others.length === 0) return services.adoption.adoptMkcert(only.folder, await keep());
  if (only !== undefined) {
    throw new AppError(
      'ambiguous',
      `mkcert has several authorities here: ${open.map(({ folder }) => folder).join(', ')}.`,
      {
        hint: 'Choose one: --caroot DIR.',
      },
    );
  }
  const here = found.find(({ adoptedAs }) => adoptedAs !== undefined);
  if (here !== undefined) {
    throw new AppError('already-exists', `mkcert’s authority is here already: ${here.name}.`, {
      hint: `See “sealwax ca show ${here.adoptedAs}”; its plain key goes with “sealwax ca delete-plain-key ${here.adoptedAs}”.`,
    });
  }
  throw new AppError('not-found', 'No authority of mkcert’s with its key was found on this machine.', {
    hint: 'Name its folder with --caroot DIR (“mkcert -CAROOT” prints it).',
  });
}

/** A pair of PEM files, or one file with both; the keys are wiped as soon as they are encrypted anew. */
async function adoptFiles(
  context: CommandContext,
  services: Services,
  parsed: Parsed,
  keep: () => Promise<Keep>,
): Promise<Authority> {
  if (parsed.has('caroot')) throw new UsageError('--caroot goes with “sealwax ca adopt mkcert” only.');
  const { openContent, wipe } = await import('../opened');
  const contents: Awaited<ReturnType<typeof openContent>>[] = [];
  try {
    for (const typed of parsed.positionals) {
      const { title, bytes } = await readInput(context.io, typed);
      contents.push(await openContent(context.io, title, bytes, parsed.value('passphrase-file')));
    }
    const certificates = contents.flatMap((content) => content.certificates);
    const keys = contents.flatMap((content) => content.keys);
    const paths = parsed.positionals.filter((typed) => typed !== '-').map((typed) => pathOf(context.io, typed));
    return await services.adoption.adoptOpened({ certificates, keys, paths }, await keep());
  } finally {
    for (const content of contents) wipe(content);
  }
}
