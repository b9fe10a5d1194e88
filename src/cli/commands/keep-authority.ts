import { askPassphrase, fileOfEnvironment } from '../ask';
import { type Parsed, UsageError } from '../command-line';
import type { CommandContext } from '../context';
import { exitCodes } from '../exit-codes';
import { checkOutput, writeOutput } from '../files';
import { oneOf } from '../inputs';
import { openServices } from '../open-services';
import { keeps } from '../specs/words';
import { authorityOf } from './authorities';

/**
 * `sealwax ca passphrase [ID|NAME]`. The file of the environment has the old one, so the new one comes from a file of its own
 * or from a person, never from the same file by mistake.
 */
export async function changePassphrase(context: CommandContext, parsed: Parsed): Promise<number> {
  const { io } = context;
  const { id } = await authorityOf(context, parsed.positionals[0]);
  const ask = askPassphrase(io, { createFile: parsed.value('new-passphrase-file') ?? null });
  const services = await openServices(io, ask);
  const authority = await services.authorities.changePassphrase(id);
  context.result({ authority }, () => [`The passphrase of ${authority.name} was changed.`]);
  if (parsed.has('new-passphrase-file') && fileOfEnvironment(io) !== undefined) {
    context.note('From now on SEALWAX_PASSPHRASE_FILE must name the file with the new one.');
  }
  return exitCodes.ok;
}

/** `sealwax ca keep ID|NAME WHERE` */
export async function keep(context: CommandContext, parsed: Parsed): Promise<number> {
  const [typed, where = ''] = parsed.positionals;
  const wanted = oneOf('WHERE', where, keeps);
  const { id } = await authorityOf(context, typed);
  const authority = await (await context.services()).authorities.setKeep(id, wanted);
  context.result({ authority }, () => [`${authority.name} keeps its passphrase by “${authority.keep}” now.`]);
  return exitCodes.ok;
}

/** `sealwax ca recovery-kit [ID|NAME] --out FILE`: never on a stream, where it would stay in a log or a scroll-back. */
export async function recoveryKit(context: CommandContext, parsed: Parsed): Promise<number> {
  const { io } = context;
  const out = parsed.value('out');
  if (out === undefined) {
    throw new UsageError('The recovery kit holds the passphrase, so it goes into a file.', 'Add --out FILE.');
  }
  const force = parsed.has('force');
  await checkOutput(io, out, force);
  const { id, name } = await authorityOf(context, parsed.positionals[0]);
  const { authorities, lifecycle } = await context.services();
  const kit = await authorities.recoveryKit(id);
  const path = await writeOutput(io, out, `${kit.text.trimEnd()}\n`, { mode: 0o600, force });
  await lifecycle.activity.note('authority.recovery-kit-shown', id, { name, file: path });
  context.result({ file: path }, () => [path]);
  context.note('It opens the key of the authority: print it, put it away, and delete the file.');
  return exitCodes.ok;
}
