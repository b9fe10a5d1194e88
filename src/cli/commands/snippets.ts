import { AppError } from '../../core/errors';
import { snippetIds, snippetKinds } from '../../core/recipes/snippet-ids';
import { snippetsFor } from '../../core/recipes/snippets';
import type { Certificate } from '../../ipc/schemas';
import type { Snippet } from '../../ipc/snippet-schemas';
import type { CommandContext } from '../context';
import { exitCodes } from '../exit-codes';
import { oneOf } from '../inputs';
import { columns } from '../text';

/** What 0.4 called the clients that show the certificate. */
const formerNames: ReadonlyMap<string, string> = new Map([
  ['curl-client', 'curl'],
  ['python-client', 'python'],
  ['node-client', 'node'],
]);

/**
 * `sealwax show ID --snippet PROGRAM [--kind KIND]`: the text on standard output, where it belongs and what else it needs on
 * standard error. Several files are set apart by a comment that says what each is.
 */
export function showSnippet(context: CommandContext, certificate: Certificate, typed: string, kind?: string): number {
  const all = snippetsFor(certificate, context.io.platform);
  if (typed === 'list') return listSnippets(context, certificate, all);
  const former = formerNames.get(typed);
  const id = oneOf('--snippet', former ?? typed, snippetIds);
  const ofKind = kind === undefined ? undefined : oneOf('--kind', kind, snippetKinds);
  const wanted = ofKind ?? (former === undefined ? undefined : 'mutual');
  const found = all.find((each) => each.id === id && (wanted === undefined || each.kind === wanted));
  if (found === undefined) throw unsuited(certificate, id, all, wanted);
  const { title, note } = found;
  // Those printed the client alone, which comes last.
  const parts = former === undefined ? found.parts : found.parts.slice(-1);
  const [first] = parts;
  if (first === undefined) {
    throw new AppError('not-allowed', `There is no text for ${title} with the paths of this certificate.`, {
      hint: note ?? 'Export the files to another folder.',
    });
  }
  const text = parts.length === 1 ? first.text : parts.map(headed).join('\n\n');
  const place = parts.map((each) => each.place).join('; ');
  // `role`, `place` and `text` are what 0.4 printed, for the scripts that read them.
  const role = found.kind === 'client' ? 'check' : certificate.purpose === 'client' || former ? 'client' : 'server';
  context.result({ snippet: { ...found, parts, role, place, text } }, () => [text]);
  context.note(
    parts.length === 1 ? `${place}.` : `${parts.length} parts, each below a comment that says where it belongs.`,
  );
  if (note !== undefined) context.note(note);
  context.note(`${proofOf(found)} ${found.source}`);
  return exitCodes.ok;
}

function proofOf({ checked, tried }: Pick<Snippet, 'checked' | 'tried'>): string {
  if (checked !== undefined) return `Checked with ${checked}.`;
  return tried === undefined
    ? 'Not run; written from the documentation.'
    : `Run by hand with ${tried}, not by our tests.`;
}

const headed = ({ place, comment, text }: Snippet['parts'][number]) =>
  comment === '<!--' ? `<!-- ${place} -->\n${text}` : `${comment} ${place}\n${text}`;

function listSnippets(context: CommandContext, certificate: Certificate, all: readonly Snippet[]): number {
  if (all.length === 0) throw unsuited(certificate, 'any server', all, undefined);
  const rows = snippetIds
    .map((id) => all.filter((each) => each.id === id))
    .flatMap(([first, ...others]) =>
      first === undefined
        ? []
        : [
            {
              id: first.id,
              title: first.title,
              group: first.group,
              kinds: [first, ...others].map(({ kind }) => kind),
              ...(first.checked === undefined ? {} : { checked: first.checked }),
              ...(first.tried === undefined ? {} : { tried: first.tried }),
            },
          ],
    );
  context.result({ snippets: rows }, () =>
    columns(rows.map(({ id, title, kinds, ...run }) => [id, title, kinds.join(', '), proofOf(run)])),
  );
  return exitCodes.ok;
}

function unsuited(
  certificate: Certificate,
  id: string,
  all: readonly Snippet[],
  kind: Snippet['kind'] | undefined,
): AppError {
  const { keyHere, purpose } = certificate;
  if (!keyHere) {
    return new AppError('no-key', 'Its key is not on this machine, so nothing here can serve with it.', {
      hint: 'Give the certificate back to whoever made the request: sealwax export.',
    });
  }
  const kinds = all.filter((each) => each.id === id).map((each) => each.kind);
  if (kinds.length > 0) {
    return new AppError('not-allowed', `There is no text of the kind “${kind}” for ${id} and this certificate.`, {
      hint: `There is: --kind ${kinds.join(', --kind ')}.`,
    });
  }
  return new AppError('not-allowed', `A certificate for the purpose “${purpose}” is of no use to ${id}.`, {
    hint:
      all.length === 0
        ? 'Mail programs take a PKCS#12: sealwax export --format pkcs12.'
        : `For it there is: ${[...new Set(all.map((each) => each.id))].join(', ')}.`,
  });
}
