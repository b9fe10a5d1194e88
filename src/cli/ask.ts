import { AppError } from '../core/errors';
import type { AskPassphrase, PassphraseRequest } from '../core/keychain/root-keys';
import { typedPassphrase } from '../core/keychain/typed-passphrase';
import { pathOf } from './context';
import type { CliIo } from './io';
import { passphraseVariable, readPassphraseFile } from './passphrase-file';

/** Times that a person may type a passphrase before the command gives up. */
const tries = 3;

export interface AskOptions {
  /** The file of a passphrase that opens something; `SEALWAX_PASSPHRASE_FILE` unless told; null: never from a file. */
  enterFile?: string | null | undefined;
  /** The file of one that is newly chosen; null: never from a file. */
  createFile?: string | null | undefined;
}

/**
 * Asks for a passphrase: reads the private file if one is named, else asks the person at the terminal without showing what is
 * typed. Throws `passphrase-needed` at once when there is neither, `passphrase-wrong` and `passphrase-weak` for the file.
 */
export function askPassphrase(io: CliIo, options: AskOptions = {}): AskPassphrase {
  return async (request, check) => {
    const named = request.mode === 'enter' ? options.enterFile : options.createFile;
    const file = named === undefined ? fileOfEnvironment(io) : named;
    if (typeof file === 'string') {
      const passphrase = await readPassphraseFile(pathOf(io, file), io.platform === 'win32');
      try {
        await check(passphrase);
        return 'answered';
      } catch (error) {
        throw ofFile(error, file);
      } finally {
        passphrase.fill(0);
      }
    }
    if (!io.interactive) throw nobodyThere(request, named === null);
    return askPerson(io, request, check);
  };
}

/** The file that the environment names; a variable that is set to nothing counts as not set. */
export function fileOfEnvironment(io: CliIo): string | undefined {
  const file = io.env[passphraseVariable];
  return file === '' ? undefined : file;
}

function nobodyThere(request: PassphraseRequest, otherFile: boolean): AppError {
  return new AppError(
    'passphrase-needed',
    `A passphrase is needed, and nobody is there to type it: ${request.title}.`,
    {
      hint: otherFile
        ? 'Run it in a terminal, or name a private file with the passphrase by an option (see --help).'
        : `Run it in a terminal, or name a private file with the passphrase in ${passphraseVariable}.`,
    },
  );
}

/** The file's answer was wrong: asking again would read the same. */
function ofFile(error: unknown, file: string): unknown {
  if (!(error instanceof AppError) || (error.code !== 'passphrase-wrong' && error.code !== 'passphrase-weak'))
    return error;
  // Its own hint is for a person who types; of a new one it says what a good one is, which holds for the file too.
  const [kind, rule] = error.code === 'passphrase-wrong' ? ['the right', ''] : ['another', ` ${error.hint ?? ''}`];
  return new AppError(error.code, `${error.message} It was read from ${file}.`, {
    hint: `Write ${kind} passphrase into that file.${rule}`.trimEnd(),
    cause: error,
  });
}

async function askPerson(
  io: CliIo,
  request: PassphraseRequest,
  check: (passphrase: Buffer) => Promise<void>,
): Promise<'answered' | 'cancelled'> {
  const { askSecret } = await import('./terminal');
  io.err(`${request.message}\n`);
  for (let attempt = 1; ; attempt += 1) {
    const typed = await askSecret('Passphrase: ');
    if (typed === null) return 'cancelled';
    try {
      if (request.mode === 'create' && !(await typedTwice(typed, askSecret))) {
        io.err('The two are not the same.\n');
        if (attempt >= tries) return 'cancelled';
        continue;
      }
      await check(typed);
      return 'answered';
    } catch (error) {
      const again =
        error instanceof AppError && (error.code === 'passphrase-wrong' || error.code === 'passphrase-weak');
      if (!again || attempt >= tries) throw error;
      io.err(`${error.message}${error.hint === undefined ? '' : ` ${error.hint}`}\n`);
    } finally {
      typed.fill(0);
    }
  }
}

async function typedTwice(first: Buffer, askSecret: (question: string) => Promise<Buffer | null>): Promise<boolean> {
  const second = await askSecret('The same again: ');
  const same = second?.equals(first) === true;
  second?.fill(0);
  return same;
}

/**
 * A passphrase as bytes, for a file that is written or opened; the caller wipes it. The authorities' own passphrase file is
 * not used for it: what is given to others must not open the authority's key. Throws as `askPassphrase`, and `cancelled`.
 */
export async function passphraseFor(
  io: CliIo,
  request: PassphraseRequest,
  file: string | undefined,
  check?: (passphrase: Buffer) => void | Promise<void>,
): Promise<Buffer> {
  const ask = askPassphrase(io, { enterFile: file ?? null, createFile: file ?? null });
  const typed = await typedPassphrase(ask, request, check);
  if (typed !== undefined) return typed;
  throw new AppError('cancelled', 'No passphrase was given, so nothing was done.');
}
