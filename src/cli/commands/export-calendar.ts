import { type Parsed, UsageError } from '../command-line';
import type { CommandContext } from '../context';
import { exitCodes } from '../exit-codes';
import { writeOutput } from '../files';

/** `sealwax export-calendar` */
export async function exportCalendar(context: CommandContext, parsed: Parsed): Promise<number> {
  const out = parsed.value('out');
  if (out === undefined && parsed.has('force')) throw new UsageError('--force needs --out FILE.');
  const { text, events } = await (await context.services()).lifecycle.reminders.calendar();
  if (out === undefined) {
    if (context.json) context.result({ events, calendar: text }, () => []);
    else context.io.out(text);
    return exitCodes.ok;
  }
  // Public facts only, and other programs of this person read it.
  const file = await writeOutput(context.io, out, text, { mode: 0o644, force: parsed.has('force') });
  context.result({ events, file }, () => [file]);
  context.note(events === 1 ? 'One event.' : `${events} events.`);
  return exitCodes.ok;
}
