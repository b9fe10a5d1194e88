import type { CompatAuthority } from '../../ipc/authority-schemas';
import { type Parsed, UsageError } from '../command-line';
import { type CommandContext, confirm } from '../context';
import { exitCodes } from '../exit-codes';
import { limitsOf } from '../inputs';
import { facts, minute } from '../text';

/** `sealwax compat status`: exit 0 when it is on, 1 when it is off. */
export async function status(context: CommandContext): Promise<number> {
  const state = await (await context.services()).compat.state();
  tell(context, state);
  return state.enabled ? exitCodes.ok : exitCodes.failed;
}

/** `sealwax compat enable --limits …`: asks first, since the key is not encrypted. */
export async function enable(context: CommandContext, parsed: Parsed): Promise<number> {
  const limits = limitsOf(parsed);
  if (limits === undefined) {
    throw new UsageError(
      'An authority whose key lies open on the disk must be limited by name.',
      'Add e.g. --limits ddev.site,localhost,127.0.0.0/8.',
    );
  }
  context.note('Its key is not encrypted: every program that runs as you can read it and sign with it.');
  await confirm(context, 'Make it all the same?', parsed.has('yes'));
  tell(context, await (await context.services()).compat.enable(limits));
  return exitCodes.ok;
}

/** `sealwax compat disable` */
export async function disable(context: CommandContext): Promise<number> {
  tell(context, await (await context.services()).compat.disable());
  return exitCodes.ok;
}

function tell(context: CommandContext, compat: CompatAuthority): void {
  context.result({ compat }, () =>
    compat.enabled
      ? [
          'The compatibility authority is on. Its key is not encrypted.',
          ...facts([
            ['folder', compat.folder],
            ['valid until', minute(compat.notAfter ?? '')],
            ['for a tool', `CAROOT='${compat.folder}'`],
          ]),
        ]
      : ['The compatibility authority is off.'],
  );
}
