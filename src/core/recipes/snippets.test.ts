import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { CertificateName } from '../../ipc/schemas';
import type { SnippetId } from '../../ipc/snippet-schemas';
import { snippetsFor } from './snippets';

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
const textOf = (folder: string, id: SnippetId, platform: NodeJS.Platform = 'linux') =>
  snippetsFor(certificate(folder), platform).find((each) => each.id === id)?.text;

/** What people's folders are called, the worst of it at once. */
const awkward = `/home/ada/it's a "test" \\ of #1; 50% & co`;

describe('paths with spaces and quotes', () => {
  it('are one word for a shell', () => {
    for (const id of ['curl', 'curl-client'] as const) {
      const words = execFileSync('sh', ['-c', `curl() { printf '%s\\n' "$@"; }; ${textOf(awkward, id)}`], {
        encoding: 'utf8',
      }).split('\n');
      expect(words).toContain(`${awkward}/ca.pem`);
      if (id === 'curl-client')
        expect(words).toEqual(expect.arrayContaining([`${awkward}/fullchain.pem`, `${awkward}/key.pem`]));
    }
    const words = execFileSync('sh', ['-c', `uwsgi() { printf '%s\\n' "$@"; }; ${textOf(awkward, 'uwsgi')}`], {
      encoding: 'utf8',
    }).split('\n');
    expect(words[1]).toBe(`127.0.0.1:8443,${awkward}/fullchain.pem,${awkward}/key.pem`);
  });

  it('are one word for PowerShell, as its rules have it', () => {
    expect(textOf("C:/Users/O'Neil", 'curl', 'win32')).toBe(
      "curl.exe --cacert 'C:/Users/O''Neil/ca.pem' 'https://app.test:8443/'",
    );
  });

  it.each(['node', 'vite', 'python', 'flask', 'go', 'traefik', 'python-client', 'node-client'] as const)(
    'are one string in the text for %s',
    (id) => {
      const strings = textOf(awkward, id)?.match(/"(?:[^"\\\n]|\\.)*"/g) ?? [];
      const read = strings.map((each) => JSON.parse(each) as string);
      expect(read).toEqual(expect.arrayContaining([`${awkward}/fullchain.pem`, `${awkward}/key.pem`]));
    },
  );

  it('are what nginx and Apache take out of their quotes', () => {
    for (const id of ['nginx', 'apache'] as const) {
      const [, quoted = ''] = /[cC]ertificate(?:File)? +"(.*)";?$/m.exec(textOf(awkward, id) ?? '') ?? [];
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
    expect(found?.text).toBeUndefined();
    expect(found?.note).toMatch(/Export the files to another folder/);
    expect(JSON.stringify(found)).not.toContain(folder);
  });
});

describe('the texts of a certificate', () => {
  const ids = (change: Parameters<typeof certificate>[1]) =>
    snippetsFor(certificate('/x', change), 'linux').map(({ id }) => id);

  it('are those of its purpose', () => {
    expect(ids({ purpose: 'server' })).toContain('nginx');
    expect(ids({ purpose: 'server' })).not.toContain('curl-client');
    expect(ids({ purpose: 'client' })).toEqual(['curl-client', 'python-client', 'node-client']);
    expect(ids({ purpose: 'email' })).toEqual([]);
    expect(ids({ keyHere: false })).toEqual([]);
  });

  it.each<[CertificateName, string]>([
    [dns('*.app.test'), 'https://www.app.test:8443/'],
    [{ type: 'ip', value: '::1', display: '::1' }, "'https://[::1]:8443/'"],
    [{ type: 'email', value: 'me@app.test', display: 'me@app.test' }, 'https://localhost:8443/'],
  ])('ask for a name that can be opened: %j', (name, url) => {
    const found = snippetsFor(certificate('/x', { names: [name] }), 'linux').find(({ id }) => id === 'curl');
    expect(found?.text).toContain(url);
  });
});
