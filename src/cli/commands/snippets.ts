import { AppError } from '../../core/errors';
import { snippetsFor } from '../../core/recipes/snippets';
import type { Certificate } from '../../ipc/schemas';
import type { CommandContext } from '../context';
import { exitCodes } from '../exit-codes';
import { oneOf } from '../inputs';
import { snippets as words } from '../specs/words';

/** `sealwax show ID --snippet PROGRAM`: the text on standard output, where it belongs and what else it needs on standard error. */
export function showSnippet(context: CommandContext, certificate: Certificate, typed: string): number {
  const id = oneOf('--snippet', typed, words);
  const all = snippetsFor(certificate, context.io.platform);
  const found = all.find((each) => each.id === id);
  if (found === undefined)
    throw unsuited(
      certificate,
      id,
      all.map((each) => each.id),
    );
  const { text, title, place, note } = found;
  if (text === undefined) {
    throw new AppError('not-allowed', `There is no text for ${title} with the paths of this certificate.`, {
      hint: note ?? 'Export the files to another folder.',
    });
  }
  context.result({ snippet: found }, () => [text]);
  context.note(`${place}.${note === undefined ? '' : `\n${note}`}`);
  return exitCodes.ok;
}

function unsuited(certificate: Certificate, id: string, others: readonly string[]): AppError {
  const { keyHere, purpose } = certificate;
  if (!keyHere) {
    return new AppError('no-key', 'Its key is not on this machine, so nothing here can serve with it.', {
      hint: 'Give the certificate back to whoever made the request: sealwax export.',
    });
  }
  return new AppError('not-allowed', `A certificate for the purpose “${purpose}” is of no use to ${id}.`, {
    hint:
      others.length === 0
        ? 'Mail programs take a PKCS#12: sealwax export --format pkcs12.'
        : `For it there is: ${others.join(', ')}.`,
  });
}
