import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
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
  it('for Node.js serves, and those for curl, Python and Node.js reach it', async () => {
    const server = await startServer('node', [await file('server.mjs', await snippet('node'))], port);
    try {
      for (const name of ['curl', 'curl-client']) expect(shell(await snippet(name))).toBe('It works\n');
      const client = await file('client.py', await snippet('python-client'));
      expect(shell(`python3 '${client}'`)).toBe('It works\n\n');
      expect(shell(`node '${await file('client.mjs', await snippet('node-client'))}'`)).toBe('It works\n');
    } finally {
      await server.stop();
    }
  });

  it('for Python and Flask serves', async () => {
    const flask =
      "from flask import Flask\napp = Flask(__name__)\n\n@app.route('/')\ndef hello():\n    return 'It works'\n\n";
    for (const [name, before] of [
      ['python', ''],
      ['flask', flask],
    ] as const) {
      const server = await startServer(
        'python3',
        [await file(`serve-${name}.py`, before + (await snippet(name)))],
        port,
        {
          cwd: machine.folder,
        },
      );
      try {
        expect(shell(await snippet('curl'))).not.toBe('');
      } finally {
        await server.stop();
      }
    }
  });

  it.runIf(existsSync('/usr/sbin/nginx'))('for nginx is accepted by nginx, and serves', async () => {
    const folder = join(machine.folder, 'nginx');
    await mkdir(folder);
    const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (each) => `${each}_temp_path ${folder}/${each};`,
    );
    await writeFile(
      join(folder, 'nginx.conf'),
      `daemon off; master_process off; pid ${folder}/pid; error_log stderr; events {} http { access_log off; ${places.join(' ')}\n${await snippet('nginx')}\n}\n`,
    );
    const server = await startServer('/usr/sbin/nginx', ['-c', join(folder, 'nginx.conf'), '-p', folder], port);
    try {
      expect(shell((await snippet('curl')).replace('curl', 'curl -s -o /dev/null -w %{ssl_verify_result}'))).toBe('0');
    } finally {
      await server.stop();
    }
  });
});

describe('sealwax show --snippet', () => {
  it('prints JSON, and names the others for what does not fit', async () => {
    const found = json(await run(['show', 'localhost', '--snippet', 'go', '--json'])).snippet;
    expect(found).toMatchObject({ id: 'go', role: 'server', text: expect.stringContaining('ListenAndServeTLS') });
    expect((await run(['show', 'localhost', '--snippet', 'ngnix'])).stderr).toContain('Did you mean nginx?');
    // A comma would divide uWSGI's option, and this folder has one.
    expect(json(await run(['show', 'localhost', '--snippet', 'uwsgi', '--json'])).error).toMatchObject({
      code: 'not-allowed',
      hint: expect.stringContaining('comma'),
    });
    expect((await run(['issue', 'c.test', '--purpose', 'client'])).code).toBe(0);
    const client = json(await run(['show', 'c.test', '--snippet', 'nginx', '--json'])).error;
    expect(client).toMatchObject({ code: 'not-allowed', hint: expect.stringContaining('curl-client') });
  });
});
