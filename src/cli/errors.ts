import { AppError } from '../core/errors';
import { UsageError } from './command-line';
import type { CommandContext } from './context';
import { exitCodeOf, exitCodes } from './exit-codes';
import { visible } from './text';

interface ErrorData {
  code: string;
  message: string;
  hint?: string;
  field?: string;
}

/** Name of the class that ./terminal throws for Ctrl-C; that module is not loaded for a mere comparison. */
const interruptedName = 'Interrupted';

/**
 * Says what failed on standard error, as `error:` and `hint:`, and with --json also as `{ "error": … }` on standard output.
 * Gives back the exit code.
 */
export function explainError({ io, json }: CommandContext, error: unknown): number {
  if (error instanceof Error && error.name === interruptedName) {
    io.err('\n');
    return exitCodes.interrupted;
  }
  const data = dataOf(error);
  io.err(visible(`error: ${data.message}\n${data.hint === undefined ? '' : `hint: ${data.hint}\n`}`));
  // For a report: where it happened. A message of an unknown error may be of any library, but holds no secret of ours.
  if (data.code === 'internal' && io.env.SEALWAX_DEBUG === '1') io.err(`${(error as Error).stack ?? ''}\n`);
  if (json) io.out(`${JSON.stringify({ error: data }, null, 2)}\n`);
  if (error instanceof UsageError) return exitCodes.usage;
  return error instanceof AppError ? exitCodeOf(error.code) : exitCodes.failed;
}

function dataOf(error: unknown): ErrorData {
  if (error instanceof UsageError) {
    return { code: 'usage', message: error.message, ...(error.hint === undefined ? {} : { hint: error.hint }) };
  }
  if (error instanceof AppError) {
    const { code, message, hint, field } = error;
    return {
      code,
      message,
      ...(hint === undefined ? {} : { hint }),
      ...(field === undefined ? {} : { field }),
    };
  }
  return {
    code: 'internal',
    message: `Something went wrong that Sealwax did not expect: ${error instanceof Error ? error.message : 'unknown'}`,
    hint: 'Run it again with SEALWAX_DEBUG=1 and report what it prints.',
  };
}
