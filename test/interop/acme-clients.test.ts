import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/core/system/run';
import { nameHere, type Ran, runClient, type ServedAcme, serveAcme } from '../support/acme-serve';

// Each client as its users run it: it obtains, what it obtained is used, it renews, and it fails with our reason where it should.

let acme: ServedAcme;
// All at once, since most of a client's time is its own waiting.
const names = [
  'certbot.test',
  'lego.test',
  'dehydrated.test',
  'uacme.test',
  'node.test',
  'www.node.test',
  'alone.test',
];
beforeAll(async () => {
  await nameHere(...names);
  acme = await serveAcme();
  await mkdir(join(acme.box.folder, 'www/.well-known/acme-challenge'), { recursive: true });
  await new Promise<void>((resolve) => web.listen(acme.httpPort, '127.0.0.1', resolve));
});
afterAll(async () => {
  web.close();
  web.closeAllConnections();
  expect(await acme.stop()).toBe(0);
});

const env = () => ({ HOME: acme.box.folder, REQUESTS_CA_BUNDLE: acme.root, LEGO_CA_CERTIFICATES: acme.root });
const client = (command: string, ...args: string[]): Promise<Ran> => runClient(command, args, env(), acme.box.folder);
const read = (path: string) => readFile(join(acme.box.folder, path), 'utf8');

/** OpenSSL's word for the chain that a client wrote, and the serial number of its first certificate. */
async function used(path: string, name: string): Promise<string> {
  const file = join(acme.box.folder, path);
  const verified = await run(
    'openssl',
    ['verify', '-x509_strict', '-verify_hostname', name, '-CAfile', acme.root, '-untrusted', file, file],
    {},
  );
  expect(verified.stdout + verified.stderr).toContain(': OK');
  return (await run('openssl', ['x509', '-noout', '-serial', '-in', file], {})).stdout.trim();
}

/** The web server that is there already: it serves what clients and their hooks write into `www`. */
const web: Server = createServer((request, response) => {
  const file = /^\/\.well-known\/acme-challenge\/([\w-]+)$/.exec(request.url ?? '')?.[1] ?? 'none';
  read(`www/.well-known/acme-challenge/${file}`).then(
    (text) => response.end(text),
    () => response.writeHead(404).end(),
  );
});

interface Listed {
  commonName: string;
  status: string;
  acme?: object;
}

describe.concurrent('certbot', () => {
  const folders = ['--config-dir', 'cb', '--work-dir', 'cb/w', '--logs-dir', 'cb/l', '--non-interactive'];
  const issue = (name: string) =>
    client(
      'certbot',
      'certonly',
      '--webroot',
      '--webroot-path',
      'www',
      '--server',
      acme.directory,
      '--agree-tos',
      '--register-unsafely-without-email',
      ...folders,
      '-d',
      name,
    );

  it.concurrent('obtains, renews, revokes, and is told why not', async () => {
    expect(await issue('certbot.test')).toMatchObject({ code: 0 });
    const file = 'cb/live/certbot.test/fullchain.pem';
    const first = await used(file, 'certbot.test');
    const renewed = await client('certbot', 'renew', '--force-renewal', '--no-random-sleep-on-renew', ...folders);
    expect(renewed).toMatchObject({ code: 0 });
    expect(await used(file, 'certbot.test')).not.toBe(first);
    const outside = await issue('shop.example.com');
    expect(outside.code).toBe(1);
    // Debian's certbot 2.1 under Python 3.11 stumbles over every error of a server on its way to the terminal; its log has it.
    expect(await read('cb/l/letsencrypt.log')).toContain("outside this authority's limits");
    const revoked = await client(
      'certbot',
      'revoke',
      '--cert-path',
      'cb/live/certbot.test/cert.pem',
      '--reason',
      'superseded',
      '--no-delete-after-revoke',
      '--server',
      acme.directory,
      ...folders,
    );
    expect(revoked).toMatchObject({ code: 0 });
    const { certificates } = JSON.parse((await acme.box.run(['list', '--json'])).stdout) as { certificates: Listed[] };
    const mine = certificates.filter(({ commonName }) => commonName === 'certbot.test');
    expect(mine.map(({ status }) => status)).toContain('revoked');
    expect(mine.every((each) => each.acme !== undefined)).toBe(true);
  }, 60_000);
});

describe.concurrent('lego', () => {
  const lego = (how: readonly string[], name: string, ...what: string[]) =>
    client(
      'lego',
      '--server',
      acme.directory,
      '--accept-tos',
      '--email',
      'me@app.test',
      ...how,
      '--domains',
      name,
      '--path',
      `lego-${how[0]}`,
      ...what,
    );
  const http = () => ['--http', '--http.webroot', 'www'];

  it.concurrent('obtains by http-01 and by tls-alpn-01, renews, and is told why not', async () => {
    expect(await lego(http(), 'lego.test', 'run')).toMatchObject({ code: 0 });
    const file = 'lego---http/certificates/lego.test.crt';
    const first = await used(file, 'lego.test');
    expect(await lego(http(), 'lego.test', 'renew', '--days', '365', '--no-random-sleep')).toMatchObject({ code: 0 });
    expect(await used(file, 'lego.test')).not.toBe(first);
    expect(await lego(['--tls', '--tls.port', `:${acme.tlsPort}`], 'lego.test', 'run')).toMatchObject({ code: 0 });
    await used('lego---tls/certificates/lego.test.crt', 'lego.test');
    const outside = await lego(http(), 'shop.example.com', 'run');
    expect(outside.code).toBe(1);
    expect(outside.output).toContain("outside this authority's limits");
    const { stdout } = await acme.box.run(['acme', 'orders', '--json']);
    const ways = JSON.parse(stdout).map(({ steps }: { steps: { challenge?: string }[] }) => steps[0]?.challenge);
    expect(ways).toContain('tls-alpn-01');
  }, 60_000);
});

describe.concurrent('dehydrated', () => {
  it.concurrent('obtains and renews through a web server that is there, and fails where the text is not served', async () => {
    await mkdir(join(acme.box.folder, 'dh'));
    const settings = [
      `CA=${acme.directory}`,
      `WELLKNOWN=${acme.box.folder}/www/.well-known/acme-challenge`,
      `BASEDIR=${acme.box.folder}/dh`,
      // Their keys of 4096 bits take half a minute.
      'KEY_ALGO=prime256v1',
      'ACCOUNT_KEYSIZE=2048',
      `CURL_OPTS="--cacert ${acme.root}"`,
    ];
    const settingsFile = join(acme.box.folder, 'dh/config');
    await writeFile(settingsFile, settings.join('\n'));
    const dehydrated = (...args: string[]) => client('dehydrated', '-f', 'dh/config', ...args);
    expect(await dehydrated('--register', '--accept-terms')).toMatchObject({ code: 0 });
    const file = 'dh/certs/dehydrated.test/fullchain.pem';
    expect(await dehydrated('-c', '-d', 'dehydrated.test')).toMatchObject({ code: 0 });
    const first = await used(file, 'dehydrated.test');
    expect(await dehydrated('-c', '-x', '-d', 'dehydrated.test')).toMatchObject({ code: 0 });
    expect(await used(file, 'dehydrated.test')).not.toBe(first);
    await writeFile(settingsFile, [...settings, 'WELLKNOWN=/tmp'].join('\n'));
    const elsewhere = await dehydrated('-c', '-d', 'alone.test');
    expect(elsewhere.code).not.toBe(0);
    expect(elsewhere.output).toContain('with the status 404');
  }, 60_000);
});

describe.concurrent('uacme', () => {
  it.concurrent('obtains and renews by a hook', async () => {
    const hook = join(acme.box.folder, 'hook.sh');
    const write = `printf %s "$5" > "${acme.box.folder}/www/.well-known/acme-challenge/$4"`;
    await writeFile(hook, `#!/bin/sh\nif [ "$1" = begin ]; then [ "$2" = http-01 ] || exit 1; ${write}; fi\n`);
    await chmod(hook, 0o755);
    // It reads the system's store and no other.
    await run(
      'sudo',
      ['-n', 'sh', '-c', `cp '${acme.root}' /usr/local/share/ca-certificates/acme-test.crt; update-ca-certificates`],
      {},
    );
    const uacme = (...args: string[]) => client('uacme', '-v', '-a', acme.directory, '-c', 'ua', ...args);
    expect(await uacme('-t', 'EC', '-y', 'new')).toMatchObject({ code: 0 });
    expect(await uacme('-t', 'EC', '-h', hook, 'issue', 'uacme.test')).toMatchObject({ code: 0 });
    const first = await used('ua/uacme.test/cert.pem', 'uacme.test');
    expect(await uacme('-f', '-t', 'EC', '-h', hook, 'issue', 'uacme.test')).toMatchObject({ code: 0 });
    expect(await used('ua/uacme.test/cert.pem', 'uacme.test')).not.toBe(first);
  }, 60_000);
});

describe.concurrent('acme-client of npm', () => {
  it.concurrent('obtains several names with one certificate, and is told why not', async () => {
    const { default: library, axios } = (await import('acme-client')) as unknown as typeof import('acme-client') & {
      default: typeof import('acme-client');
    };
    const { Agent } = await import('node:https');
    axios.defaults.httpsAgent = new Agent({ ca: await readFile(acme.root) });
    const node = new library.Client({
      directoryUrl: acme.directory,
      accountKey: await library.crypto.createPrivateEcdsaKey(),
    });
    const [key, csr] = await library.crypto.createCsr(
      { altNames: ['node.test', 'www.node.test'] },
      await library.crypto.createPrivateEcdsaKey(),
    );
    const order = {
      csr,
      termsOfServiceAgreed: true,
      skipChallengeVerification: true,
      challengePriority: ['http-01'],
      challengeCreateFn: (_: unknown, { token }: { token: string }, text: string) =>
        writeFile(join(acme.box.folder, 'www/.well-known/acme-challenge', token), text),
      challengeRemoveFn: async () => undefined,
    };
    const chain = await node.auto({ ...order, email: 'me@app.test' });
    await writeFile(join(acme.box.folder, 'node.pem'), chain);
    await used('node.pem', 'node.test');
    expect(String(key)).toContain('PRIVATE KEY');
    const [, outside] = await library.crypto.createCsr(
      { altNames: ['example.com'] },
      await library.crypto.createPrivateEcdsaKey(),
    );
    await expect(node.auto({ ...order, csr: outside })).rejects.toThrow("outside this authority's limits");
  }, 60_000);
});
