import { AppError } from '../../core/errors';
import { exportLines } from '../../core/recipes/shell-file';
import type { Recipe } from '../../ipc/trust-schemas';
import { type Parsed, UsageError } from '../command-line';
import type { CommandContext } from '../context';
import { exitCodes } from '../exit-codes';
import { suggest } from '../suggest';
import { columns } from '../text';
import { authorityOf } from './authorities';

/** `sealwax trust recipes [NAME]`. */
export async function recipes(context: CommandContext, parsed: Parsed): Promise<number> {
  const authority = await authorityOf(context, parsed.value('ca'));
  const { recipes: book } = await context.services();
  const { recipes: all } = await book.read(authority.id);
  const [wanted] = parsed.positionals;
  if (wanted === undefined) {
    context.result(all, () => columns(all.map(({ id, state, title, message }) => [id, state, title, message])));
    context.note('hint: sealwax trust recipes NAME shows the steps of one.');
    return exitCodes.ok;
  }
  const recipe = all.find(({ id }) => id === wanted);
  if (recipe === undefined) {
    const ids = all.map(({ id }) => id);
    const near = suggest(wanted, ids);
    throw new AppError('not-found', `There is no recipe “${wanted}”.`, {
      hint: near === undefined ? `One of: ${ids.join(', ')}.` : `Did you mean ${near}?`,
    });
  }
  context.result(recipe, () => steps(recipe));
  return exitCodes.ok;
}

function steps({ title, message, steps: all, source }: Recipe): string[] {
  const numbered = all.flatMap(({ text, command }, index) => [
    `${index + 1}. ${text}`,
    ...(command ?? '').split('\n').flatMap((line) => (line === '' ? [] : [`     ${line}`])),
  ]);
  return [`${title}: ${message}`, ...numbered, `See ${source}`];
}

/** `sealwax trust env`: the lines on standard output and nothing else, for eval. */
export async function env(context: CommandContext, parsed: Parsed): Promise<number> {
  if (parsed.has('write') && parsed.has('remove')) throw new UsageError('--write and --remove do not go together.');
  const authority = await authorityOf(context, parsed.value('ca'));
  const { recipes: book } = await context.services();
  if (parsed.has('write') || parsed.has('remove')) {
    const { shell } = parsed.has('write')
      ? await book.writeShellFile(authority.id)
      : await book.removeShellFile(authority.id);
    context.result(shell, () => [shell.file]);
    context.note(
      parsed.has('write')
        ? `Add this line to your shell’s start-up file (~/.profile, ~/.zshrc, …):\n  ${shell.sourceLine}`
        : 'Deleted. The line in your start-up file does nothing now; you can take it out.',
    );
    return exitCodes.ok;
  }
  const { shell } = await book.read(authority.id);
  context.result(shell, () => exportLines(shell.lines, context.io.platform));
  return exitCodes.ok;
}
