import type { Certificate } from '../../ipc/schemas';
import type { Snippet } from '../../ipc/snippet-schemas';
import { isPlain } from './quotes';
import { clientTexts } from './snippet-clients';
import { serverTexts } from './snippet-servers';
import type { SnippetFacts, SnippetText } from './snippet-texts';

/** Every text listens here or asks here, so that they fit together and need no right of the administrator. */
const port = 8443;

/**
 * The texts that suit a certificate, with its real paths; none when its key is not here, and none for one that is for e-mail.
 * A path that a program has no way to write gives an entry without text that says so. Pure.
 */
export function snippetsFor(
  certificate: Pick<Certificate, 'names' | 'purpose' | 'keyHere' | 'files'>,
  platform: NodeJS.Platform,
): Snippet[] {
  const { purpose, keyHere, files } = certificate;
  if (!keyHere || purpose === 'email') return [];
  const facts: SnippetFacts = {
    platform,
    chain: files.fullChain,
    key: files.key,
    // As `certificate-files.ts` names it; beside the chain on every platform.
    root: files.fullChain.replace(/[^\\/]+$/, 'ca.pem'),
    host: hostOf(certificate),
    port,
  };
  const serves = purpose === 'server' || purpose === 'server-client';
  const shows = purpose === 'client' || purpose === 'server-client';
  const fits = { server: serves, check: serves, client: shows };
  return [...serverTexts(facts), ...clientTexts(facts)]
    .filter(({ role }) => fits[role])
    .map((each) => told(each, facts));
}

function told({ cannot, text, ...rest }: SnippetText, { chain, key, root }: SnippetFacts): Snippet {
  if ([chain, key, root].every(isPlain) && text !== undefined) return { ...rest, text };
  const note = `${cannot} Export the files to another folder, and name that one.`;
  return { ...rest, note };
}

/** The first name that a browser can open: a host, one below a wildcard, or an address; localhost for want of any. */
function hostOf({ names }: Pick<Certificate, 'names'>): { url: string; name: string } {
  const dns = names.find(({ type }) => type === 'dns')?.value;
  if (dns !== undefined) {
    const name = dns.replace(/^\*\./, 'www.');
    return { url: name, name: dns };
  }
  const ip = names.find(({ type }) => type === 'ip')?.value;
  const address = ip?.includes(':') ? `[${ip}]` : ip;
  return { url: address ?? 'localhost', name: address ?? 'localhost' };
}
