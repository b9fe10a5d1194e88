import { isAbsolute, resolve } from 'node:path';
import { AppError } from '../core/errors';
import type { AskPassphrase } from '../core/keychain/root-keys';
import type { Services } from '../core/services';
import type { CliIo } from './io';
import { visible } from './text';

/** What a command works with. */
export interface CommandContext {
  io: CliIo;
  json: boolean;
  quiet: boolean;
  /** The object graph over the data folder, built at the first call: `help` and `inspect --help` touch no folder. */
  services: () => Promise<Services>;
  /** Asks for a passphrase: of the private file, else of the person at the terminal. */
  ask: AskPassphrase;
  /** A message for people on standard error; nothing with --quiet. */
  note: (text: string) => void;
  /** The same, for what must not be overlooked: --quiet does not silence it. */
  warn: (text: string) => void;
  /** The result: as JSON with --json, else the lines for people. Exactly one call in a command. */
  result: (value: unknown, lines: () => readonly string[]) => void;
}

export interface ContextOptions {
  io: CliIo;
  json: boolean;
  quiet: boolean;
}

/** Makes the context of one command. Nothing heavy is loaded before it is needed: the start must stay short. */
export function createContext({ io, json, quiet }: ContextOptions): CommandContext {
  let services: Promise<Services> | undefined;
  const warn = (text: string) => io.err(`${visible(text)}\n`);
  const ask: AskPassphrase = async (request, check) => (await import('./ask')).askPassphrase(io)(request, check);
  return {
    io,
    json,
    quiet,
    ask,
    warn,
    note: (text) => {
      if (!quiet) warn(text);
    },
    services: () => {
      services ??= import('./open-services').then((module) => module.openServices(io, ask));
      return services;
    },
    result: (value, lines) => {
      if (json) {
        io.out(`${JSON.stringify(value, null, 2)}\n`);
        return;
      }
      const text = lines();
      if (text.length > 0) io.out(`${visible(text.join('\n'))}\n`);
    },
  };
}

/** A path as typed, against the folder the program was called in. */
export const pathOf = (io: CliIo, typed: string): string => (isAbsolute(typed) ? typed : resolve(io.cwd, typed));

/**
 * Goes on when a person says yes, or `yes` did. Throws `cancelled` for a no, and `confirmation-needed` at once where there is
 * nobody to ask.
 */
export async function confirm(context: CommandContext, question: string, yes: boolean): Promise<void> {
  if (yes) return;
  if (!context.io.interactive) {
    throw new AppError('confirmation-needed', 'This needs a yes, and nobody is there to give it.', {
      hint: 'Add --yes.',
    });
  }
  const { askLine } = await import('./terminal');
  const answer = await askLine(`${question} [y/N] `);
  if (/^y(es)?$/i.test(answer.trim())) return;
  throw new AppError('cancelled', 'Nothing was changed.');
}
