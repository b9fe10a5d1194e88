import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { SnippetId } from '../../src/core/recipes/snippet-ids';
import { snippetRecipes, snippetsFor } from '../../src/core/recipes/snippets';

/** What no package of Debian's can start here is at least read by the parser of its language. */
const folder = "/home/ada/it's #1";
const files = { folder, certificate: 'cert.pem', key: `${folder}/key.pem`, fullChain: `${folder}/fullchain.pem` };
const snippets = snippetsFor(
  {
    names: [{ type: 'dns', value: 'app.test', display: 'app.test' }],
    purpose: 'server-client',
    keyHere: true,
    files,
  },
  'linux',
);
const unchecked = snippetRecipes.filter(({ checked }) => checked === undefined).map(({ id }) => id);
const partsOf = (place: RegExp) =>
  snippets
    .filter(({ id }) => unchecked.some((each) => each === id))
    .flatMap(({ parts }) => parts.filter((part) => place.test(part.place)));
const idsOf = (place: RegExp) => [
  ...new Set(
    snippets.filter(({ parts }) => parts.some((part) => place.test(part.place))).map(({ id }) => id as SnippetId),
  ),
];

/** Every string of a document, however deep. */
const stringsOf = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(stringsOf)
      : [];

it('is YAML with the paths in it', () => {
  const texts = partsOf(/YAML|\.yaml|mongod\.conf/).map(({ text }) => text);
  expect(idsOf(/YAML|\.yaml|mongod\.conf/)).toEqual(['traefik', 'spring-boot', 'docker', 'kubernetes', 'mongodb']);
  const read = JSON.parse(
    execFileSync(
      'python3',
      ['-c', 'import json, sys, yaml; print(json.dumps([yaml.safe_load(t) for t in json.load(sys.stdin)]))'],
      {
        input: JSON.stringify(texts),
        encoding: 'utf8',
      },
    ),
  ) as unknown[];
  expect(read.every((document) => typeof document === 'object' && document !== null)).toBe(true);
  // Spring reads a URL, in which a # would end the path.
  const url = "file:/home/ada/it's%20%231/key.pem";
  expect(stringsOf(read)).toEqual(expect.arrayContaining([`${folder}/key.pem`, url]));
});

it('is JSON with the paths in it', () => {
  const [text = ''] = partsOf(/appsettings\.json/).map((part) => part.text);
  expect(stringsOf(JSON.parse(text))).toEqual(expect.arrayContaining([`${folder}/fullchain.pem`, `${folder}/key.pem`]));
});

it('is JavaScript, Python or a text of the shell', () => {
  const place = mkdtempSync(join(tmpdir(), 'sealwax-syntax-'));
  const write = (name: string, text: string) => {
    writeFileSync(join(place, name), text);
    return join(place, name);
  };
  const scripts = partsOf(/^(server|client)\.(mjs|ts)|^webpack/);
  expect(scripts.length).toBeGreaterThanOrEqual(12);
  for (const [index, { text }] of scripts.entries())
    execFileSync(process.execPath, ['--check', write(`${index}.mjs`, text)], { stdio: 'pipe' });
  const pythons = partsOf(/^client\.py/).map(({ text }, index) => write(`${index}.py`, text));
  execFileSync('python3', ['-m', 'py_compile', ...pythons], { stdio: 'pipe' });
  const commands = partsOf(/^A terminal/).map(({ text }) => text);
  expect(commands.length).toBeGreaterThanOrEqual(10);
  execFileSync('bash', ['-n'], { input: commands.join('\n'), stdio: 'pipe' });
});
