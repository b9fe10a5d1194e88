import type { HostsChange } from '../../core/system/hosts-file';
import type { HostsState } from '../../ipc/hosts-schemas';
import { type Parsed, UsageError } from '../command-line';
import { type CommandContext, confirm } from '../context';
import { exitCodes } from '../exit-codes';
import { columns } from '../text';

/** `sealwax hosts list`. */
export async function list(context: CommandContext): Promise<number> {
  const { lifecycle } = await context.services();
  const state: HostsState = await lifecycle.hosts.list();
  context.result(state, () => columns(state.names.map(({ name, addresses }) => [name, addresses.join(' ')])));
  if (state.names.length === 0) context.note(`Sealwax wrote no name into ${state.path}.`);
  return exitCodes.ok;
}

/** `sealwax hosts add NAME…`. */
export async function add(context: CommandContext, parsed: Parsed): Promise<number> {
  const addresses = parsed.values('address');
  const anyAddress = parsed.has('any-address');
  return change(context, parsed, { action: 'add', names: parsed.positionals, addresses, anyAddress });
}

/** `sealwax hosts remove NAME…`, or all with --all. */
export async function remove(context: CommandContext, parsed: Parsed): Promise<number> {
  const { positionals } = parsed;
  if (parsed.has('all') === positionals.length > 0) {
    throw new UsageError(
      positionals.length > 0 ? 'Names and --all cannot both be given.' : 'No name is given.',
      'Type names, or --all for every name that Sealwax wrote.',
    );
  }
  const { lifecycle } = await context.services();
  const names = parsed.has('all') ? (await lifecycle.hosts.list()).names.map(({ name }) => name) : positionals;
  return change(context, parsed, { action: 'remove', names });
}

/** Shows the exact lines, asks, and writes them. */
async function change(context: CommandContext, parsed: Parsed, asked: HostsChange): Promise<number> {
  const { lifecycle } = await context.services();
  const plan = await lifecycle.hosts.plan(asked);
  const { action, path, lines, already } = plan;
  const adding = action === 'add';
  for (const name of already)
    context.note(adding ? `${name} leads there already.` : `Sealwax wrote no line for ${name}.`);
  const dry = parsed.has('dry-run');
  if (lines.length > 0) {
    context.note(`${adding ? 'Lines for' : 'Lines out of'} ${path}:`);
    for (const line of lines) context.note(`  ${line}`);
    if (!dry) {
      await confirm(context, adding ? 'Write them?' : 'Take them out?', parsed.has('yes'));
      await lifecycle.hosts.apply(asked, plan.fingerprint);
    }
  }
  const done = !dry && lines.length > 0;
  context.result({ path, action, lines, already, done }, () =>
    done ? [`${adding ? 'Written' : 'Taken out'}: ${path}`] : [],
  );
  return exitCodes.ok;
}
