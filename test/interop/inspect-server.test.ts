import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';
import { KeyUsageFlags } from '@peculiar/asn1-x509';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InspectRequest } from '../../src/core/endpoint/inspector';
import { viewCertificate } from '../../src/core/pki/certificate-view';
import type { Services } from '../../src/core/services';
import { pemBlocks, toPem } from '../../src/core/trust/pem-blocks';
import { type InspectReport, inspectReportSchema, listeningReportSchema } from '../../src/ipc/inspect-schemas';
import { type Container, container, json } from '../support/cli';
import { openssl } from '../support/openssl';
import { servingOpenssl } from '../support/openssl-server';
import {
  clientAuth,
  constraints,
  extension,
  issue,
  type Made,
  pair,
  type Spec,
  serverAuth,
} from '../support/path-certificates';
import { makeAuthority, tempServices } from '../support/temp-services';

const dayMs = 86_400_000;
const days = (count: number) => new Date(Date.now() + count * dayMs);
const localhost = [{ dNSName: 'localhost' }];

let folder = '';
let services: Services;
let mine: Awaited<ReturnType<Services['certificates']['issue']>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealwax-inspect-server-'));
  services = await tempServices({ dir: join(folder, 'data') });
  const root = await makeAuthority(services);
  const { id } = await makeAuthority(services, { name: 'Team CA', parentId: root.id });
  mine = await services.certificates.issue({ names: ['localhost'], authorityId: id });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** s_server sends its certificate, and then the file of the chain. */
async function servingMine(): Promise<string[]> {
  const { certificate, key, fullChain } = mine.files;
  const above = pemBlocks(await readFile(fullChain, 'latin1')).slice(1);
  return ['-cert', certificate, '-key', key, '-cert_chain', await file(above.map(({ der }) => toPem(der)).join(''))];
}

let runs = 0;
async function inspect(target: string, more: Partial<InspectRequest> = {}): Promise<InspectReport> {
  const { inspector } = await services.lifecycle.inspecting();
  runs += 1;
  const report = await inspector.inspect({ runId: `run-${runs}`, target, clients: false, ...more }, () => undefined);
  return inspectReportSchema.parse(report);
}
const codesOf = ({ findings }: InspectReport, severity?: string) =>
  [
    ...new Set(findings.filter((each) => severity === undefined || each.severity === severity).map(({ code }) => code)),
  ].sort();

let files = 0;
async function file(data: string): Promise<string> {
  files += 1;
  const path = join(folder, `file-${files}.pem`);
  await writeFile(path, data);
  return path;
}
const keyOf = ({ key }: Made) => String(key.key.export({ type: 'pkcs8', format: 'pem' }));
/** The arguments of s_server for a chain that is sent exactly so. */
async function serving(leaf: Made, ...rest: Made[]): Promise<string[]> {
  const chain = rest.length === 0 ? [] : ['-cert_chain', await file(rest.map(({ pem }) => pem).join(''))];
  return ['-cert', await file(leaf.pem), '-key', await file(keyOf(leaf)), ...chain, '-no-CAfile', '-no-CApath'];
}
const made = (spec: Spec): Made => issue({ from: days(-10), to: days(80), ...spec });
const stranger = made({ subject: 'Stranger Root', ca: true });
const middle = made({ subject: 'Stranger Intermediate', issuer: stranger, ca: true });
const leafOf = (spec: Spec) =>
  made({ subject: 'localhost', names: localhost, extended: [serverAuth], issuer: stranger, ...spec });

describe('a server that is inspected', () => {
  it('is good with the chain that was issued here, and compared with what was renewed', async () => {
    const { certificate, key } = mine.files;
    await servingOpenssl([...(await servingMine()), '-alpn', 'h2'], async (port) => {
      const good = await inspect(`localhost:${port}`);
      expect(good).toMatchObject({
        outcome: 'inspected',
        exitCode: 0,
        origin: 'ours',
        negotiated: { version: 'TLS 1.3', group: 'X25519', alpn: 'h2' },
        forwardSecrecy: { state: 'always' },
        alpn: { accepted: ['h2'] },
        resumption: { tickets: 'yes', sessionIds: 'yes', tls13: 'yes' },
        clientCertificate: { wanted: 'no' },
        issued: { state: 'current', certificateId: mine.id },
        chain: [{ role: 'leaf', signedBy: 1, certificateId: mine.id }, { role: 'intermediate' }],
      });
      expect(codesOf(good)).toEqual(['root-not-trusted']);
      expect(good.findings[0]?.cures).toMatchObject([
        { kind: 'trust', command: expect.stringContaining('trust install') },
      ]);
      expect(good.path.map(({ kind }) => kind)).toEqual(['leaf', 'intermediate', 'root']);
      expect(codesOf(await inspect(`127.0.0.1:${port}`))).toEqual(['root-not-trusted', 'wrong-name']);
      const renewed = await services.lifecycle.renewal.renewOne(mine.id);
      const old = await inspect(`localhost:${port}`);
      expect(old.issued).toMatchObject({ state: 'renewed', currentId: renewed.id });
      expect(old.issued.message).toMatch(/^This server serves the certificate of \d+ \w+ 2\d{3}; it was renewed on /);
      expect(old.findings.find(({ code }) => code === 'serves-old')?.cures.map(({ kind }) => kind)).toEqual([
        'deploy',
        'snippet',
      ]);
    });
    await servingOpenssl(['-cert', certificate, '-key', key], async (port) => {
      const cut = await inspect(`localhost:${port}`);
      expect(codesOf(cut, 'bad')).toEqual(['missing-intermediate']);
      expect(cut.exitCode).toBe(14);
    });
  });

  const unknown = 'unknown-root';
  const sha1 = () => leafOf({ scheme: 'ecdsa-sha1' });
  const limited = made({ subject: 'Limited', ca: true, limits: constraints([{ dNSName: 'other.test' }]) });
  const cases: [title: string, bad: string[], exit: number, chain: () => Made[], args?: string[]][] = [
    ['expired', ['expired', unknown], 12, () => [leafOf({ to: days(-1) })]],
    ['not valid yet', ['not-yet-valid', unknown], 12, () => [leafOf({ from: days(1) })]],
    ['for another name', [unknown, 'wrong-name'], 13, () => [leafOf({ names: [{ dNSName: 'other.test' }] })]],
    ['without a name', ['no-names', unknown], 13, () => [leafOf({ names: [] })]],
    ['signed by itself', ['self-signed'], 15, () => [made({ subject: 'localhost', names: localhost, ca: false })]],
    ['of an unknown root, in order', [unknown], 15, () => [leafOf({ issuer: middle }), middle]],
    [
      'with a weak key',
      [unknown, 'weak-key'],
      15,
      () => [leafOf({ key: pair('rsa1024') })],
      ['-cipher', 'ECDHE+AESGCM:@SECLEVEL=0', '-tls1_2'],
    ],
    [
      'with a weak signature',
      [unknown, 'weak-signature'],
      15,
      () => [sha1()],
      ['-cipher', 'DEFAULT@SECLEVEL=0', '-tls1_2'],
    ],
    ['outside its limits', ['outside-constraint', unknown], 15, () => [leafOf({ issuer: limited }), limited]],
    ['for clients alone', ['bad-usage', unknown], 15, () => [leafOf({ extended: [clientAuth] })]],
    ['whose key may not sign', ['bad-usage', unknown], 15, () => [leafOf({ usages: KeyUsageFlags.cRLSign })]],
  ];

  it.each(cases)('is told to be %s', async (_title, bad, exit, chain, args = []) => {
    const all = chain();
    const [leaf, ...rest] = all as [Made, ...Made[]];
    await servingOpenssl([...(await serving(leaf, ...rest)), ...args], async (port) => {
      const report = await inspect(`localhost:${port}`);
      expect({ bad: codesOf(report, 'bad'), exit: report.exitCode }).toEqual({ bad, exit });
      expect(report.ok).toBe(false);
      for (const { rule, source, message } of report.findings) {
        expect([rule, source.text, message].every((text) => text.length > 5)).toBe(true);
      }
    });
  });

  it('is told to send its chain in a wrong order, with the root and strangers in it', async () => {
    const leaf = leafOf({ issuer: middle });
    await servingOpenssl(await serving(leaf, stranger, middle, leafOf({ subject: 'beside' })), async (port) => {
      const report = await inspect(`localhost:${port}`);
      expect(codesOf(report)).toEqual(['extra-certificates', 'root-sent', unknown, 'wrong-order']);
      expect(report.chain.map(({ role, signedBy }) => [role, signedBy])).toEqual([
        ['leaf', 2],
        ['root', 1],
        ['intermediate', 1],
        ['extra', 1],
      ]);
      expect(report.chain[0]?.checks.find(({ id }) => id === 'signature')?.ok).toBe(false);
    });
  });

  it('is told to take what nobody should: old versions, weak suites, no forward secrecy, small primes', async () => {
    const leaf = leafOf({ key: pair('rsa2048') });
    const args = await serving(leaf);
    await servingOpenssl([...args, '-cipher', 'ALL:COMPLEMENTOFALL:@SECLEVEL=0'], async (port) => {
      const report = await inspect(`localhost:${port}`);
      expect(codesOf(report, 'bad')).toEqual(['old-protocol', unknown, 'weak-cipher']);
      expect(codesOf(report, 'warn')).toEqual(['no-forward-secrecy']);
      await likeSslscan(port, report);
    });
    await servingOpenssl([...args, '-tls1_1', '-cipher', 'AES128-SHA:@SECLEVEL=0'], async (port) => {
      const report = await inspect(`localhost:${port}`);
      expect(codesOf(report, 'bad')).toEqual(['no-forward-secrecy', 'no-modern-protocol', 'old-protocol', unknown]);
      expect(report).toMatchObject({ forwardSecrecy: { state: 'never' }, exitCode: 15 });
      expect(report.negotiated).toBeUndefined();
      expect(report.eavesdropper.join(' ')).toContain('The certificate with all its names');
    });
    const small = ['genpkey', '-genparam', '-algorithm', 'DH', '-pkeyopt', 'group:modp_1536'];
    const parameters = await file((await openssl(small)).stdout);
    await servingOpenssl(
      [...args, '-tls1_2', '-dhparam', parameters, '-cipher', 'DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0'],
      async (port) => {
        expect(codesOf(await inspect(`localhost:${port}`), 'bad')).toEqual([unknown, 'weak-group']);
      },
    );
  });

  it('is read over a group that it insists on, and its wish for a certificate of the client is told', async () => {
    const args = await serving(leafOf({ issuer: middle }), middle);
    await servingOpenssl(
      [
        ...args,
        '-groups',
        'P-384',
        '-tls1_3',
        '-Verify',
        '1',
        '-verify_return_error',
        '-CAfile',
        await file(stranger.pem),
      ],
      async (port) => {
        const report = await inspect(`localhost:${port}`);
        expect(report.negotiated).toMatchObject({ version: 'TLS 1.3', group: 'P-384' });
        expect(report.groups.map(({ name }) => name)).toEqual(['P-384']);
        expect(report.clientCertificate).toMatchObject({ wanted: 'required', authorities: ['CN=Stranger Root'] });
      },
    );
    await servingOpenssl([...args, '-tls1_2', '-verify', '1'], async (port) => {
      expect((await inspect(`localhost:${port}`)).clientCertificate.wanted).toBe('asked');
    });
  });

  it('is read without a name when it refuses the one that was asked for', async () => {
    const args = await serving(leafOf({}));
    const named = [
      '-servername',
      'other.test',
      '-servername_fatal',
      '-cert2',
      args[1] as string,
      '-key2',
      args[3] as string,
    ];
    await servingOpenssl([...args, ...named], async (port) => {
      const report = await inspect(`localhost:${port}`);
      expect(codesOf(report)).toEqual(['name-not-served', unknown]);
      expect(report.chain).toHaveLength(1);
    });
  });

  it('sends an OCSP answer along, which is read, and told when it is missed or says that the certificate was revoked', async () => {
    const mustStaple = extension('1.3.6.1.5.5.7.1.24', false, Buffer.from('3003020105', 'hex'));
    const leaf = leafOf({ more: [mustStaple] });
    const args = await serving(leaf);
    const [signer, key] = [await file(stranger.pem), await file(keyOf(stranger))];
    const serial = viewCertificate(leaf.der).serial.toUpperCase();
    const answerTo = async (line: string) => {
      const [asked, answer] = [await file(''), await file('')];
      await openssl(['ocsp', '-issuer', signer, '-cert', args[1] as string, '-no_nonce', '-reqout', asked]);
      const index = await file(`${line}\t${serial}\tunknown\t/CN=localhost\n`);
      const signing = ['-CA', signer, '-rsigner', signer, '-rkey', key, '-ndays', '7'];
      await openssl(['ocsp', '-index', index, ...signing, '-reqin', asked, '-respout', answer]);
      return ['-status_file', answer];
    };
    const look = async (more: string[]) => servingOpenssl([...args, ...more], (port) => inspect(`localhost:${port}`));
    const good = await look(await answerTo('V\t391231235959Z\t'));
    expect(good.stapling).toMatchObject({ state: 'good', nextUpdate: expect.stringMatching(/^20/) });
    expect(codesOf(good, 'bad')).toEqual([unknown]);
    const revoked = await look(await answerTo('R\t391231235959Z\t260101000000Z'));
    expect(revoked.stapling.state).toBe('revoked');
    expect(codesOf(revoked, 'bad')).toEqual(['revoked', unknown]);
    expect(codesOf(await look([]), 'bad')).toEqual(['staple-missing', unknown]);
  });

  it('is held against what this machine’s own clients say', async () => {
    await servingOpenssl(await servingMine(), async (port) => {
      const { verdicts } = await inspect(`localhost:${port}`, { clients: true });
      const said = Object.fromEntries(verdicts.map(({ id, result }) => [id, result]));
      expect(said).toMatchObject({
        ...{ openssl: 'refused', 'openssl-ours': 'accepted', 'python-strict': 'refused', java: 'refused' },
        ...{ chromium: 'not-here', firefox: 'not-here', 'rules-ours': 'accepted', 'rules-system': 'refused' },
      });
    });
  });
});

/** sslscan finds the same versions and suites; what it cannot speak (SSL) is off in both. */
async function likeSslscan(port: number, report: InspectReport): Promise<void> {
  const xml = await printed('sslscan', ['--xml=-', '--no-check-certificate', `localhost:${port}`]);
  const theirs = [...xml.matchAll(/<cipher status="\w+" sslversion="TLSv([\d.]+)" [^>]*id="0x([0-9A-F]+)"/g)].map(
    ([, version, id]) => `tls${version} ${id?.toLowerCase().padStart(4, '0')}`,
  );
  const ours = report.suites.flatMap(({ version, suites }) => suites.map(({ id }) => `${version} ${id}`));
  expect(ours.length).toBeGreaterThan(80);
  expect(ours.sort()).toEqual([...new Set(theirs)].sort());
}

function printed(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    let text = '';
    child.stdout.on('data', (bytes) => {
      text += String(bytes);
    });
    child.once('error', reject);
    child.once('close', () => resolve(text));
  });
}

/** A TCP server that does what it likes with whoever connects. */
async function talking<T>(talk: (socket: Socket) => void, work: (port: number) => Promise<T>): Promise<T> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    talk(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await work((server.address() as AddressInfo).port);
  } finally {
    for (const socket of open) socket.destroy();
    server.close();
  }
}

describe('a start in the clear', () => {
  /** What each protocol's server says, and then begins TLS. */
  const upgrade = (socket: Socket, leaf: Made) => {
    socket.removeAllListeners('data');
    const secure = new TLSSocket(socket, { isServer: true, key: keyOf(leaf), cert: leaf.pem });
    secure.on('error', () => undefined);
  };
  const lines = (greeting: string, answers: [RegExp, string][], begin: RegExp) => (socket: Socket, leaf: Made) => {
    if (greeting !== '') socket.write(greeting);
    socket.on('data', (bytes) => {
      const text = String(bytes);
      const answer = answers.find(([pattern]) => pattern.test(text))?.[1];
      if (answer !== undefined) socket.write(answer);
      if (begin.test(text)) upgrade(socket, leaf);
    });
  };
  const binary = (greeting: Buffer | undefined, answer: Buffer | undefined) => (socket: Socket, leaf: Made) => {
    if (greeting !== undefined) socket.write(greeting);
    socket.once('data', (bytes: Buffer) => {
      if (answer !== undefined) socket.write(answer);
      // Who gets no answer goes on at once: the hello may come with the request of MySQL, which has 36 bytes.
      else if (bytes.length > 36) socket.pause().unshift(bytes.subarray(36));
      upgrade(socket, leaf);
    });
  };
  const mysql = Buffer.concat([
    Buffer.from([0x0a]),
    Buffer.from('8.0.36\0', 'latin1'),
    Buffer.alloc(4, 1),
    Buffer.alloc(8, 0x41),
    Buffer.from([0, 0xff, 0xff, 0x2d, 2, 0, 0xff, 0xdf, 21]),
    Buffer.alloc(10),
    Buffer.from('0123456789ab\0', 'latin1'),
    Buffer.from('mysql_native_password\0', 'latin1'),
  ]);
  const packet = Buffer.concat([Buffer.from([mysql.length, 0, 0, 0]), mysql]);
  const speakers: Record<string, (socket: Socket, leaf: Made) => void> = {
    smtp: lines(
      '220-one\r\n220 mail.test ESMTP\r\n',
      [
        [/^EHLO/, '250-mail.test\r\n250-SIZE 1\r\n250 STARTTLS\r\n'],
        [/^STARTTLS/, '220 go on\r\n'],
      ],
      /^STARTTLS/,
    ),
    imap: lines(
      '* OK ready\r\n',
      [
        [/STARTTLS/, 'a1 OK go\r\n'],
        [/CAPABILITY/, '* CAPABILITY IMAP4rev1 STARTTLS\r\n. OK done\r\n'],
      ],
      /STARTTLS/,
    ),
    pop3: lines('+OK ready\r\n', [[/^STLS/, '+OK go\r\n']], /^STLS/),
    ftp: lines('220 ready\r\n', [[/^AUTH TLS/, '234 go\r\n']], /^AUTH TLS/),
    ldap: binary(undefined, Buffer.from('300c02010178070a010004000400', 'hex')),
    postgres: binary(undefined, Buffer.from('S')),
    mysql: binary(packet, undefined),
    xmpp: lines(
      '',
      [
        [
          /<stream:stream/,
          "<?xml version='1.0'?><stream:stream id='x' version='1.0'><stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:features>",
        ],
        [/<starttls/, "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"],
      ],
      /<starttls/,
    ),
  };

  it.each(Object.keys(speakers))(
    'is made in %s, and refused in words when the server does not want to',
    async (scheme) => {
      const leaf = leafOf({ issuer: middle });
      await talking(
        (socket) => speakers[scheme]?.(socket, leaf),
        async (port) => {
          const report = await inspect(`${scheme}://localhost:${port}`);
          expect(report).toMatchObject({ outcome: 'inspected', target: { start: scheme, startFrom: 'said' } });
          expect(report.versions.find(({ id }) => id === 'tls1.3')?.accepted).toBe('yes');
          // Another program's way of asking for it is answered by the same words.
          const start = ['s_client', '-connect', `localhost:${port}`, '-starttls', scheme, '-brief'];
          expect((await openssl(scheme === 'xmpp' ? [...start, '-xmpphost', 'localhost'] : start)).stderr).toContain(
            'Protocol version',
          );
        },
      );
      for (const refusal of ['500 no\r\n', '-ERR no\r\n', 'a1 NO\r\n', 'N', Buffer.alloc(20_000, 0x41)]) {
        await talking(
          (socket) => socket.end(refusal),
          async (port) => {
            expect(codesOf(await inspect(`${scheme}://localhost:${port}`))).toEqual(['no-starttls']);
          },
        );
        if (scheme !== 'smtp') break;
      }
    },
  );
});

describe('a server that misbehaves', () => {
  const quick = { limits: { connectMs: 2_000, talkMs: 500, bytes: 256 * 1024 } };
  const record = (type: number, body: Buffer) =>
    Buffer.concat([Buffer.from([type, 3, 3, body.length >> 8, body.length & 0xff]), body]);
  const forever = (bytes: Buffer) => (socket: Socket) => {
    const more = () => {
      while (!socket.destroyed && socket.write(bytes));
    };
    socket.on('drain', more);
    more();
  };
  const cases: [string, string, number, (socket: Socket) => void][] = [
    ['resets', 'reset', 10, (socket) => socket.resetAndDestroy()],
    ['hangs up', 'reset', 10, (socket) => socket.end()],
    ['stalls', 'stalled', 10, () => undefined],
    [
      'speaks plain HTTP',
      'plain-http',
      11,
      (socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    ],
    ['greets as a mail server', 'not-tls', 11, (socket) => socket.write('220 mail.test ESMTP\r\n')],
    ['sends garbage', 'not-tls', 11, forever(Buffer.alloc(65_536, 0x5a))],
    ['sends records without end', 'garbage', 11, forever(record(22, Buffer.alloc(16_000, 2)))],
    [
      'sends empty records without end',
      'garbage',
      11,
      forever(Buffer.concat(Array.from({ length: 2000 }, () => record(22, Buffer.alloc(0))))),
    ],
    [
      'never ends its hello',
      'too-much',
      11,
      forever(Buffer.concat([record(22, Buffer.from('020fffff', 'hex')), record(22, Buffer.alloc(16_000))])),
    ],
    [
      'refuses by an alert',
      'tls-refused',
      11,
      (socket) => socket.once('data', () => socket.end(record(21, Buffer.from([2, 40])))),
    ],
  ];

  it.each(cases)('is told when it %s', async (_title, code, exit, talk) => {
    await talking(talk, async (port) => {
      const report = await inspect(`127.0.0.1:${port}`, quick);
      expect({ codes: codesOf(report), exit: report.exitCode }).toEqual({ codes: [code], exit });
      expect(report.summary).toMatch(/\.$/);
    });
  });

  it('is told when nothing is there, and a run can be cancelled', async () => {
    const closed = await talking(
      () => undefined,
      async (port) => port,
    );
    expect(await inspect(`127.0.0.1:${closed}`)).toMatchObject({ outcome: 'unreachable', exitCode: 10 });
    expect(codesOf(await inspect('nobody.invalid'))).toEqual(['unresolved']);
    await talking(
      () => undefined,
      async (port) => {
        const { inspector } = await services.lifecycle.inspecting();
        const begun = inspector.inspect({ runId: 'cut', target: `127.0.0.1:${port}` }, () => inspector.cancel('cut'));
        await expect(begun).rejects.toMatchObject({ code: 'cancelled' });
      },
    );
  });

  it('is looked at within limits with a thousand certificates, and with ten thousand names', async () => {
    const leaf = leafOf({});
    const many = Array.from({ length: 1000 }, () => stranger);
    const server = createTlsServer({ key: keyOf(leaf), cert: [leaf, ...many].map(({ pem }) => pem).join('') });
    server.on('tlsClientError', () => undefined);
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
    );
    try {
      const report = await inspect(`localhost:${port}`);
      expect(report).toMatchObject({ sentCount: 1001, chain: { length: 20 } });
      expect(codesOf(report, 'bad')).toEqual(['large-certificate', 'too-many-certificates', 'unknown-root']);
    } finally {
      server.close();
    }
    const names = Array.from({ length: 10_000 }, (_, index) => ({ dNSName: `host-${index}.some.where.test` }));
    await servingOpenssl(await serving(leafOf({ names: [...names, { dNSName: 'localhost' }] })), async (port) => {
      const report = await inspect(`localhost:${port}`);
      expect(report).toMatchObject({ chain: [{ nameCount: 10_001, facts: { names: { length: 100 } } }] });
      expect(codesOf(report, 'bad')).toContain('large-certificate');
    });
  });
});

const isListening = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });

describe('sealwax inspect', () => {
  let machine: Container;
  it('exits by what is wrong, prints the report, and lists what listens', async () => {
    machine = await container();
    await machine.run(['ca', 'create', 'Looker']);
    const { certificate } = json(await machine.run(['issue', 'localhost', '--json']));
    const { fullChain, key } = certificate.files;
    const args = ['-cert', fullChain, '-key', key, '-cert_chain', fullChain];
    await servingOpenssl(args, async (port) => {
      const run = (...more: string[]) => machine.run(['inspect', `localhost:${port}`, '--no-clients', ...more]);
      const strict = await run('--strict', '--json');
      expect(strict.code).toBe(15);
      const report = inspectReportSchema.omit({ runId: true }).parse(json(strict));
      expect(report).toMatchObject({ exitCode: 15, ok: true, issued: { certificateId: certificate.id } });
      const other = await run('--name', 'other.test');
      expect(other.code).toBe(13);
      expect(other.stdout).toContain('sealwax issue other.test');
      const listed = listeningReportSchema.parse(json(await machine.run(['inspect', '--listening', '--json'])));
      expect(listed.servers.find((each) => each.port === port)).toMatchObject({
        ...{ speaks: 'tls', address: '127.0.0.1', everywhere: false, process: 'openssl' },
        certificate: { origin: 'ours', certificateId: certificate.id, expired: false },
      });
    });
    const typed = [['localhost:1'], [fullChain], ['nothing/there.pem'], ['gopher://x'], []];
    const codes = await Promise.all(typed.map(async (args) => (await machine.run(['inspect', ...args])).code));
    expect(codes).toEqual([10, 0, 1, 1, 2]);
  });

  /** Chromium finds the root in this home; Firefox has no profile here, so it knows the public ones alone. */
  async function likeBrowsers(port: number) {
    const database = join(machine.folder, '.pki/nssdb');
    await mkdir(database, { recursive: true });
    const root = await machine.file('root.pem', (await machine.run(['ca', 'export'])).stdout);
    await printed('certutil', ['-d', `sql:${database}`, '-N', '--empty-password']);
    await printed('certutil', ['-d', `sql:${database}`, '-A', '-t', 'C,,', '-n', 'Looker', '-i', root]);
    const { verdicts } = json(await machine.run(['inspect', `localhost:${port}`, '--browsers', '--json']));
    const said = Object.fromEntries(verdicts.map(({ id, result }: { id: string; result: string }) => [id, result]));
    expect(said).toMatchObject({ chromium: 'accepted', firefox: 'refused', 'openssl-ours': 'accepted' });
  }

  it('tells of nginx what it serves, renewed or not', async () => {
    const { certificate } = json(await machine.run(['issue', 'app.test', 'localhost', '--json']));
    const place = join(machine.folder, 'nginx');
    await mkdir(place);
    const port = await talking(
      () => undefined,
      async (free) => free,
    );
    const config = await machine.file(
      'nginx.conf',
      `daemon off; pid ${place}/pid; error_log ${place}/log; events {} http { access_log off; client_body_temp_path ${place}; proxy_temp_path ${place}; fastcgi_temp_path ${place}; uwsgi_temp_path ${place}; scgi_temp_path ${place};
       server { listen 127.0.0.1:${port} ssl http2; ssl_certificate ${certificate.files.fullChain}; ssl_certificate_key ${certificate.files.key}; ssl_protocols TLSv1.2 TLSv1.3; } }`,
    );
    const nginx = spawn('nginx', ['-c', config, '-e', join(place, 'log')], {
      env: { PATH: `${process.env.PATH}:/usr/sbin` },
      stdio: 'ignore',
    });
    try {
      const look = async () => machine.run(['inspect', `localhost:${port}`, '--json', '--no-clients']);
      await expect.poll(() => isListening(port), { timeout: 10_000 }).toBe(true);
      const report = json(await look());
      expect(report).toMatchObject({ negotiated: { alpn: 'h2' }, alpn: { accepted: ['h2', 'http/1.1'] } });
      await likeBrowsers(port);
      expect((await machine.run(['renew', certificate.id])).code).toBe(0);
      const again = await machine.run(['inspect', `localhost:${port}`, '--no-clients', '--strict', '--json']);
      expect(json(again).findings.map(({ code }: { code: string }) => code)).toContain('serves-old');
    } finally {
      nginx.kill('SIGKILL');
    }
  });
});
