import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { deployed, renewInto } from '../support/deployed';
import { type Handshakes, handshakes } from '../support/handshakes';

/** Real servers and a real reader on files that are renewed under them. */
const ending: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

function start(program: string, args: string[]): ChildProcess {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  ending.push(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill();
    await once(child, 'exit');
  });
  return child;
}

const support = (name: string) => join(__dirname, '../support', name);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** nginx as an account without rights, below a folder of its own, over this certificate and key. */
async function startNginx(place: string, certificate: string, key: string): Promise<{ port: number; args: string[] }> {
  const port = await freePort();
  await mkdir(place);
  const config = join(place, 'nginx.conf');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((of) => `${of}_temp_path ${place}/${of};`);
  await writeFile(
    config,
    `pid ${place}/nginx.pid; error_log ${place}/error.log; worker_processes 2; daemon off;
     events { worker_connections 512; }
     http { access_log off; ${temporary.join(' ')}
       server { listen 127.0.0.1:${port} ssl; ssl_certificate ${certificate}; ssl_certificate_key ${key}; return 200; } }`,
  );
  const args = ['-p', place, '-c', config];
  start('/usr/sbin/nginx', args);
  return { port, args };
}

describe('deployed files', () => {
  it('fit together at every moment for a program that loads them 200 times a second, over 50 renewals', async () => {
    const { services, certificate, folder } = await deployed();
    const files = ['app.test-fullchain.pem', 'app.test-key.pem'].map((name) => join(folder, name));
    const reader = start(process.execPath, [support('pair-reader.mjs'), ...files]);
    await once(reader.stdout as NodeJS.ReadableStream, 'data');
    const said = text(reader.stdout as NodeJS.ReadableStream & AsyncIterable<string>);
    let { id } = certificate;
    for (let round = 0; round < 50; round += 1) {
      const sameKey = await services.lifecycle.deployments.keepsKey(id);
      ({ id } = await renewInto(services, id, sameKey));
    }
    reader.stdin?.end();
    const { loads, serials, failures } = JSON.parse(await said) as {
      loads: number;
      serials: number;
      failures: string[];
    };
    expect(failures).toEqual([]);
    expect(serials).toBeGreaterThan(10);
    expect(loads).toBeGreaterThan(serials);
  });

  it('are taken up by nginx and by Node while clients come, none of them refused', async () => {
    const { services, certificate, deployment, folder } = await deployed();
    const { deployments } = services.lifecycle;
    const [chain, key] = ['app.test-fullchain.pem', 'app.test-key.pem'].map((name) => join(folder, name)) as [
      string,
      string,
    ];
    const { rootPem } = await services.certificates.readFiles(certificate.id);
    const place = join(dirname(folder), 'nginx');
    const nginx = await startNginx(place, chain, key);
    const pidFile = join(dirname(folder), 'node.pid');
    const node = start(process.execPath, [support('reloading-server.mjs'), chain, key, pidFile]);
    const [port] = (await once(node.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];

    // Two deployments of one certificate: nginx reads the pair and is reloaded by its command, Node by a signal.
    await deployments.setReload(deployment.id, {
      kind: 'command',
      program: '/usr/sbin/nginx',
      args: [...nginx.args, '-s', 'reload'],
      timeoutSeconds: 30,
    });
    await services.exporter.write({ ids: [certificate.id], formats: ['ca'], folder, overwrite: false, deploy: true });
    const second = (await deployments.list()).deployments.find(({ id }) => id !== deployment.id);
    await deployments.setReload(second?.id ?? '', { kind: 'signal', pidFile, signal: 'SIGHUP' });
    await vi.waitFor(() => writeFile(join(place, 'nginx.pid'), '', { flag: 'r+' }), { timeout: 20_000 });

    const clients = [handshakes(nginx.port, rootPem), handshakes(Number(port.toString()), rootPem)];
    for (const each of clients) ending.push(each.end);
    const sees = (serial: string) => (each: Handshakes) => expect(each.last()?.replace(/^(00)+/, '')).toBe(serial);
    await vi.waitFor(() => clients.forEach(sees(certificate.serial)), { timeout: 20_000 });
    let current = certificate;
    for (const sameKey of [true, true, false, false]) {
      current = await renewInto(services, current.id, sameKey);
      const { serial } = current;
      for (const each of (await deployments.list()).deployments) expect(each.lastReload).toMatchObject({ ok: true });
      await vi.waitFor(() => clients.forEach(sees(serial)), { timeout: 20_000 });
    }
    for (const each of clients) {
      await each.end();
      expect(each.failures).toEqual([]);
      expect(each.serials.size).toBe(5);
      expect(each.done()).toBeGreaterThan(50);
    }
  });
});
