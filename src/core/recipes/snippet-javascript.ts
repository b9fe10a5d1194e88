import { shellQuoteFor, stringQuote } from './quotes';
import { lines, part, type SnippetRecipe, snippetGroups } from './snippet-texts';

const group = snippetGroups.javascript;

/** The options of a server of Node.js that asks each client for a certificate. */
const asking = (root: string) => [`ca: readFileSync(${root}),`, 'requestCert: true,'];

/** What runs on Node.js, Deno and Bun. Pure. */
export const javascriptRecipes: SnippetRecipe[] = [
  {
    id: 'node',
    title: 'Node.js',
    group,
    source: 'https://nodejs.org/api/https.html',
    checked: 'Node.js 24',
    server: (facts, mutual) => [
      part('server.mjs; then: node server.mjs', '//', stringQuote, facts, (at) =>
        lines(
          "import { readFileSync } from 'node:fs';",
          "import { createServer } from 'node:https';",
          '',
          `const cert = readFileSync(${at.chain});`,
          `const key = readFileSync(${at.key});`,
          mutual && `const ca = readFileSync(${at.root});`,
          '',
          `createServer({ cert, key${mutual ? ', ca, requestCert: true' : ''} }, (request, response) => response.end('It works\\n')).listen(${facts.port});`,
        ),
      ),
    ],
    client: (facts, mutual) => [
      part('client.mjs; then: node client.mjs', '//', stringQuote, facts, (at) =>
        lines(
          "import { readFileSync } from 'node:fs';",
          "import { get } from 'node:https';",
          '',
          mutual && `const cert = readFileSync(${at.chain});`,
          mutual && `const key = readFileSync(${at.key});`,
          `const ca = readFileSync(${at.root});`,
          '',
          `get('https://${facts.target}:${facts.port}/', { ${mutual ? 'cert, key, ' : ''}ca }, (response) => response.pipe(process.stdout));`,
        ),
      ),
    ],
  },
  {
    id: 'express',
    title: 'Express',
    group,
    source: 'https://expressjs.com/en/api.html#app.listen',
    tried: 'Express 5.3',
    server: (facts, mutual) => [
      part('server.mjs; then: node server.mjs', '//', stringQuote, facts, (at) =>
        lines(
          "import { readFileSync } from 'node:fs';",
          "import { createServer } from 'node:https';",
          "import express from 'express';",
          '',
          'const app = express();',
          "app.get('/', (request, response) => response.send('It works\\n'));",
          '',
          'const options = {',
          `  cert: readFileSync(${at.chain}),`,
          `  key: readFileSync(${at.key}),`,
          ...(mutual ? asking(at.root).map((line) => `  ${line}`) : []),
          '};',
          `createServer(options, app).listen(${facts.port});`,
        ),
      ),
    ],
  },
  {
    id: 'fastify',
    title: 'Fastify',
    group,
    source: 'https://fastify.dev/docs/latest/Reference/Server/#https',
    tried: 'Fastify 5.12',
    server: (facts, mutual) => [
      part('server.mjs; then: node server.mjs', '//', stringQuote, facts, (at) =>
        lines(
          "import { readFileSync } from 'node:fs';",
          "import Fastify from 'fastify';",
          '',
          'const app = Fastify({',
          '  https: {',
          `    cert: readFileSync(${at.chain}),`,
          `    key: readFileSync(${at.key}),`,
          ...(mutual ? asking(at.root).map((line) => `    ${line}`) : []),
          '  },',
          '});',
          "app.get('/', async () => 'It works\\n');",
          `await app.listen({ host: '127.0.0.1', port: ${facts.port} });`,
        ),
      ),
    ],
  },
  {
    id: 'vite',
    title: 'Vite',
    group,
    source: 'https://vite.dev/config/server-options#server-https',
    checked: 'Vite 8',
    server: (facts, mutual) => [
      part('vite.config.js', '//', stringQuote, facts, (at) =>
        lines(
          "import { readFileSync } from 'node:fs';",
          "import { defineConfig } from 'vite';",
          '',
          'export default defineConfig({',
          '  server: {',
          "    host: '127.0.0.1',",
          `    port: ${facts.port},`,
          '    https: {',
          `      cert: readFileSync(${at.chain}),`,
          `      key: readFileSync(${at.key}),`,
          ...(mutual ? asking(at.root).map((line) => `      ${line}`) : []),
          '    },',
          '  },',
          '});',
        ),
      ),
    ],
  },
  {
    id: 'nextjs',
    title: 'Next.js',
    group,
    source: 'https://nextjs.org/docs/app/api-reference/cli/next#using-https-during-development',
    tried: 'Next.js 16.4',
    note: 'For development only, from Next.js 13.5 on. In production a web server stands in front of it.',
    server: (facts, mutual) =>
      mutual
        ? undefined
        : [
            part(
              'A terminal, in the folder of the project',
              '#',
              shellQuoteFor(facts.platform),
              facts,
              (at) =>
                `npx next dev --hostname 127.0.0.1 --port ${facts.port} --experimental-https --experimental-https-cert ${at.chain} --experimental-https-key ${at.key}`,
            ),
          ],
  },
  {
    id: 'webpack',
    title: 'webpack',
    group,
    source: 'https://webpack.js.org/configuration/dev-server/#devserverserver',
    tried: 'webpack 5.113, webpack-dev-server 5.2',
    note: 'For webpack-dev-server 4.4 and later.',
    server: (facts, mutual) => [
      part('webpack.config.mjs', '//', stringQuote, facts, (at) =>
        lines(
          "import { readFileSync } from 'node:fs';",
          '',
          'export default {',
          '  devServer: {',
          "    host: '127.0.0.1',",
          `    port: ${facts.port},`,
          `    allowedHosts: ['${facts.host.url}'],`,
          '    server: {',
          "      type: 'https',",
          '      options: {',
          `        cert: readFileSync(${at.chain}),`,
          `        key: readFileSync(${at.key}),`,
          ...(mutual ? asking(at.root).map((line) => `        ${line}`) : []),
          '      },',
          '    },',
          '  },',
          '};',
        ),
      ),
    ],
  },
  {
    id: 'deno',
    title: 'Deno',
    group,
    source: 'https://docs.deno.com/api/deno/~/Deno.serve',
    tried: 'Deno 2.9',
    server: (facts, mutual) =>
      mutual
        ? undefined
        : [
            part('server.ts; then: deno run --allow-net --allow-read server.ts', '//', stringQuote, facts, (at) =>
              lines(
                `const cert = Deno.readTextFileSync(${at.chain});`,
                `const key = Deno.readTextFileSync(${at.key});`,
                '',
                `Deno.serve({ port: ${facts.port}, cert, key }, () => new Response('It works\\n'));`,
              ),
            ),
          ],
    client: (facts, mutual) => [
      part('client.ts; then: deno run --allow-net --allow-read client.ts', '//', stringQuote, facts, (at) =>
        lines(
          'const client = Deno.createHttpClient({',
          `  caCerts: [Deno.readTextFileSync(${at.root})],`,
          mutual && `  cert: Deno.readTextFileSync(${at.chain}),`,
          mutual && `  key: Deno.readTextFileSync(${at.key}),`,
          '});',
          '',
          `const response = await fetch('https://${facts.target}:${facts.port}/', { client });`,
          'console.log(await response.text());',
        ),
      ),
    ],
  },
  {
    id: 'bun',
    title: 'Bun',
    group,
    source: 'https://bun.sh/docs/api/http#tls',
    tried: 'Bun 1.4',
    server: (facts, mutual) => [
      part('server.ts; then: bun server.ts', '//', stringQuote, facts, (at) =>
        lines(
          'Bun.serve({',
          `  port: ${facts.port},`,
          '  tls: {',
          `    cert: Bun.file(${at.chain}),`,
          `    key: Bun.file(${at.key}),`,
          mutual && `    ca: Bun.file(${at.root}),`,
          mutual && '    requestCert: true,',
          mutual && '    rejectUnauthorized: true,',
          '  },',
          "  fetch: () => new Response('It works\\n'),",
          '});',
        ),
      ),
    ],
    client: (facts, mutual) => [
      part('client.ts; then: bun client.ts', '//', stringQuote, facts, (at) =>
        lines(
          `const response = await fetch('https://${facts.target}:${facts.port}/', {`,
          '  tls: {',
          `    ca: await Bun.file(${at.root}).text(),`,
          mutual && `    cert: await Bun.file(${at.chain}).text(),`,
          mutual && `    key: await Bun.file(${at.key}).text(),`,
          '  },',
          '});',
          'console.log(await response.text());',
        ),
      ),
    ],
  },
];
