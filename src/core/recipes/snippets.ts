import type { Certificate } from '../../ipc/schemas';
import type { Snippet } from '../../ipc/snippet-schemas';
import { isPlain } from './quotes';
import { containerRecipes } from './snippet-containers';
import { databaseRecipes } from './snippet-databases';
import { enterpriseRecipes } from './snippet-enterprise';
import { type SnippetKind, snippetIds, snippetKinds } from './snippet-ids';
import { javascriptRecipes } from './snippet-javascript';
import { languageRecipes } from './snippet-languages';
import { pythonRecipes } from './snippet-python';
import { queueRecipes } from './snippet-queues';
import { noControl, type SnippetFacts, type SnippetPart, type SnippetRecipe } from './snippet-texts';
import { webRecipes } from './snippet-web';

/** Every text of HTTP listens here or asks here, so that they fit together and need no right of the administrator. */
const port = 8443;

/** In the order of `snippetIds`. */
export const snippetRecipes: readonly SnippetRecipe[] = [
  ...webRecipes,
  ...javascriptRecipes,
  ...pythonRecipes,
  ...languageRecipes,
  ...enterpriseRecipes,
  ...containerRecipes,
  ...databaseRecipes,
  ...queueRecipes,
].sort((one, other) => snippetIds.indexOf(one.id) - snippetIds.indexOf(other.id));

type Suited = Pick<Certificate, 'names' | 'purpose' | 'keyHere' | 'files'>;

/**
 * The texts that suit a certificate, with its real paths; none when its key is not here, and none for one that is for e-mail.
 * - server: the program serves with it;
 * - client: the program reaches that server and verifies it by the root of the certificate;
 * - mutual: the server also asks each client for a certificate of the same authority; the client shows this one. A certificate
 *   for both has the parts of both.
 * A path that a program has no way to write gives an entry without parts, whose note says so. Pure.
 */
export function snippetsFor(certificate: Suited, platform: NodeJS.Platform): Snippet[] {
  const { purpose, keyHere } = certificate;
  if (!keyHere || purpose === 'email') return [];
  const facts = factsOf(certificate, platform);
  return snippetRecipes.flatMap((recipe) =>
    snippetKinds.flatMap((kind) => {
      const parts = partsOf(recipe, kind, facts, purpose);
      return parts.length === 0 ? [] : [told(recipe, kind, parts, facts, purpose)];
    }),
  );
}

function partsOf(
  { server, client }: SnippetRecipe,
  kind: SnippetKind,
  facts: SnippetFacts,
  purpose: Suited['purpose'],
): SnippetPart[] {
  const serves = purpose !== 'client';
  const shows = purpose !== 'server';
  const mutual = kind === 'mutual';
  const ofServer = kind !== 'client' && serves ? (server?.(facts, mutual) ?? []) : [];
  const wanted = kind === 'client' ? serves : mutual && shows;
  return [...ofServer, ...(wanted ? (client?.(facts, mutual) ?? []) : [])];
}

const anyServer =
  'localhost stands for the server, which has a certificate of the same authority; for another one its root stands in the place of this.';

function told(
  recipe: SnippetRecipe,
  kind: SnippetKind,
  parts: SnippetPart[],
  facts: SnippetFacts,
  purpose: Suited['purpose'],
): Snippet {
  const { id, title, group, checked, tried, source } = recipe;
  const note = [recipe.note, purpose === 'client' ? anyServer : undefined]
    .filter((each) => each !== undefined)
    .join(' ');
  const about = {
    ...{ id, title, group, kind, source },
    ...(checked === undefined ? {} : { checked }),
    ...(tried === undefined ? {} : { tried }),
  };
  const { chain, key, root } = facts;
  const plain = [chain, key, root].every(isPlain);
  const missing = parts.find(({ text }) => text === undefined);
  if (!plain || missing !== undefined) {
    const why = (plain ? missing?.cannot : undefined) ?? noControl;
    return { ...about, parts: [], note: `${why} Export the files to another folder, and name that one.` };
  }
  return {
    ...about,
    parts: parts.map(({ place, text = '', comment }) => ({ place, text, comment })),
    ...(note === '' ? {} : { note }),
  };
}

function factsOf({ names, files, purpose }: Suited, platform: NodeJS.Platform): SnippetFacts {
  const host = hostOf(names);
  const target = purpose === 'client' ? 'localhost' : host.url;
  return {
    platform,
    chain: files.fullChain,
    key: files.key,
    // As `certificate-files.ts` names it; beside the chain on every platform.
    root: files.fullChain.replace(/[^\\/]+$/, 'ca.pem'),
    host,
    target,
    bare: target.replace(/^\[|\]$/g, ''),
    address: host.address,
    port,
  };
}

/** The first name that a browser can open: a host, one below a wildcard, or an address; localhost for want of any. */
function hostOf(names: Suited['names']): { url: string; name: string; address: boolean } {
  const dns = names.find(({ type }) => type === 'dns')?.value;
  if (dns !== undefined) {
    const name = dns.replace(/^\*\./, 'www.');
    return { url: name, name: dns, address: false };
  }
  const ip = names.find(({ type }) => type === 'ip')?.value;
  const address = ip?.includes(':') ? `[${ip}]` : ip;
  return { url: address ?? 'localhost', name: address ?? 'localhost', address: address !== undefined };
}
