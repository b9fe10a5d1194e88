import type { Parsed } from '../command-line';
import { bashScript } from '../completions/bash';
import { fishScript } from '../completions/fish';
import { zshScript } from '../completions/zsh';
import type { CommandContext } from '../context';
import { exitCodes } from '../exit-codes';
import { oneOf } from '../inputs';

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript };

/** `sealwax completion bash|zsh|fish` */
export async function completion({ io }: CommandContext, { positionals }: Parsed): Promise<number> {
  const shell = oneOf('The shell', positionals[0] as string, ['bash', 'zsh', 'fish'] as const);
  io.out(scripts[shell]);
  return exitCodes.ok;
}
