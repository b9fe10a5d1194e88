import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SnippetKind } from '../../src/core/recipes/snippet-ids';
import { snippetRecipes } from '../../src/core/recipes/snippets';
import { openBench, type Ran } from '../support/recipe-bench';
import { type Given, type RecipeCase, recipeCases } from './cases';
import { type Machine, makeMachine } from './machine';

/** Each server of Debian's started with exactly the text that is printed for it, and reached by real clients that verify. */
let machine: Machine;
beforeAll(async () => {
  machine = await makeMachine();
});

async function withServer(recipe: RecipeCase, kind: SnippetKind, then: (given: Given) => Promise<void>): Promise<void> {
  const folder = join(machine.folder, `${recipe.id}-${kind}`);
  await mkdir(folder, { mode: 0o755 });
  const bench = await openBench();
  try {
    const texts = machine.textsFor(recipe.id);
    const client = recipe.ask === undefined ? [] : kind === 'mutual' ? texts.shows() : texts.server('client');
    const given = { bench, folder, kind, parts: texts.server(kind), client };
    await recipe.serve(given);
    await then(given).catch((failed) => {
      throw new Error(`The server said: ${bench.said()}`, { cause: failed });
    });
  } finally {
    await bench.stop();
  }
}

const ownClient = async (recipe: RecipeCase, given: Given): Promise<Ran | undefined> => {
  if (recipe.ask === undefined) return undefined;
  const { command, input } = recipe.ask(given);
  const cwd = join(machine.folder, `${recipe.id}-client-${given.kind}`);
  await mkdir(cwd, { recursive: true });
  return given.bench.run(command, { cwd, ...(input === undefined ? {} : { input }) });
};
const speaksHttp = ({ id }: RecipeCase) => !['postgresql', 'mysql', 'redis', 'mosquitto'].includes(id);
const curl = (kind: 'plain' | 'shows') => {
  const texts = machine.textsFor('curl');
  return kind === 'shows' ? (texts.shows()[0] ?? '') : (texts.server('client')[0] ?? '');
};

describe.concurrent('the text', () => {
  it.each(recipeCases)('for $id serves, and clients that verify reach it', async (recipe) => {
    await withServer(recipe, 'server', async (given) => {
      if (speaksHttp(recipe)) {
        expect((await given.bench.run(curl('plain'))).output).toMatch(recipe.says);
        // Without the root curl must refuse (exit 60), or the above would prove nothing.
        expect((await given.bench.run(curl('plain').replace(/--cacert .*ca\.pem'? /, ''))).code).toBe(60);
      }
      const own = await ownClient(recipe, given);
      if (own) expect(own.output).toMatch(recipe.says);
    });
  });

  it.each(recipeCases)('for $id with mutual TLS lets in who shows a certificate, and nobody else', async (recipe) => {
    await withServer(recipe, 'mutual', async (given) => {
      if (speaksHttp(recipe)) {
        expect((await given.bench.run(curl('shows'))).output).toMatch(recipe.says);
        expect((await given.bench.run(curl('plain'))).output).not.toMatch(recipe.says);
      }
      const own = await ownClient(recipe, given);
      if (own) expect(own.output).toMatch(recipe.says);
      if (!speaksHttp(recipe)) {
        const without = { ...given, client: machine.textsFor(recipe.id).server('client') };
        expect((await ownClient(recipe, without))?.output).not.toMatch(recipe.says);
      }
    });
  });
});

it('is called checked where it is started here, and nowhere else', () => {
  const checked = snippetRecipes.filter((recipe) => recipe.checked !== undefined).map(({ id }) => id);
  expect(new Set(checked)).toEqual(new Set(['curl', ...recipeCases.map(({ id }) => id)]));
});

/** Debian's packages of what the texts name. */
const packages: Readonly<Record<string, string>> = {
  curl: 'curl',
  nginx: 'nginx-light',
  Apache: 'apache2',
  Caddy: 'caddy',
  HAProxy: 'haproxy',
  Python: 'python3',
  Flask: 'python3-flask',
  Django: 'python3-django',
  FastAPI: 'python3-fastapi',
  uvicorn: 'uvicorn',
  gunicorn: 'gunicorn',
  uWSGI: 'uwsgi-core',
  Puma: 'puma',
  Ruby: 'ruby',
  PHP: 'php-cli',
  Tomcat: 'tomcat10',
  Java: 'default-jre-headless',
  PostgreSQL: 'postgresql',
  MariaDB: 'mariadb-server',
  Redis: 'redis-server',
  Mosquitto: 'mosquitto',
};
const debian12 = /^VERSION_ID="12"$/m.test(readFileSync('/etc/os-release', 'utf8'));

// Elsewhere the same texts are run with other versions.
it.runIf(debian12)('is checked with the versions that it names', () => {
  const named = snippetRecipes.flatMap(({ checked }) => checked?.split(', ') ?? []);
  for (const each of new Set(named)) {
    const [name = '', version = ''] = each.split(/ (?=[\d.]+$)/);
    const wanted = packages[name];
    const found =
      name === 'Node.js'
        ? process.version
        : name === 'Vite'
          ? JSON.parse(readFileSync('node_modules/vite/package.json', 'utf8')).version
          : execFileSync('dpkg-query', ['-W', '-f', '$' + '{Version}', wanted ?? name], { encoding: 'utf8' });
    // An epoch comes before, and Java's packages call 17 “1.17”.
    expect(`${found.replace(/^v|^\d+:/, '').replace(/^1\.(?=17)/, '')}.`).toMatch(
      new RegExp(`^${version.replace('.', '\\.')}[.+-]`),
    );
  }
});
