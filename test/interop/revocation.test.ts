import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { run as runProgram } from '../../src/core/system/run';
import { revocationStateSchema } from '../../src/ipc/revocation-schemas';
import { type Container, container, json } from '../support/cli';
import { tempServices } from '../support/temp-services';

interface Issued {
  id: string;
  serial: string;
  certificate: string;
  key: string;
  fullChain: string;
}

let machine: Container;
let root: string;
let good: Issued;
let bad: Issued;
let goodBelow: Issued;
let badBelow: Issued;

const run: Container['run'] = (...args) => machine.run(...args);
const path = (name: string) => join(machine.folder, name);
const openssl = async (...args: string[]) => {
  const { code, stdout, stderr } = await runProgram('openssl', args);
  return { code, text: `${stdout}${stderr}` };
};

async function issue(name: string, ...more: string[]): Promise<Issued> {
  const { certificate } = json(await run(['issue', name, '127.0.0.1', ...more, '--json']));
  const { files, id, serial } = certificate;
  return { id, serial, certificate: files.certificate, key: files.key, fullChain: files.fullChain };
}

async function crlOf(name: string, file: string): Promise<string> {
  expect(await run(['ca', 'crl', name, '--out', file, '--force'])).toMatchObject({ code: 0 });
  return path(file);
}

beforeAll(async () => {
  machine = await container();
  const limits = ['--limits', 'test,127.0.0.0/8'];
  root = json(await run(['ca', 'create', 'Team', ...limits, '--json'])).authority.certificateFile;
  await run(['ca', 'intermediate', 'Web', ...limits, '--key', 'rsa-3072']);
  good = await issue('good.test');
  bad = await issue('bad.test');
  goodBelow = await issue('good.web.test', '--ca', 'Web');
  badBelow = await issue('bad.web.test', '--ca', 'Web');
  const revoked = await run(['revoke', bad.id, badBelow.id, '--reason', 'keyCompromise', '--yes', '--json']);
  expect(json(revoked).certificates).toMatchObject([{ status: 'revoked' }, { status: 'revoked' }]);
}, 60_000);

describe('a revocation list', () => {
  it('is read by openssl as it was meant, and fits the authority', async () => {
    const list = await crlOf('Team', 'team.crl.pem');
    const { text } = await openssl('crl', '-in', list, '-noout', '-text', '-CAfile', root);
    expect(text).toContain('verify OK');
    expect(text).toContain('Version 2 (0x1)');
    expect(text).toMatch(/Issuer: CN = Team/);
    expect(text).toMatch(/X509v3 Authority Key Identifier:[\s\S]*X509v3 CRL Number/);
    expect(text.toLowerCase()).toContain(`serial number: ${bad.serial}`);
    expect(text).toMatch(/X509v3 CRL Reason Code: \n\s+Key Compromise/);
    expect(text.match(/Serial Number/g)).toHaveLength(1);
  });

  it('makes openssl refuse the revoked ones and no others, below a root and below an intermediate', async () => {
    const [ofRoot, ofWeb] = [await crlOf('Team', 'team.crl.pem'), await crlOf('Web', 'web.crl.pem')];
    const verify = (file: Issued, ...more: string[]) =>
      openssl('verify', '-CAfile', root, '-untrusted', file.fullChain, ...more, file.certificate);
    const both = ['-crl_check_all', '-CRLfile', ofRoot, '-CRLfile', ofWeb];
    for (const file of [good, goodBelow]) expect(await verify(file, ...both)).toMatchObject({ code: 0 });
    for (const file of [bad, badBelow]) {
      const { code, text } = await verify(file, ...both);
      expect(code).not.toBe(0);
      expect(text).toContain('certificate revoked');
      expect(await verify(file)).toMatchObject({ code: 0 });
    }
    expect((await verify(bad, '-crl_check', '-CRLfile', ofRoot)).text).toContain('certificate revoked');
  });

  it('has a number that grows, and says no reason where none was given', async () => {
    const numberOf = async () => {
      const { text } = await openssl('crl', '-in', await crlOf('Team', 'team.crl.pem'), '-noout', '-crlnumber');
      return BigInt(/crlNumber=(?:0x)?([0-9A-F]+)/.exec(text)?.[1]?.replace(/^/, '0x') ?? 0);
    };
    const first = await numberOf();
    const serial = await run(['revoke', '--serial', '0A:0B:0C', '--ca', 'Team', '--yes', '--json']);
    expect(json(serial).serials).toMatchObject([{ serial: '0a0b0c', reason: 'unspecified' }]);
    expect(serial.stderr).toContain('Nothing is known here');
    const second = await numberOf();
    expect(second).toBeGreaterThan(first);
    const { text } = await openssl('crl', '-in', path('team.crl.pem'), '-noout', '-text');
    expect(text).toMatch(/Serial Number: 0A0B0C\n\s+Revocation Date: [^\n]+\n\s+Signature Algorithm/);
    await run(['ca', 'crl', 'Team', '--new', '--out', 'team.crl.pem', '--force']);
    expect(await numberOf()).toBeGreaterThan(second);
  });
});

describe('the command line', () => {
  it('shows what is revoked, and refuses to renew or to accept it', async () => {
    expect((await run(['list'])).stdout).toMatch(/revoked +until .*bad\.test/);
    expect((await run(['show', bad.id])).stdout).toMatch(/status +revoked on .*: keyCompromise/);
    expect(await run(['renew', bad.id])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/revoked[\s\S]*hint: /),
    });
    const verdict = await run(['verify', bad.certificate, '--json']);
    expect(verdict.code).toBe(1);
    expect(json(verdict).paths[0].problems).toMatchObject([{ code: 'revoked', index: 0 }]);
    expect((await run(['verify', bad.certificate, '--root', root])).code).toBe(1);
    expect((await run(['verify', good.certificate])).code).toBe(0);
    const state = revocationStateSchema.parse(json(await run(['ca', 'revoked', 'Web', '--json'])).revocation);
    expect(state.revoked).toMatchObject([{ serial: badBelow.serial, reason: 'keyCompromise', name: 'bad.web.test' }]);
  });

  it.each([
    [['revoke'], 2],
    [['revoke', 'good.test', '--reason', 'boredom', '--yes'], 2],
    [['revoke', 'nobody.test', '--yes'], 1],
    [['revoke', 'bad.test', '--yes'], 1],
    [['revoke', 'good.test'], 3],
    [['ca', 'crl', '--der'], 2],
    [['ca', 'crl-serve', 'maybe'], 2],
    [['ca', 'crl-serve', 'on', '--port', '80'], 2],
  ])('answers %j with exit code %i', async (args, code) => {
    expect((await run(args)).code).toBe(code);
  });
});

const python = `
import socket, ssl, sys
context = ssl.create_default_context(cafile=sys.argv[1])
context.load_verify_locations(sys.argv[2])
context.verify_flags |= ssl.VERIFY_CRL_CHECK_LEAF
with socket.create_connection(("127.0.0.1", int(sys.argv[3]))) as plain:
    with context.wrap_socket(plain, server_hostname="127.0.0.1") as secure:
        secure.sendall(b"GET / HTTP/1.0\\r\\n\\r\\n")
        print(secure.recv(100).decode())
`;

/** What each client says of a server with this certificate. */
async function askedBy(of: Issued, crl: string): Promise<Record<string, { code: number | null; text: string }>> {
  const server = createServer({ cert: readFileSync(of.fullChain), key: readFileSync(of.key) }, (_request, response) => {
    response.end('hello');
  });
  server.on('secureConnection', (socket) => socket.on('error', () => undefined));
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const calls = {
    curl: ['curl', ['-sS', '--cacert', root, '--crlfile', crl, `https://127.0.0.1:${port}/`]],
    python: ['python3', ['-I', '-c', python, root, crl, String(port)]],
    gnutls: [
      'gnutls-cli',
      ['--x509cafile', root, '--x509crlfile', crl, '--verify-hostname', '127.0.0.1', '-p', String(port), '127.0.0.1'],
    ],
  } as const;
  try {
    const answers = await Promise.all(
      Object.entries(calls).map(async ([name, [program, args]]) => {
        const { code, stdout, stderr } = await runProgram(program, [...args], { input: '' });
        return [name, { code, text: `${stdout}${stderr}` }] as const;
      }),
    );
    return Object.fromEntries(answers);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('clients that check revocation', () => {
  it('refuse a server with a revoked certificate, and accept another', async () => {
    const crl = await crlOf('Team', 'team.crl.pem');
    const accepted = await askedBy(good, crl);
    for (const name of ['curl', 'python', 'gnutls']) expect(accepted[name], name).toMatchObject({ code: 0 });
    const refused = await askedBy(bad, crl);
    for (const name of ['curl', 'python', 'gnutls']) {
      expect(refused[name]?.code, name).not.toBe(0);
      expect(refused[name]?.text, name).toMatch(/revoked/i);
    }
  });

  it('find the list by the address in the certificate, while it is served', async () => {
    const services = await tempServices({ dir: machine.home });
    const { crlPublisher } = services.lifecycle;
    // A port that is free: the publisher says so, else the next one is tried.
    let port = 20_000 + (process.pid % 10_000);
    for (; port < 32_000; port += 1) {
      await run(['ca', 'crl-serve', 'on', 'Team', '--port', String(port)]);
      await crlPublisher.sync();
      const state = crlPublisher.of(await services.lifecycle.revocations.state());
      if (state.serve.running) break;
    }
    const made = await issue('found.test');
    const text = (await openssl('x509', '-in', made.certificate, '-noout', '-ext', 'crlDistributionPoints')).text;
    expect(text).toMatch(new RegExp(`URI:http://127\\.0\\.0\\.1:${port}/root-[0-9a-f]{16}\\.crl`));
    const verify = () => openssl('verify', '-crl_check', '-crl_download', '-CAfile', root, made.certificate);
    expect(await verify()).toMatchObject({ code: 0 });
    await run(['revoke', 'found.test', '--yes', '--reason', 'superseded']);
    expect((await verify()).text).toContain('certificate revoked');
    await crlPublisher.stop();
  });
});
