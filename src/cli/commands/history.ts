import type { Activity } from '../../core/activity/activity';
import type { ActivityEntry, ActivityFilter, Chain } from '../../ipc/activity-schemas';
import { type Parsed, UsageError } from '../command-line';
import type { CommandContext } from '../context';
import { exitCodes } from '../exit-codes';
import { given, instantOf, oneOf, wholeNumber } from '../inputs';
import { activityActors, activityFormats, activityGroups } from '../specs/activity';
import { columns, minute } from '../text';

const usualLimit = 50;
const filterOptions = ['search', 'what', 'who', 'since', 'until', 'limit', 'format'] as const;

/** `sealwax history`: the newest lines, an export, or with --verify the check of the chain (exit 1 when it is broken). */
export async function history(context: CommandContext, parsed: Parsed): Promise<number> {
  if (parsed.has('verify')) return verify(context, parsed);
  const filter = filterOf(parsed);
  const typedLimit = parsed.value('limit');
  const limit = typedLimit === undefined ? undefined : wholeNumber('--limit', typedLimit, 1, 1_000_000);
  const typedFormat = parsed.value('format');
  const format = typedFormat === undefined ? undefined : oneOf('--format', typedFormat, activityFormats);
  if (format !== undefined && context.json) {
    throw new UsageError('--json and --format cannot both be given.', 'Choose one of them.');
  }
  const { activity } = (await context.services()).lifecycle;
  if (format !== undefined) {
    // A file is written as it stands; a terminal would obey what names may hold, so it is for files and pipes.
    for await (const piece of activity.export(format, filter, limit)) context.io.out(piece);
    return exitCodes.ok;
  }
  return list(context, activity, filter, limit ?? usualLimit);
}

async function list(
  context: CommandContext,
  activity: Activity,
  filter: ActivityFilter,
  limit: number,
): Promise<number> {
  const { entries, more } = await activity.newest(filter, limit);
  context.result({ entries, more }, () => columns(entries.map(row)));
  if (entries.length === 0) {
    context.note(Object.keys(filter).length > 0 ? 'No line fits.' : 'Nothing was done yet.');
  }
  if (more) context.note(`There are more than these ${entries.length}: add --limit N.`);
  return exitCodes.ok;
}

const row = ({ at, who, sentence, mark }: ActivityEntry): string[] => [
  at === '' ? '' : minute(at),
  who,
  mark === undefined ? '' : mark,
  // One line each, whatever a name has in it.
  sentence.replace(/\s+/g, ' '),
];

async function verify(context: CommandContext, parsed: Parsed): Promise<number> {
  const other = filterOptions.find((name) => parsed.has(name));
  if (other !== undefined) {
    throw new UsageError(`--verify and --${other} cannot both be given.`, 'The chain is checked as a whole.');
  }
  const chain = await (await context.services()).lifecycle.activity.verify(true);
  context.result(chain, () => [
    verdict(chain),
    ...chain.problems.map(({ message }) => `  ${message}`),
    ...(chain.problemCount > chain.problems.length ? [`  and ${chain.problemCount - chain.problems.length} more`] : []),
  ]);
  if (chain.state === 'intact') return exitCodes.ok;
  context.warn('What was issued and trusted is not touched by this. Compare with a backup of the data folder.');
  return exitCodes.failed;
}

function verdict({ state, lines, brokenAt }: Chain): string {
  const count = `${lines} line${lines === 1 ? '' : 's'}`;
  return state === 'intact' ? `The chain is intact: ${count}.` : `The chain is broken at line ${brokenAt} of ${count}.`;
}

function filterOf(parsed: Parsed): ActivityFilter {
  const [search, what, who] = ['search', 'what', 'who'].map((name) => parsed.value(name));
  const [since, until] = [parsed.value('since'), parsed.value('until')];
  return given({
    search,
    group: what === undefined ? undefined : oneOf('--what', what, activityGroups),
    who: who === undefined ? undefined : oneOf('--who', who, activityActors),
    since: since === undefined ? undefined : instantOf('--since', since, 'first').toISOString(),
    until: until === undefined ? undefined : endOf(until).toISOString(),
  });
}

/** A day to its last millisecond: `instantOf` knows its last second. */
function endOf(typed: string): Date {
  const instant = instantOf('--until', typed, 'last');
  return /^\d{4}-\d{2}-\d{2}$/.test(typed) ? new Date(instant.getTime() + 999) : instant;
}
