import type { Rollover } from '../../ipc/rollover-schemas';
import type { Progress } from '../../ipc/schemas';
import type { Parsed } from '../command-line';
import type { CommandContext } from '../context';
import { exitCodes } from '../exit-codes';
import { columns } from '../text';
import { authorityOf } from './authorities';

const marks = { done: 'done', 'to-do': 'to do', waiting: 'waits' } as const;

/**
 * `sealwax ca rollover [ID|NAME] [--go] [--done THING]… [--finish]`: exit 0 when no step is left; with --go when none is left but what
 * a person and --finish do; else 1, and 4 when --go did some of it.
 */
export async function rollover(context: CommandContext, parsed: Parsed): Promise<number> {
  const { id } = await authorityOf(context, parsed.positionals[0]);
  const { rollovers } = (await context.services()).lifecycle;
  const say = ({ label, state, message }: Progress) => {
    if (state === 'running') context.note(message === undefined ? `${label} …` : `${label}: ${message}`);
  };
  for (const hand of parsed.values('done')) await rollovers.tick(id, hand, true);
  for (const hand of parsed.values('not-done')) await rollovers.tick(id, hand, false);
  let seen = parsed.has('go') ? await rollovers.advance(id, say) : await rollovers.get(id);
  if (parsed.has('finish')) seen = await rollovers.finish(id, say);
  context.result({ rollover: seen }, () => lines(seen));
  for (const { name, reason, hint } of seen.certificates) {
    if (reason !== undefined) context.warn(`${name}: ${reason}${hint === undefined ? '' : ` hint: ${hint}`}`);
  }
  if (parsed.has('go') && !parsed.has('finish')) return isIssued(seen) ? exitCodes.ok : exitCodes.partly;
  return seen.steps.every(({ state }) => state === 'done') ? exitCodes.ok : exitCodes.failed;
}

const isIssued = ({ steps }: Rollover) =>
  steps.every(({ id, state }) => state === 'done' || id === 'hands' || id === 'remove-old');

function lines({ old, next, steps, hands }: Rollover): string[] {
  return [
    `${old.name}, until ${old.notAfter.slice(0, 10)}${next === undefined ? '' : ` -> ${next.name}, until ${next.notAfter.slice(0, 10)}`}`,
    ...columns(steps.map(({ id, state, message }) => [marks[state], id, message])),
    ...(hands.length === 0 ? [] : ['', 'By hand (tick with --done):']),
    ...columns(hands.map(({ id, label, detail, done }) => [done ? '[x]' : '[ ]', id, `${label}: ${detail}`])),
  ];
}
