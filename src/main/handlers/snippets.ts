import { snippetsFor } from '../../core/recipes/snippets';
import type { Group, HandlerContext } from './context';

export function snippetHandlers({ services }: HandlerContext): Group<'snippets'> {
  return {
    'snippets.list': async ({ id }) => snippetsFor(await services.certificates.get(id), process.platform),
  };
}
