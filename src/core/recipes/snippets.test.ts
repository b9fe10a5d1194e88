import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { CertificateName } from '../../ipc/schemas';
import { type SnippetId, type SnippetKind, snippetIds } from './snippet-ids';
import { snippetRecipes, snippetsFor } from './snippets';

const dns = (value: string): CertificateName => ({ type: 'dns', value, display: value });
const certificate = (folder: string, change: Partial<Parameters<typeof snippetsFor>[0]> = {}) => ({
  names: [dns('app.test')],
  purpose: 'server-client' as const,
  keyHere: true,
  files: {
    folder,
    certificate: `${folder}/cert.pem`,
    key: `${folder}/key.pem`,
    fullChain: `${folder}/fullchain.pem`,
  },
  ...change,
});
const partsOf = (folder: string, id: SnippetId, kind?: SnippetKind, platform: NodeJS.Platform = 'linux') =>
  snippetsFor(certificate(folder), platform).find((each) => each.id === id && (kind ?? each.kind) === each.kind)
    ?.parts ?? [];
const textOf = (...args: Parameters<typeof partsOf>) =>
  partsOf(...args)
    .map(({ text }) => text)
    .join('\n');

/** What people's folders are called, the worst of it at once. */
const awkward = `/home/ada/it's a "test" \\ of #1; 50% & co`;

describe('paths with spaces and quotes', () => {
  it('are one word for a shell', () => {
    for (const kind of ['client', 'mutual'] as const) {
      const words = execFileSync('sh', ['-c', `curl() { printf '%s\\n' "$@"; }; ${textOf(awkward, 'curl', kind)}`], {
        encoding: 'utf8',
      }).split('\n');
      expect(words).toContain(`${awkward}/ca.pem`);
      if (kind === 'mutual')
        expect(words).toEqual(expect.arrayContaining([`${awkward}/fullchain.pem`, `${awkward}/key.pem`]));
    }
    const words = execFileSync('sh', ['-c', `uwsgi() { printf '%s\\n' "$@"; }; ${textOf(awkward, 'uwsgi')}`], {
      encoding: 'utf8',
    }).split('\n');
    expect(words[1]).toBe(`127.0.0.1:8443,${awkward}/fullchain.pem,${awkward}/key.pem`);
  });

  it('are one word for PowerShell, as its rules have it', () => {
    expect(textOf("C:/Users/O'Neil", 'curl', 'client', 'win32')).toBe(
      "curl.exe --cacert 'C:/Users/O''Neil/ca.pem' 'https://app.test:8443/'",
    );
  });

  it.each(['node', 'vite', 'python', 'flask', 'go', 'traefik', 'axum', 'kestrel', 'bun', 'deno', 'docker'] as const)(
    'are one string in the text for %s',
    (id) => {
      const strings = textOf(awkward, id).match(/"(?:[^"\\\n]|\\.)*"/g) ?? [];
      const read = strings.map((each) => JSON.parse(each) as string);
      expect(read).toEqual(expect.arrayContaining([`${awkward}/fullchain.pem`, `${awkward}/key.pem`]));
    },
  );

  it('are what nginx and Apache take out of their quotes', () => {
    for (const id of ['nginx', 'apache'] as const) {
      const [, quoted = ''] = /[cC]ertificate(?:File)? +"(.*)";?$/m.exec(textOf(awkward, id)) ?? [];
      expect(quoted.replace(/\\([\\"])/g, '$1')).toBe(`${awkward}/fullchain.pem`);
      expect(quoted).not.toMatch(/(^|[^\\])(\\\\)*"/);
    }
    expect(textOf(awkward, 'caddy')).toContain(`\ttls \`${awkward}/fullchain.pem\` \`${awkward}/key.pem\``);
  });

  it.each<[SnippetId, string]>([
    ['nginx', '/srv/$HOME'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of a path.
    ['apache', '/srv/${x}'],
    ['caddy', '/srv/`x`'],
    ['caddy', '/srv/{env.HOME}'],
    ['uwsgi', '/srv/a,b'],
    ['node', '/srv/a\nb'],
    ['curl', '/srv/a\nb'],
  ])('that %s cannot write are said, not written wrong: %j', (id, folder) => {
    const found = snippetsFor(certificate(folder), 'linux').find((each) => each.id === id);
    expect(found?.parts).toEqual([]);
    expect(found?.note).toMatch(/Export the files to another folder/);
    expect(JSON.stringify(found)).not.toContain(folder);
  });
});

describe('the texts of a certificate', () => {
  const kinds = (change: Parameters<typeof certificate>[1], id: SnippetId) =>
    snippetsFor(certificate('/x', change), 'linux').flatMap((each) => (each.id === id ? [each.kind] : []));
  const placesOf = (purpose: 'server' | 'client' | 'server-client') =>
    snippetsFor(certificate('/x', { purpose }), 'linux')
      .find(({ id, kind }) => id === 'node' && kind === 'mutual')
      ?.parts.map(({ place }) => place.replace(/;.*/, ''));

  it('are those of its purpose', () => {
    expect(kinds({ purpose: 'server' }, 'nginx')).toEqual(['server', 'client', 'mutual']);
    expect(kinds({ purpose: 'client' }, 'nginx')).toEqual(['mutual']);
    expect(kinds({ purpose: 'client' }, 'flask')).toEqual([]);
    expect(snippetsFor(certificate('/x', { purpose: 'email' }), 'linux')).toEqual([]);
    expect(snippetsFor(certificate('/x', { keyHere: false }), 'linux')).toEqual([]);
  });

  it('of both sides are for a certificate of both', () => {
    expect(placesOf('server')).toEqual(['server.mjs']);
    expect(placesOf('client')).toEqual(['client.mjs']);
    expect(placesOf('server-client')).toEqual(['server.mjs', 'client.mjs']);
  });

  it('are there for every program, each in its group and with where to read on', () => {
    expect(snippetRecipes.map(({ id }) => id)).toEqual(snippetIds);
    const groups = snippetRecipes.map(({ group }) => group);
    expect(groups.filter((group, index) => group !== groups[index - 1])).toEqual([...new Set(groups)]);
    for (const { source } of snippetRecipes) expect(source).toMatch(/^https:\/\//);
  });

  it('never hand the key to a server’s user where everybody may read it', () => {
    for (const { parts } of snippetsFor(certificate('/x'), 'linux')) {
      for (const { text } of parts) {
        for (const line of text.split('\n').filter((each) => /sudo install .*key\.pem/.test(each)))
          expect(line).toMatch(/^sudo install -m 600 -o (\w+) -g \1 \/x\/key\.pem \/etc\/sealwax\/\w+$/);
      }
    }
  });

  it('name commands of Unix on Unix alone, and no account of Linux elsewhere', () => {
    const all = (platform: NodeJS.Platform) =>
      snippetsFor(certificate('/x'), platform).flatMap(({ parts }) => parts.map(({ text }) => text));
    expect(all('linux').join()).toContain('-o postgres -g postgres');
    expect(all('darwin').join()).not.toContain('-o postgres');
    expect(all('win32').join()).not.toMatch(/sudo|\/etc\/sealwax/);
  });

  it.each<[CertificateName, string]>([
    [dns('*.app.test'), 'https://www.app.test:8443/'],
    [{ type: 'ip', value: '::1', display: '::1' }, "'https://[::1]:8443/'"],
    [{ type: 'email', value: 'me@app.test', display: 'me@app.test' }, 'https://localhost:8443/'],
  ])('ask for a name that can be opened: %j', (name, url) => {
    const found = snippetsFor(certificate('/x', { names: [name] }), 'linux');
    expect(found.find(({ id }) => id === 'curl')?.parts[0]?.text).toContain(url);
    const psql = found.find(({ id, kind }) => id === 'postgresql' && kind === 'client')?.parts[0]?.text;
    expect(psql).not.toContain('[');
  });
});
