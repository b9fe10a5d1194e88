import { type SettingRow, settingRows } from '../../core/settings-table';
import type { Settings } from '../../ipc/settings-schemas';
import { type Parsed, UsageError } from '../command-line';
import type { CommandContext } from '../context';
import { exitCodes } from '../exit-codes';
import { suggest } from '../suggest';
import { columns } from '../text';

const printed = (row: SettingRow, settings: Settings) => row.print(settings[row.key]);

function rowOf(name: string): SettingRow {
  const row = settingRows.find((each) => each.name === name);
  if (row !== undefined) return row;
  const names = settingRows.map((each) => each.name);
  const near = suggest(name, names);
  throw new UsageError(
    `There is no setting “${name}”.`,
    near === undefined ? `One of: ${names.join(', ')}.` : `Did you mean “${near}”?`,
  );
}

/** `sealwax settings`: all of them; with --json the object that the window works with. */
export async function list(context: CommandContext, _parsed: Parsed): Promise<number> {
  const settings = await (await context.services()).settings.read();
  context.result(settings, () => columns(settingRows.map((row) => [row.name, printed(row, settings), row.help])));
  return exitCodes.ok;
}

/** `sealwax settings get NAME` */
export async function get(context: CommandContext, parsed: Parsed): Promise<number> {
  const row = rowOf(parsed.positionals[0] as string);
  const settings = await (await context.services()).settings.read();
  context.result({ name: row.name, value: settings[row.key] }, () => [printed(row, settings)]);
  return exitCodes.ok;
}

/** `sealwax settings set NAME VALUE` */
export async function set(context: CommandContext, parsed: Parsed): Promise<number> {
  const [name, text] = parsed.positionals as [string, string];
  const row = rowOf(name);
  const value = row.parse(text);
  if (value === undefined) throw new UsageError(`“${text}” is no value of ${row.name}.`, `Give ${row.values}.`);
  const settings = await (await context.services()).settings.change({ [row.key]: value });
  if (row.key === 'startAtLogin') await atLogin(context, settings.startAtLogin);
  context.result({ name: row.name, value: settings[row.key] }, () => [`${row.name} ${printed(row, settings)}`]);
  return exitCodes.ok;
}

/** Only the app can register itself, as it knows where it is; taking the entry out needs nobody on Linux. */
async function atLogin({ io, note }: CommandContext, on: boolean): Promise<void> {
  if (on || io.platform !== 'linux') {
    note('hint: Sealwax applies it at once where it is running, else when it is next started.');
    return;
  }
  const { Autostart } = await import('../../core/reminders/autostart');
  await new Autostart({ env: io.env, home: io.home }).turnOff();
}
