import { shellQuoteFor, stringQuote } from './quotes';
import { noControl, type SnippetFacts, type SnippetText, withPaths } from './snippet-texts';

const theirRoot =
  'The file after “root” is for a server of the same authority; another server’s root stands in its place.';

/** What looks at the server, and what shows the certificate to one that asks for it. Pure. */
export function clientTexts({ platform, chain, key, root, host, port }: SnippetFacts): SnippetText[] {
  const shell = shellQuoteFor(platform);
  const curl = platform === 'win32' ? 'curl.exe' : 'curl';
  const url = `https://${host.url}:${port}/`;
  const server = `https://localhost:${port}/`;
  return [
    {
      id: 'curl',
      title: 'curl: look at the server',
      role: 'check',
      place: 'A terminal. It needs no trusted root on the machine',
      cannot: noControl,
      note: 'A name that no server of yours answers to yet: add --resolve, or put it into the hosts file.',
      text: withPaths(shell, { root, url }, (at) => `${curl} --cacert ${at.root} ${at.url}`),
    },
    {
      id: 'curl-client',
      title: 'curl: as the client',
      role: 'client',
      place: 'A terminal',
      cannot: noControl,
      note: theirRoot.replace('“root”', '--cacert'),
      text: withPaths(
        shell,
        { root, chain, key },
        (at) => `${curl} --cacert ${at.root} --cert ${at.chain} --key ${at.key} ${server}`,
      ),
    },
    {
      id: 'python-client',
      title: 'Python: as the client',
      role: 'client',
      place: 'client.py, with requests',
      cannot: noControl,
      note: theirRoot.replace('“root”', 'verify'),
      text: withPaths(
        stringQuote,
        { root, chain, key },
        (at) => `import requests

certificate = (${at.chain}, ${at.key})
print(requests.get('${server}', cert=certificate, verify=${at.root}).text)`,
      ),
    },
    {
      id: 'node-client',
      title: 'Node.js: as the client',
      role: 'client',
      place: 'client.mjs; then: node client.mjs',
      cannot: noControl,
      note: theirRoot.replace('“root”', 'ca'),
      text: withPaths(
        stringQuote,
        { root, chain, key },
        (at) => `import { readFileSync } from 'node:fs';
import { get } from 'node:https';

const cert = readFileSync(${at.chain});
const key = readFileSync(${at.key});
const ca = readFileSync(${at.root});

get('${server}', { cert, key, ca }, (response) => response.pipe(process.stdout));`,
      ),
    },
  ];
}
