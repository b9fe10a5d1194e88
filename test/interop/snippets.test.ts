import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Container, container, json } from '../support/cli';
import { startServer } from '../support/lesson';

/** The texts as they are printed, run by the programs they are for, in a folder as people call theirs. */
let machine: Container;
let home = '';
let port = 0;
const run: Container['run'] = (args) => machine.run(args, { env: { SEALWAX_HOME: home } });

const freePort = () =>
  new Promise<number>((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = server.address() as { port: number };
      server.close(() => done(free));
    });
  });

beforeAll(async () => {
  machine = await container();
  home = join(machine.folder, `Ada's "own" \\ data, 50%`);
  await mkdir(home);
  expect((await run(['ca', 'create', 'Snippets'])).code).toBe(0);
  expect((await run(['issue', 'localhost', '--purpose', 'server-client'])).code).toBe(0);
  port = await freePort();
});

async function snippet(name: string): Promise<string> {
  const { code, stdout, stderr } = await run(['show', 'localhost', '--snippet', name]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining('error') });
  return stdout.replaceAll('8443', String(port));
}

const shell = (text: string) =>
  execFileSync('bash', ['-c', text], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const file = (name: string, text: string) => machine.file(name, text);

describe('the printed text', () => {
  it('for Node.js serves, and those for curl, Python and Node.js reach it, also by their names of before', async () => {
    const server = await startServer('node', [await file('server.mjs', await snippet('node'))], port);
    try {
      for (const name of ['curl', 'curl-client'] as const) expect(shell(await snippet(name))).toBe('It works\n');
      const client = await file('client.py', await snippet('python-client'));
      expect(shell(`python3 '${client}'`)).toBe('It works\n\n');
      expect(shell(`node '${await file('client.mjs', await snippet('node-client'))}'`)).toBe('It works\n');
    } finally {
      await server.stop();
    }
  });
});

describe('sealwax show --snippet', () => {
  it('prints JSON, and names the others for what does not fit', async () => {
    const found = json(await run(['show', 'localhost', '--snippet', 'go', '--json'])).snippet;
    expect(found).toMatchObject({
      id: 'go',
      kind: 'server',
      role: 'server',
      text: expect.stringContaining('ListenAndServeTLS'),
      source: expect.stringContaining('https://'),
    });
    expect((await run(['show', 'localhost', '--snippet', 'ngnix'])).stderr).toContain('Did you mean nginx?');
    // A comma would divide uWSGI's option, and this folder has one.
    expect(json(await run(['show', 'localhost', '--snippet', 'uwsgi', '--json'])).error).toMatchObject({
      code: 'not-allowed',
      hint: expect.stringContaining('comma'),
    });
    expect((await run(['issue', 'c.test', '--purpose', 'client'])).code).toBe(0);
    const client = json(await run(['show', 'c.test', '--snippet', 'flask', '--json'])).error;
    expect(client).toMatchObject({ code: 'not-allowed', hint: expect.stringContaining('curl') });
  });

  it('prints each kind, sets several files apart by comments, and says whether the text was run', async () => {
    const { stdout, stderr } = await run(['show', 'localhost', '--snippet', 'postgresql', '--kind', 'mutual']);
    expect(stdout.split('\n').filter((line) => line.startsWith('# '))).toEqual([
      expect.stringMatching(/^# A terminal: copies that postgres can read/),
      expect.stringMatching(/^# postgresql\.conf/),
      expect.stringMatching(/^# pg_hba\.conf/),
      // A certificate for both has the client's part too.
      '# A terminal',
    ]);
    expect(stdout).toContain('clientcert=verify-ca');
    expect(stderr).toContain('Checked with PostgreSQL');
    const go = await run(['show', 'localhost', '--snippet', 'go', '--kind', 'client']);
    expect(go.stdout).toContain('RootCAs');
    expect(go.stderr).toContain('Run by hand with Go 1.19, not by our tests. https://pkg.go.dev/');
    const axum = await run(['show', 'localhost', '--snippet', 'axum']);
    expect(axum.stderr).toContain('Not run; written from the documentation. https://docs.rs/');
    const none = json(await run(['show', 'localhost', '--snippet', 'nextjs', '--kind', 'mutual', '--json'])).error;
    expect(none).toMatchObject({ code: 'not-allowed', hint: 'There is: --kind server.' });
    for (const wrong of [
      ['--kind', 'mutual'],
      ['--snippet', 'go', '--kind', 'both'],
    ])
      expect((await run(['show', 'localhost', ...wrong])).code).toBe(2);
  });

  it('lists what suits the certificate', async () => {
    const { snippets } = json(await run(['show', 'localhost', '--snippet', 'list', '--json']));
    expect(snippets).toContainEqual({
      id: 'nginx',
      title: 'nginx',
      group: 'Web servers',
      kinds: ['server', 'client', 'mutual'],
      checked: expect.stringMatching(/^nginx \d/),
    });
    expect((await run(['show', 'localhost', '--snippet', 'list'])).stdout).toMatch(
      /^curl +curl +client, mutual +Checked with curl \d/m,
    );
  });
});
