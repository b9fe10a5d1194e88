import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/core/system/run';
import { type Account, newAccount } from '../support/command-line';
import { freePort, type Server, startServer } from '../support/lesson';

/**
 * A real caller of mkcert: vite-plugin-mkcert with its `mkcertPath` set to ours. It asks for the authority's folder, installs
 * the root and makes the certificate by itself; Chromium then loads Vite's page without a warning.
 */
if (process.env.SEALWAX_CELL !== '1')
  throw new Error('This test installs a root, so it runs only inside the cell: use "npm test".');

const root = resolve(__dirname, '../..');
let account: Account;
let server: Server;
let port = 0;

beforeAll(async () => {
  account = await newAccount();
  const site = account.files;
  await mkdir(join(account.env.HOME ?? '', '.pki', 'nssdb'), { recursive: true });
  await run('certutil', ['-N', '--empty-password', '-d', `sql:${account.env.HOME}/.pki/nssdb`], { env: account.env });
  const program = join(account.folder, 'mkcert');
  await writeFile(program, `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'bin/mkcert.cjs')}' "$@"\n`);
  await chmod(program, 0o755);
  await writeFile(
    join(site, 'index.html'),
    '<!doctype html><html lang="en"><title>vite</title><body>VITE-OVER-HTTPS</body></html>',
  );
  port = await freePort();
  await writeFile(
    join(site, 'vite.config.mjs'),
    `import mkcert from ${JSON.stringify(join(root, 'node_modules/vite-plugin-mkcert/dist/index.mjs'))};
export default {
  cacheDir: ${JSON.stringify(join(account.folder, 'cache'))},
  server: { host: '127.0.0.1', port: ${port}, strictPort: true },
  plugins: [mkcert({ mkcertPath: ${JSON.stringify(program)}, hosts: ['localhost', '127.0.0.1'] })],
};
`,
  );
  server = await startServer(process.execPath, [join(root, 'node_modules/vite/bin/vite.js')], port, {
    cwd: site,
    env: { ...account.env, TRUST_STORES: 'nss' },
  });
}, 180_000);
afterAll(async () => {
  await server?.stop();
  await account?.remove();
});

describe('vite-plugin-mkcert with our program', () => {
  it('serves a page that Chromium loads by the root that the plugin had installed', async () => {
    const profile = join(account.folder, 'chromium');
    const { stdout } = await run(
      'chromium',
      [
        '--headless',
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        `--user-data-dir=${profile}`,
        '--dump-dom',
        `https://localhost:${port}/`,
      ],
      { env: account.env, timeoutMs: 50_000 },
    );
    expect(stdout, server.output()).toContain('VITE-OVER-HTTPS');
  });

  it('serves nothing that a client without the root believes', async () => {
    const { code } = await run('curl', ['--silent', '--max-time', '10', `https://localhost:${port}/`], {
      env: account.env,
    });
    expect(code).toBe(60);
  });
});
