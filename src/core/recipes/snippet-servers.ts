import { apacheQuote, caddyQuote, listQuote, nginxQuote, stringQuote } from './quotes';
import { noControl, type SnippetFacts, type SnippetText, withPaths } from './snippet-texts';

/** Web servers read the key as the administrator when they start; the folder is private to the person's account. */
const asRoot =
  'The key can be read by your account and by the administrator, as whom it starts on Linux; else export a copy for it.';
const asYou = 'Run it under your account: the key is readable by nobody else.';

/** What a server needs. Pure. */
export function serverTexts(facts: SnippetFacts): SnippetText[] {
  return [...configurations(facts), ...programs(facts)];
}

function configurations({ chain, key, host, port }: SnippetFacts): SnippetText[] {
  const paths = { chain, key };
  const name = host.name;
  return [
    {
      id: 'nginx',
      title: 'nginx',
      role: 'server',
      place: 'A server block, such as /etc/nginx/conf.d/NAME.conf; then: nginx -t && nginx -s reload',
      cannot: 'nginx takes a $ in a path for a variable, and there is no way to write it as it is.',
      note: asRoot,
      text: withPaths(
        nginxQuote,
        paths,
        (at) => `server {
    listen ${port} ssl;
    server_name ${name};

    ssl_certificate     ${at.chain};
    ssl_certificate_key ${at.key};
}`,
      ),
    },
    {
      id: 'apache',
      title: 'Apache',
      role: 'server',
      place: 'A site of Apache with mod_ssl (a2enmod ssl); then: apachectl configtest && apachectl graceful',
      cannot: 'Apache takes a $ and a brace in a path for a variable.',
      note: asRoot,
      text: withPaths(
        apacheQuote,
        paths,
        (at) => `Listen ${port}
<VirtualHost *:${port}>
    ServerName ${host.url}
${name.startsWith('*.') ? `    ServerAlias ${name}\n` : ''}    SSLEngine on
    SSLCertificateFile    ${at.chain}
    SSLCertificateKeyFile ${at.key}
</VirtualHost>`,
      ),
    },
    {
      id: 'caddy',
      title: 'Caddy',
      role: 'server',
      place: 'The Caddyfile; then: caddy reload',
      cannot: 'A Caddyfile cannot hold a backtick or braces in a path.',
      note: asYou,
      text: withPaths(
        caddyQuote,
        paths,
        (at) => `https://${name}:${port} {
	tls ${at.chain} ${at.key}
	respond "It works"
}`,
      ),
    },
    {
      id: 'traefik',
      title: 'Traefik',
      role: 'server',
      place: 'A YAML file of the file provider (dynamic configuration)',
      cannot: noControl,
      note: asYou,
      text: withPaths(
        stringQuote,
        paths,
        (at) => `tls:
  certificates:
    - certFile: ${at.chain}
      keyFile: ${at.key}`,
      ),
    },
  ];
}

function programs({ platform, chain, key, port }: SnippetFacts): SnippetText[] {
  const paths = { chain, key };
  const https = listQuote(platform)(`127.0.0.1:${port}`, chain, key);
  return [
    {
      id: 'node',
      title: 'Node.js',
      role: 'server',
      place: 'server.mjs; then: node server.mjs',
      cannot: noControl,
      text: withPaths(
        stringQuote,
        paths,
        (at) => `import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';

const cert = readFileSync(${at.chain});
const key = readFileSync(${at.key});

createServer({ cert, key }, (request, response) => response.end('It works\\n')).listen(${port});`,
      ),
    },
    {
      id: 'vite',
      title: 'Vite',
      role: 'server',
      place: 'vite.config.js',
      cannot: noControl,
      text: withPaths(
        stringQuote,
        paths,
        (at) => `import { readFileSync } from 'node:fs';
import { defineConfig } from 'vite';

export default defineConfig({
  server: {
    port: ${port},
    https: {
      cert: readFileSync(${at.chain}),
      key: readFileSync(${at.key}),
    },
  },
});`,
      ),
    },
    {
      id: 'python',
      title: 'Python',
      role: 'server',
      place: 'server.py: the files of its folder over HTTPS; then: python3 server.py',
      cannot: noControl,
      text: withPaths(
        stringQuote,
        paths,
        (at) => `import ssl
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
context.load_cert_chain(${at.chain}, ${at.key})
server = ThreadingHTTPServer(('127.0.0.1', ${port}), SimpleHTTPRequestHandler)
server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()`,
      ),
    },
    {
      id: 'flask',
      title: 'Flask',
      role: 'server',
      place: 'At the end of the program that has your app',
      cannot: noControl,
      text: withPaths(stringQuote, paths, (at) => `app.run(port=${port}, ssl_context=(${at.chain}, ${at.key}))`),
    },
    {
      id: 'uwsgi',
      title: 'uWSGI',
      role: 'server',
      place: 'A terminal, in the folder of wsgi.py',
      cannot: 'uWSGI divides the option at each comma, so no path may have one.',
      note: asYou,
      text: https === undefined ? undefined : `uwsgi --https ${https} --wsgi-file wsgi.py --master --die-on-term`,
    },
    {
      id: 'go',
      title: 'Go',
      role: 'server',
      place: 'main.go; then: go run main.go',
      cannot: noControl,
      text: withPaths(
        stringQuote,
        paths,
        (at) => `package main

import (
	"fmt"
	"log"
	"net/http"
)

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "It works") })
	log.Fatal(http.ListenAndServeTLS(":${port}", ${at.chain}, ${at.key}, nil))
}`,
      ),
    },
  ];
}
