import { shellQuoteFor } from './quotes';
import { part, type SnippetFacts, type SnippetPart } from './snippet-texts';

interface Paths {
  chain: string;
  key: string;
  root: string;
}

/** Said with every copy. */
export const renewCopies =
  'They are copies: after a renewal run the commands again, and let the server read its files anew.';

const needsUnix =
  'It wants the certificate and the key in one file; on Windows Sealwax writes one by an export in the form “combined”.';

/**
 * A server that runs under a user of its own cannot read the folder of yours, so on Linux it gets copies: the key for that
 * user alone, whatever is public for all. Elsewhere these servers are run by the person, and read the files where they are.
 */
export function copiesFor(
  facts: SnippetFacts,
  program: string,
  user: string,
): { paths: Paths; parts: SnippetPart[]; copied: boolean } {
  if (facts.platform !== 'linux') return { paths: facts, parts: [], copied: false };
  const folder = `/etc/sealwax/${program}`;
  const install = part(
    `A terminal: copies that ${user} can read, the key for it alone`,
    '#',
    shellQuoteFor(facts.platform),
    facts,
    (at) => `sudo install -d -m 755 ${folder}
sudo install -m 644 ${at.chain} ${at.root} ${folder}
sudo install -m 600 -o ${user} -g ${user} ${at.key} ${folder}`,
  );
  const paths = { chain: `${folder}/fullchain.pem`, key: `${folder}/key.pem`, root: `${folder}/ca.pem` };
  return { paths, parts: [install], copied: true };
}

/** The same for a program that wants certificate and key in one file, `combined.pem`. */
export function combinedFor(
  facts: SnippetFacts,
  program: string,
  user: string,
): { combined: string; root: string; parts: SnippetPart[] } {
  const folder = `/etc/sealwax/${program}`;
  const combined = `${folder}/combined.pem`;
  // Elsewhere than on Linux only what needs the administrator's ports is started as the administrator.
  const yours = user !== 'root' && facts.platform !== 'linux';
  const owner = user === 'root' ? '' : yours ? ' -o "$(id -un)"' : ` -o ${user} -g ${user}`;
  const install = part(
    `A terminal: one file with certificate and key, for ${yours ? 'you' : user} alone`,
    '#',
    shellQuoteFor(facts.platform),
    facts,
    (at) => `sudo install -d -m 755 ${folder}
sudo install -m 644 ${at.root} ${folder}
sudo install -m 600${owner} /dev/null ${combined}
cat ${at.chain} ${at.key} | sudo tee ${combined} > /dev/null`,
  );
  const possible = facts.platform !== 'win32';
  return {
    combined,
    root: `${folder}/ca.pem`,
    parts: [possible ? install : { ...install, text: undefined, cannot: needsUnix }],
  };
}
