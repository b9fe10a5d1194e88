import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../../src/core/system/run';
import { type Account, succeeded } from '../../support/command-line';
import { freePort, lessonAccount, python, rootFile, startServer } from '../../support/lesson';
import { opensslText } from '../../support/openssl';

/**
 * The Python PKI course: an authority under a passphrase, a request with subject fields and alternative names, signing it,
 * serving with uWSGI over HTTPS, a client with `verify=ca`.
 */
let account: Account;
let root = '';
beforeAll(async () => {
  account = await lessonAccount();
  root = await rootFile(account);
});
afterAll(() => account?.remove());

const inFiles = (name: string) => join(account.files, name);

/** The course's server request, as its own tool would make it. */
async function courseRequest(): Promise<void> {
  await writeFile(
    inFiles('course.cnf'),
    [
      '[req]',
      'prompt=no',
      'distinguished_name=dn',
      'req_extensions=ext',
      '[dn]',
      'C=US',
      'ST=Maryland',
      'L=Baltimore',
      'O=My Company',
      'CN=server.course.test',
      '[ext]',
      'subjectAltName=DNS:server.course.test,DNS:localhost,IP:127.0.0.1',
    ].join('\n'),
  );
  const args = ['req', '-new', '-newkey', 'rsa:2048', '-nodes', '-config', inFiles('course.cnf')];
  await opensslText([...args, '-keyout', inFiles('server.key'), '-out', inFiles('server.csr')]);
}

const client = `
import sys, requests
try:
    print(requests.get(sys.argv[1], verify=sys.argv[2] if len(sys.argv) > 2 else True, timeout=10).text)
except requests.exceptions.SSLError as error:
    print('refused:', error)
`;

describe('the Python PKI course', () => {
  it('keeps the authority’s key under a passphrase, in a file that openssl opens with it', async () => {
    const authority = JSON.parse(succeeded(await account.sealwax(['ca', 'show', '--json'])).stdout).authority;
    const key = join(authority.folder, 'root-key.pem');
    expect(await readFile(key, 'utf8')).toContain('BEGIN ENCRYPTED PRIVATE KEY');
    const open = (passphrase: string) =>
      run('openssl', ['pkey', '-in', key, '-passin', `pass:${passphrase}`, '-noout']);
    expect((await open('correct horse battery staple')).code).toBe(0);
    expect((await open('another one')).code).toBe(1);
  });

  it('signs the request with its subject and its names, for a uWSGI that Python trusts by the root alone', async () => {
    await courseRequest();
    const chain = inFiles('server.pem');
    succeeded(await account.sealwax(['sign', 'server.csr', '--yes', '--out', chain]));
    const subject = await opensslText(['x509', '-in', chain, '-noout', '-subject', '-nameopt', 'RFC2253']);
    for (const part of ['C=US', 'ST=Maryland', 'L=Baltimore', 'O=My Company', 'CN=server.course.test']) {
      expect(subject).toContain(part);
    }
    await writeFile(
      inFiles('wsgi.py'),
      "def application(env, start_response):\n    start_response('200 OK', [])\n    return [b'over uWSGI']\n",
    );
    const port = await freePort();
    const server = await startServer(
      'uwsgi',
      [
        '--plugins',
        'http,python3',
        '--https',
        `127.0.0.1:${port},${chain},${inFiles('server.key')}`,
        '--wsgi-file',
        inFiles('wsgi.py'),
        '--master',
        '--die-on-term',
      ],
      port,
      { cwd: account.files },
    );
    try {
      const trusted = await python(client, [`https://localhost:${port}/`, root]);
      expect([trusted.stdout.trim(), trusted.stderr]).toEqual(['over uWSGI', '']);
      const untrusted = await python(client, [`https://localhost:${port}/`]);
      expect(untrusted.stdout).toMatch(/^refused: .*CERTIFICATE_VERIFY_FAILED/);
    } finally {
      await server.stop();
    }
  });

  it('makes a request whose key stays here, which openssl signs, and takes the certificate back with it', async () => {
    const made = await account.sealwax([
      'csr',
      'new',
      'away.test',
      'localhost',
      '--subject',
      'C=US,ST=Maryland,O=My Company',
      '--key',
      'rsa-3072',
      '--out',
      inFiles('away.csr'),
    ]);
    succeeded(made);
    const text = await opensslText([
      'req',
      '-in',
      inFiles('away.csr'),
      '-noout',
      '-text',
      '-verify',
      '-nameopt',
      'RFC2253',
    ]);
    expect(text).toMatch(/Subject: .*ST=Maryland/);
    expect(text).toContain('DNS:away.test, DNS:localhost');
    const ca = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30'];
    await opensslText([...ca, '-subj', '/CN=Elsewhere', '-keyout', inFiles('else.key'), '-out', inFiles('else.pem')]);
    const sign = [
      'x509',
      '-req',
      '-in',
      inFiles('away.csr'),
      '-CA',
      inFiles('else.pem'),
      '-CAkey',
      inFiles('else.key'),
    ];
    await opensslText([...sign, '-days', '20', '-copy_extensions', 'copyall', '-out', inFiles('away.pem')]);
    succeeded(await account.sealwax(['csr', 'complete', 'away.pem']));
    const listed = JSON.parse(succeeded(await account.sealwax(['list', '--json'])).stdout);
    const found = (listed.certificates ?? listed).find(
      (each: { commonName: string }) => each.commonName === 'away.test',
    );
    expect(found).toMatchObject({ keyHere: true });
    const own = await opensslText(['pkey', '-in', found.files.key, '-pubout']);
    expect(own).toBe(await opensslText(['x509', '-in', inFiles('away.pem'), '-noout', '-pubkey']));
  });
});
