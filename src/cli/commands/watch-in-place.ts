import { AppError } from '../../core/errors';
import type { Watched } from '../../ipc/watched-schemas';
import type { Parsed } from '../command-line';
import { type CommandContext, confirm, pathOf } from '../context';
import { exitCodes } from '../exit-codes';
import { columns, day } from '../text';

/** `sealwax watch find [FOLDER]`: exit 1 when something that was found is not well. */
export async function find(context: CommandContext, parsed: Parsed): Promise<number> {
  const { finder } = (await context.services()).lifecycle;
  const [folder] = parsed.positionals;
  const report = await finder.find(folder === undefined ? undefined : pathOf(context.io, folder));
  const ids = report.found.filter(({ watched }) => !watched).map(({ id }) => id);
  const added = parsed.has('add') && ids.length > 0 ? await finder.add(ids) : [];
  context.result({ ...report, added: added.map(({ id }) => id) }, () =>
    columns(
      report.found.map(({ state, notAfter, tool, path, watched }) => [
        state,
        day(notAfter),
        tool,
        watched ? 'watched' : added.some(({ target }) => target === path) ? 'added' : 'not watched',
        path,
      ]),
    ),
  );
  if (report.found.length === 0)
    context.note(
      `Nothing was found${folder === undefined ? '; name a folder of projects to look through it too' : ''}.`,
    );
  if (report.cut) context.note('There was more than is looked at; name a folder further down.');
  return report.found.some(({ state }) => state !== 'healthy') ? exitCodes.failed : exitCodes.ok;
}

/** `sealwax watch renew FILE`. */
export async function renew(context: CommandContext, parsed: Parsed): Promise<number> {
  const { watched, renewInPlace } = (await context.services()).lifecycle;
  const typed = parsed.positionals[0] as string;
  const { item, seenId } = seenAt(await watched.list(), pathOf(context.io, typed), typed);
  const plan = await renewInPlace.plan(item.id, seenId);
  const both =
    plan.certificateFile === plan.keyFile ? plan.certificateFile : `${plan.certificateFile} and ${plan.keyFile}`;
  if (parsed.has('dry-run')) {
    context.result(plan, () => [
      `Would write ${both}`,
      `  for ${plan.names.join(', ')}`,
      `  signed by ${plan.authority}, until ${day(plan.notAfter)}`,
    ]);
    return exitCodes.ok;
  }
  await confirm(
    context,
    `Write a new certificate of ${plan.authority} for ${plan.names.join(', ')} over ${both}?`,
    parsed.has('yes'),
  );
  const done = await renewInPlace.renew(item.id, seenId, plan.fingerprint);
  context.result(done, () => [`Renewed ${both}, until ${day(done.notAfter)}`]);
  context.note(`The old files are kept for 30 days: sealwax watch restore ${done.backup}`);
  return exitCodes.ok;
}

/** `sealwax watch restore BACKUP`. */
export async function restore(context: CommandContext, parsed: Parsed): Promise<number> {
  const { renewInPlace } = (await context.services()).lifecycle;
  const backup = parsed.positionals[0] as string;
  await renewInPlace.putBack(backup);
  context.result({ backup }, () => ['The old files are back.']);
  return exitCodes.ok;
}

function seenAt(items: readonly Watched[], path: string, typed: string): { item: Watched; seenId: string } {
  for (const item of items) {
    const only = item.id === typed && item.seen.length === 1 ? item.seen[0] : undefined;
    const seen = only ?? item.seen.find(({ place, id }) => place === path || place === typed || id === typed);
    if (seen !== undefined) return { item, seenId: seen.id };
  }
  throw new AppError('not-found', `${typed} is not watched.`, {
    hint: `Watch it first: sealwax watch add ${typed}.`,
  });
}
