import { existsSync, statSync } from 'node:fs';
import { AppError } from '../../core/errors';
import type { Watched as WatchedService } from '../../core/watched/watched';
import type { Finding, Watched } from '../../ipc/watched-schemas';
import type { Parsed } from '../command-line';
import { type CommandContext, pathOf } from '../context';
import { exitCodes } from '../exit-codes';
import { wholeNumber } from '../inputs';
import { columns, day, minute } from '../text';
import { looksLikePath } from '../typed-path';

/** `sealwax watch list`. */
export async function list(context: CommandContext, parsed: Parsed): Promise<number> {
  const { lifecycle } = await context.services();
  const items = await lifecycle.watched.list(daysOf(parsed));
  context.result(items, () => table(items));
  if (items.length === 0) context.note('Nothing is watched yet. Begin with: sealwax watch add app.test:443');
  return exitCodes.ok;
}

/** `sealwax watch add …`: what is added is looked at once. */
export async function add(context: CommandContext, parsed: Parsed): Promise<number> {
  const { lifecycle } = await context.services();
  const added: Watched[] = [];
  for (const typed of parsed.positionals) {
    const path = pathOf(context.io, typed);
    added.push(await (existsSync(path) ? lifecycle.watched.addPath(path) : addHost(lifecycle.watched, typed)));
  }
  context.result(added, () => added.flatMap(details));
  return exitCodes.ok;
}

/** A path that is not there looks like no host either, mostly; what it was meant for is said. */
function addHost(watched: WatchedService, typed: string): Promise<Watched> {
  if (!looksLikePath(typed)) return watched.addHost(typed);
  throw new AppError('not-found', `There is nothing at ${typed}.`, { hint: 'Check the path.' });
}

/** `sealwax watch remove`. */
export async function remove(context: CommandContext, parsed: Parsed): Promise<number> {
  const { lifecycle } = await context.services();
  const typed = parsed.positionals[0] as string;
  const item = watchedAs(context, lifecycle.watched, await lifecycle.watched.list(), typed);
  if (item === undefined) throw notWatched(typed);
  await lifecycle.watched.remove(item.id);
  context.result({ id: item.id, target: item.target }, () => [`No longer watched: ${item.target}`]);
  return exitCodes.ok;
}

/** `sealwax watch check`: exit 0 when everything is well, 1 when something needs attention. */
export async function check(context: CommandContext, parsed: Parsed): Promise<number> {
  const days = daysOf(parsed);
  const timeout = parsed.value('timeout');
  const { lifecycle } = await context.services();
  const { watched } = lifecycle;
  if (timeout !== undefined) watched.waitFor(wholeNumber('--timeout', timeout, 1, 60) * 1000);
  const known = await watched.list();
  const chosen = parsed.positionals.map((typed) => ({ typed, item: watchedAs(context, watched, known, typed) }));
  const ids = chosen.flatMap(({ item }) => (item === undefined ? [] : [item.id]));
  const strangers = chosen.flatMap(({ typed, item }) => (item === undefined ? [placeOf(context, watched, typed)] : []));
  const items = [
    ...(chosen.length === 0
      ? await watched.check(undefined, days)
      : ids.length === 0
        ? []
        : await watched.check(ids, days)),
    ...(await Promise.all(strangers.map((place) => watched.probe(place, days)))),
  ];
  const wrong = items.filter(({ state }) => state !== 'healthy');
  context.result({ ok: wrong.length === 0, items }, () => items.flatMap(details));
  if (items.length === 0) context.note('Nothing is watched yet. Begin with: sealwax watch add app.test:443');
  else if (wrong.length > 0) context.note(`${wrong.length} of ${items.length} need attention.`);
  return wrong.length === 0 ? exitCodes.ok : exitCodes.failed;
}

function placeOf(context: CommandContext, watched: WatchedService, typed: string) {
  const path = pathOf(context.io, typed);
  if (existsSync(path))
    return { kind: statSync(path).isDirectory() ? ('folder' as const) : ('file' as const), target: path };
  if (looksLikePath(typed))
    throw new AppError('not-found', `There is nothing at ${typed}.`, { hint: 'Check the path.' });
  const { target, problem } = watched.checkHost(typed);
  if (target !== undefined) return { kind: 'host' as const, target };
  throw new AppError(
    'invalid-input',
    problem?.message ?? typed,
    problem?.hint === undefined ? {} : { hint: problem.hint },
  );
}

/** The item that is meant: by its id, its path or its host. */
export function watchedAs(context: CommandContext, watched: WatchedService, all: readonly Watched[], typed: string) {
  const targets = [typed, pathOf(context.io, typed), watched.checkHost(typed).target];
  return all.find(({ id, target }) => id === typed || targets.includes(target));
}

export const notWatched = (typed: string) =>
  new AppError('not-found', `${typed} is not watched.`, { hint: 'See what is watched: sealwax watch list.' });

function daysOf(parsed: Parsed): number | undefined {
  const days = parsed.value('days');
  return days === undefined ? undefined : wholeNumber('--days', days, 0, 3660);
}

const table = (items: readonly Watched[]) =>
  columns(
    items.map(({ state, notAfter, kind, target, id }) => [
      state,
      notAfter === undefined ? '' : day(notAfter),
      kind,
      target,
      id,
    ]),
  );

function details(item: Watched): string[] {
  const { state, kind, target, tool, seen, findings, checkedAt } = item;
  const certificates = seen.flatMap((each) => [
    `  ${each.state}  ${kind === 'folder' ? `${each.label}: ` : ''}${each.commonName || each.names[0] || each.serial}, until ${minute(each.notAfter)}, signed by ${each.issuer}`,
    ...each.findings.map((finding) => `    ${told(finding)}`),
  ]);
  return [
    `${state}  ${target}${tool === undefined ? '' : ` (${tool})`}`,
    ...findings.map((finding) => `  ${told(finding)}`),
    ...certificates,
    ...(checkedAt === undefined ? ['  not looked at yet'] : []),
  ];
}

const told = ({ code, message, hint }: Finding) => `${code}: ${message}${hint === undefined ? '' : ` ${hint}`}`;
