import { AppError } from '../../core/errors';
import { makeFolders } from '../../core/system/make-folders';
import type { Authority } from '../../ipc/schemas';
import type { Parsed } from '../command-line';
import { type CommandContext, pathOf } from '../context';
import { exitCodes } from '../exit-codes';
import { writeOutput } from '../files';
import { findAuthority } from '../find';
import { oneOf } from '../inputs';
import { rootForms } from '../specs/words';
import { columns, day, facts, minute } from '../text';

/** The named authority, or the default one. Throws `no-authority` with the way to make one. */
export async function authorityOf(context: CommandContext, typed: string | undefined): Promise<Authority> {
  const services = await context.services();
  const named = await findAuthority(services, typed);
  if (named !== undefined) return named;
  const usual = await services.authorities.find();
  if (usual !== undefined) return usual.summary;
  throw new AppError('no-authority', 'There is no authority on this machine yet.', {
    hint: 'Make one: sealwax ca create.',
  });
}

/** `sealwax ca list` */
export async function list(context: CommandContext): Promise<number> {
  const authorities = await (await context.services()).authorities.list();
  context.result({ authorities }, () =>
    columns(
      authorities.map((each) => [
        each.isDefault ? '*' : ' ',
        each.id,
        each.kind,
        `until ${day(each.notAfter)}`,
        each.problems.length === 0 ? each.name : `${each.name} (${each.problems.length} problems)`,
      ]),
    ),
  );
  if (authorities.length === 0) context.note('No authority yet. Make one: sealwax ca create');
  return exitCodes.ok;
}

/** `sealwax ca show [ID|NAME]` */
export async function show(context: CommandContext, parsed: Parsed): Promise<number> {
  const authority = await authorityOf(context, parsed.positionals[0]);
  const { describeLimits } = await import('../../core/pki/limits');
  const { authorities } = await context.services();
  const parent = authority.parentId === undefined ? undefined : await authorities.find(authority.parentId);
  context.result({ authority }, () => [
    `${authority.name}${authority.isDefault ? ' (the default)' : ''}`,
    ...facts([
      ['id', authority.id],
      ['kind', parent === undefined ? authority.kind : `${authority.kind} under ${parent.summary.name}`],
      ['origin', authority.origin],
      ['subject', authority.subject],
      ['signs', describeLimits(authority.limits)],
      ['valid from', minute(authority.notBefore)],
      ['valid until', minute(authority.notAfter)],
      ['key', authority.keyType],
      ['passphrase', authority.keep],
      ['serial', authority.serial],
      ['SHA-256', authority.fingerprint],
      ['certificate', authority.certificateFile],
      ['plain key', [authority.plainKeyFile ?? '', ...(authority.morePlainKeyFiles ?? [])]],
      ['problems', authority.problems.map(({ message }) => message)],
      ['notes', authority.notes],
    ]),
  ]);
  return exitCodes.ok;
}

/** `sealwax ca default ID|NAME` */
export async function makeDefault(context: CommandContext, parsed: Parsed): Promise<number> {
  const { id } = await authorityOf(context, parsed.positionals[0]);
  const authority = await (await context.services()).authorities.setDefault(id);
  context.result({ authority }, () => [`The default authority is ${authority.name} now.`]);
  return exitCodes.ok;
}

/** `sealwax ca rename ID|NAME NEW-NAME` */
export async function rename(context: CommandContext, parsed: Parsed): Promise<number> {
  const [typed, name = ''] = parsed.positionals;
  const { id } = await authorityOf(context, typed);
  const authority = await (await context.services()).authorities.rename(id, name);
  context.result({ authority }, () => [
    `It is called ${authority.name} now. Its certificate says ${authority.commonName}.`,
  ]);
  return exitCodes.ok;
}

/** `sealwax ca export [ID|NAME] --form FORM --out DIR`: the public half only. */
export async function exportRoot(context: CommandContext, parsed: Parsed): Promise<number> {
  const { io } = context;
  const form = oneOf('--form', parsed.value('form') ?? 'pem', rootForms);
  const { id, name } = await authorityOf(context, parsed.positionals[0]);
  const { rootFile } = await import('../../core/export/formats');
  const { authorities, lifecycle } = await context.services();
  const view = await authorities.exportable(id);
  const file = await rootFile(view, form, io.random);
  const out = parsed.value('out');
  if (out === undefined) {
    context.result({ name: file.name, data: Buffer.from(file.data).toString('base64') }, () => []);
    if (!context.json) io.out(file.data);
    return exitCodes.ok;
  }
  await makeFolders(pathOf(io, out));
  const path = await writeOutput(io, `${out}/${file.name}`, file.data, { mode: file.mode, force: parsed.has('force') });
  await lifecycle.activity.note('authority.exported', id, { name, form, file: path });
  context.result({ file: path }, () => [path]);
  return exitCodes.ok;
}

/** `sealwax ca set-aside ID|NAME`: the name is typed out, at the terminal or by --confirm. */
export async function setAside(context: CommandContext, parsed: Parsed): Promise<number> {
  const { id, name } = await authorityOf(context, parsed.positionals[0]);
  const typed = parsed.value('confirm') ?? (await typedName(context, name));
  const folder = await (await context.services()).setUp.setAside(id, typed);
  context.result({ setAside: id, folder }, () => [`Set aside: ${folder}`]);
  return exitCodes.ok;
}

async function typedName({ io }: CommandContext, name: string): Promise<string> {
  if (!io.interactive) {
    throw new AppError('confirmation-needed', 'The name must be typed out, and nobody is there to type it.', {
      hint: `Add --confirm "${name}".`,
    });
  }
  const { askLine } = await import('../terminal');
  return askLine(`Type ${name} to set it aside: `);
}
