import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/core/system/run';
import { nameHere, runClient, type ServedAcme, serveAcme } from '../support/acme-serve';
import { chromiumOpens } from '../support/browsers';
import type { TestSession } from '../support/session';

// Servers that get their certificates by themselves: Caddy and Apache, each then opened by curl, and one by Chromium.

let acme: ServedAcme;
const children: ChildProcess[] = [];
beforeAll(async () => {
  await nameHere('caddy.test', 'apache.test');
  acme = await serveAcme();
});
afterAll(async () => {
  expect(await acme.stop()).toBe(0);
});

const page = 'SEALWAX-PAGE-SERVED';

/** Asks until the page comes over a connection whose certificate counts; gives back its serial number. */
async function opened(name: string, before = ''): Promise<string> {
  const deadline = Date.now() + 40_000;
  for (;;) {
    const args = [
      '--silent',
      '--cacert',
      acme.root,
      '--write-out',
      '%{certs}',
      '--max-time',
      '5',
      `https://${name}:${acme.tlsPort}/`,
    ];
    const { stdout } = await run('curl', args, {});
    const serial = /Serial Number:(\S+)/.exec(stdout)?.[1] ?? '';
    if (stdout.includes(page) && serial !== before) return serial;
    if (Date.now() > deadline) throw new Error(`${name} never came: ${stdout}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function ended(child: ChildProcess): Promise<void> {
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGTERM');
  await closed;
}

function begin(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  const child = spawn(command, args, {
    cwd: acme.box.folder,
    env: { PATH: process.env.PATH, HOME: acme.box.folder, ...env },
    stdio: 'ignore',
  });
  children.push(child);
  return child;
}

describe('Caddy', () => {
  it('serves HTTPS by itself, which Chromium opens, and gets another certificate when its own is gone', async () => {
    const file = join(acme.box.folder, 'Caddyfile');
    const text = `{
  admin off
  acme_ca ${acme.directory}
  acme_ca_root ${acme.root}
  http_port ${acme.httpPort}
  https_port ${acme.tlsPort}
  skip_install_trust
}
caddy.test {
  respond "<!doctype html><title>served</title><h1>${page}</h1>"
  header Content-Type text/html
}
`;
    await writeFile(file, text);
    const serve = () => begin('caddy', ['run', '--config', file, '--adapter', 'caddyfile']);
    const first = serve();
    const serial = await opened('caddy.test');
    const database = join(acme.box.folder, '.pki/nssdb');
    await mkdir(database, { recursive: true });
    await run('certutil', ['-N', '-d', `sql:${database}`, '--empty-password'], {});
    await run('certutil', ['-A', '-d', `sql:${database}`, '-n', 'ACME Test', '-t', 'C,,', '-i', acme.root], {});
    const session = { env: { HOME: acme.box.folder, PATH: process.env.PATH ?? '' } } as unknown as TestSession;
    const url = `https://caddy.test:${acme.tlsPort}/`;
    expect(await chromiumOpens({ url, alerts: [], end: async () => undefined }, session)).toBe('loads');
    await ended(first);
    await run('rm', ['-rf', join(acme.box.folder, '.local/share/caddy/certificates')], {});
    const second = serve();
    expect(await opened('caddy.test', serial)).not.toBe(serial);
    await ended(second);
  }, 110_000);
});

describe('Apache with mod_md', () => {
  it('gets its certificate and serves with it after a graceful restart', async () => {
    const folder = join(acme.box.folder, 'apache');
    await mkdir(join(folder, 'www'), { recursive: true });
    await writeFile(join(folder, 'www/index.html'), page);
    const modules = ['mpm_event', 'authz_core', 'dir', 'socache_shmcb', 'ssl', 'md'];
    const text = [
      ...modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`),
      `ServerRoot ${folder}`,
      `PidFile ${folder}/pid`,
      `DefaultRuntimeDir ${folder}`,
      `Mutex file:${folder} default`,
      `ErrorLog ${folder}/error.log`,
      'LogLevel warn md:debug',
      'ServerName apache.test',
      'ServerAdmin me@app.test',
      `Listen 127.0.0.1:${acme.httpPort}`,
      `Listen 127.0.0.1:${acme.tlsPort}`,
      `DocumentRoot ${folder}/www`,
      'DirectoryIndex index.html',
      `MDStoreDir ${folder}/md`,
      `MDCertificateAuthority ${acme.directory}`,
      `MDCACertificateFile ${acme.root}`,
      'MDCertificateAgreement accepted',
      'MDCAChallenges http-01',
      `MDPortMap http:${acme.httpPort} https:${acme.tlsPort}`,
      'MDomain apache.test',
      `<VirtualHost 127.0.0.1:${acme.tlsPort}>`,
      'ServerName apache.test',
      'SSLEngine on',
      '</VirtualHost>',
    ];
    await writeFile(join(folder, 'httpd.conf'), `${text.join('\n')}\n`);
    const child = begin('apache2', ['-D', 'FOREGROUND', '-f', join(folder, 'httpd.conf')]);
    const log = () => readFile(join(folder, 'error.log'), 'utf8').catch(() => '');
    const deadline = Date.now() + 60_000;
    while (!/has been setup|have been setup|renewed successfully/i.test(await log())) {
      if (Date.now() > deadline || child.exitCode !== null) throw new Error(`mod_md: ${(await log()).slice(-3000)}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    await runClient('apache2', ['-f', join(folder, 'httpd.conf'), '-k', 'graceful'], {}, folder);
    await opened('apache.test');
    const { stdout } = await acme.box.run(['acme', 'accounts', '--json']);
    expect(
      JSON.parse(stdout)
        .map(({ agent }: { agent: string }) => agent)
        .join(),
    ).toMatch(/Apache|mod_md/);
    await ended(child);
  }, 110_000);
});
