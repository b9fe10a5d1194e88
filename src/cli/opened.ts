import { AppError } from '../core/errors';
import { type OpenedContent, recognise } from '../core/inspect/recognise';
import { passphraseFor } from './ask';
import { readInput } from './files';
import type { CliIo } from './io';

/** What is inside a file that was named, without any passphrase. Throws as `readInput` and `recognise`; messages name the file. */
export async function recogniseInput(io: CliIo, typed: string): Promise<{ title: string; content: OpenedContent }> {
  const { title, bytes } = await readInput(io, typed);
  return { title, content: await naming(title, recognise(bytes)) };
}

/** Of several files the message must say which one it is about. */
async function naming<T>(title: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, message, hint } = error;
    throw new AppError(code, `${title}: ${message}`, { ...(hint === undefined ? {} : { hint }), cause: error });
  }
}

/**
 * What is inside a file; if something in it is locked, with the passphrase of the named file or of the person. The caller wipes
 * it. Throws as `recognise`, and `passphrase-needed`.
 */
export async function openContent(
  io: CliIo,
  title: string,
  bytes: Buffer,
  passphraseFile: string | undefined,
): Promise<OpenedContent> {
  const content = await naming(title, recognise(bytes));
  if (!content.locked) return content;
  let opened: OpenedContent | undefined;
  const passphrase = await passphraseFor(
    io,
    { mode: 'enter', title: `Open ${title}`, message: `Type the passphrase of ${title}.` },
    passphraseFile,
    async (typed) => {
      opened = await recognise(bytes, typed);
    },
  ).catch((error: unknown) => {
    if (!(error instanceof AppError) || error.code !== 'passphrase-needed' || passphraseFile !== undefined) throw error;
    throw new AppError('passphrase-needed', `${title} is locked, and nobody is there to type its passphrase.`, {
      hint: 'Name a private file with the passphrase: --passphrase-file FILE.',
    });
  });
  passphrase.fill(0);
  wipe(content);
  return opened ?? content;
}

/** Wipes the private keys of what was opened. */
export function wipe(content: OpenedContent): void {
  for (const { pkcs8 } of content.keys) pkcs8?.fill(0);
}
