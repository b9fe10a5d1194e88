import { AppError } from '../../core/errors';
import { passphraseFor } from '../ask';
import { type Parsed, UsageError } from '../command-line';
import type { CommandContext } from '../context';
import { exitCodes } from '../exit-codes';
import { checkOutput, readInput, writeOutput } from '../files';
import { findAuthority } from '../find';
import { keepOf } from '../inputs';
import { usualKeep } from './make-authority';

/** `sealwax ca backup [ID…] --out FILE` */
export async function backUp(context: CommandContext, parsed: Parsed): Promise<number> {
  const { io } = context;
  const out = parsed.value('out');
  if (out === undefined) throw new UsageError('A backup needs a file.', 'Add --out FILE.');
  const force = parsed.has('force');
  await checkOutput(io, out, force);
  const services = await context.services();
  const named = [];
  for (const typed of parsed.positionals) named.push(await findAuthority(services, typed));
  const authorities = named.length > 0 ? named : await services.authorities.list();
  if (authorities.length === 0) {
    throw new AppError('no-authority', 'There is no authority to back up yet.', {
      hint: 'Make one: sealwax ca create.',
    });
  }
  const { checkPassphrase } = await import('../../core/authority/passphrase-rule');
  const request = {
    mode: 'create',
    title: 'Passphrase for the backup',
    message: 'Choose a passphrase for the backup: only it opens the file, and nobody can recover it.',
  } as const;
  const passphrase = await passphraseFor(io, request, parsed.value('passphrase-file'), checkPassphrase);
  try {
    const ids = authorities.map(({ id }) => id);
    const bytes = await services.backup.write(ids, passphrase);
    const file = await writeOutput(io, out, bytes, { mode: 0o600, force });
    await services.backup.noteWritten(ids);
    context.result({ file, authorities: authorities.map(({ id, name }) => ({ id, name })) }, () => [file]);
    context.note(`In it: ${authorities.map(({ name }) => name).join(', ')}.`);
    return exitCodes.ok;
  } finally {
    passphrase.fill(0);
  }
}

/** `sealwax ca restore FILE` */
export async function restore(context: CommandContext, parsed: Parsed): Promise<number> {
  const chosen = keepOf(parsed);
  const { title, bytes } = await readInput(context.io, parsed.positionals[0] as string);
  const services = await context.services();
  const request = { mode: 'enter', title: `Open ${title}`, message: `Type the passphrase of ${title}.` } as const;
  const passphrase = await passphraseFor(context.io, request, parsed.value('passphrase-file'), (typed) =>
    services.backup.check(bytes, typed),
  );
  try {
    const { restored, already } = await services.backup.read(
      bytes,
      passphrase,
      chosen ?? (await usualKeep(context, services)),
    );
    context.result({ restored, already }, () => [
      ...restored.map(({ id, name }) => `Restored ${name} (${id}).`),
      ...already.map((name) => `${name} was here already, and stays as it is.`),
    ]);
    return exitCodes.ok;
  } finally {
    passphrase.fill(0);
  }
}
