import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Container, container, json } from '../support/cli';

/** Where the command line writes what it is told to write, and where it cannot. */
let machine: Container;
const run: Container['run'] = (...args) => machine.run(...args);
const path = (name: string) => join(machine.folder, name);
const certificates = async () => json(await run(['list', '--json'])).certificates.length;

beforeAll(async () => {
  machine = await container();
  expect((await run(['ca', 'create', 'Out', '--limits', 'test,truststore'])).code).toBe(0);
  execFileSync('openssl', [
    ...['req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=a.test'],
    ...['-addext', 'subjectAltName=DNS:a.test', '-keyout', path('a.key'), '-out', path('a.csr')],
  ]);
});

describe('a place that cannot be written', () => {
  it('is refused before a request or a certificate is made', async () => {
    const made = await run(['csr', 'new', 'b.test', '--out', 'no/such.csr', '--json']);
    expect(made.code).toBe(1);
    expect(json(made).error).toMatchObject({ code: 'not-found', hint: 'Make it first.' });
    expect((await run(['csr', 'new', 'b.test', '--out', '.', '--force'])).stderr).toMatch(/is a folder\./);
    expect(json(await run(['csr', 'list', '--json'])).requests).toEqual([]);
    const signed = await run(['sign', 'a.csr', '--yes', '--out', 'a.key/x.pem', '--json']);
    expect(json(signed).error.code).toBe('not-found');
    const issued = await run(['issue', 'b.test', '--out', 'a.key', '--json']);
    expect(json(issued).error).toMatchObject({ code: 'not-found' });
    expect(await certificates()).toBe(0);
  });

  it('ends with an error in /proc, where no folder can be made', async () => {
    const { code, stderr } = await run(['issue', 'proc.test', '--out', '/proc/no/such']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/error: No /);
    expect((await run(['status'], { env: { SEALWAX_HOME: '/proc/no' } })).code).toBe(1);
  });
});

describe('a device', () => {
  it('is written to with --force, and stays one', async () => {
    const before = lstatSync('/dev/null');
    expect(await run(['csr', 'new', 'null.test', '--out', '/dev/null', '--force'])).toMatchObject({ code: 0 });
    const after = lstatSync('/dev/null');
    expect([after.isCharacterDevice(), after.mode, after.ino]).toEqual([true, before.mode, before.ino]);
  });
});

describe('a certificate that is called like the trust store', () => {
  it('keeps its key', async () => {
    const pass = await machine.file('pass', 'for the file\n', 0o600);
    const formats = ['--format', 'pkcs12,java-trust-store', '--passphrase-file', pass];
    const made = await run(['issue', 'truststore', '--out', 'tls', ...formats]);
    expect(made).toMatchObject({ code: 0 });
    expect(readdirSync(path('tls')).sort()).toEqual(['root-truststore.p12', 'truststore.p12']);
    const key = execFileSync('openssl', [
      'pkcs12',
      '-in',
      path('tls/truststore.p12'),
      '-passin',
      `file:${pass}`,
      '-noenc',
    ]);
    expect(String(key)).toContain('PRIVATE KEY');
    expect(statSync(path('tls/truststore.p12')).mode & 0o777).toBe(0o600);
  });
});

describe('what is written', () => {
  it('has the title of a recovery kit once', async () => {
    expect((await run(['ca', 'recovery-kit', '--out', 'kit.txt'])).code).toBe(0);
    expect(readFileSync(path('kit.txt'), 'utf8').match(/^Recovery kit of/gm)).toHaveLength(1);
    expect(existsSync(path('kit.txt.part'))).toBe(false);
  });

  it('names the file of a wrong passphrase in the hint', async () => {
    const env = { SEALWAX_PASSPHRASE_FILE: await machine.file('wrong', 'not the right one at all\n', 0o600) };
    const { error } = json(await run(['issue', 'c.test', '--json'], { env }));
    expect(error).toMatchObject({ code: 'passphrase-wrong', hint: 'Write the right passphrase into that file.' });
  });
});
