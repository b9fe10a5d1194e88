import type { Parsed } from '../command-line';
import type { CommandContext } from '../context';
import { exitCodes } from '../exit-codes';
import { helpFor } from '../help';

/** `sealwax help [COMMAND…]` */
export async function help({ io }: CommandContext, { positionals }: Parsed): Promise<number> {
  io.out(helpFor(positionals));
  return exitCodes.ok;
}
