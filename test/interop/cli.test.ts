import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { signingRequestSchema } from '../../src/ipc/issue-schemas';
import { authoritySchema, certificateDetailSchema, certificateSchema } from '../../src/ipc/schemas';
import { fileViewSchema, verifyReportSchema } from '../../src/ipc/view-schemas';
import { type Container, container, json } from '../support/cli';

/** One machine for this file: its tests follow the life of an authority and its certificates. */
let machine: Container;
const run: Container['run'] = (...args) => machine.run(...args);
const path = (name: string) => join(machine.folder, name);
const openssl = (...args: string[]) => execFileSync('openssl', args, { encoding: 'utf8', stdio: 'pipe' });

beforeAll(async () => {
  machine = await container();
  const made = await run(['ca', 'create', 'Test CA', '--json']);
  expect(made).toMatchObject({ code: 0 });
  expect(authoritySchema.parse(json(made).authority)).toMatchObject({
    name: 'Test CA',
    keep: 'session',
    isDefault: true,
  });
});

describe('sealwax issue', () => {
  it('issues, prints the files as the result, and openssl accepts them', async () => {
    const { code, stdout, stderr } = await run(['issue', 'app.test', '127.0.0.1', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const certificate = certificateSchema.parse(JSON.parse(stdout).certificate);
    expect(certificate.names.map(({ value }) => value)).toEqual(['app.test', '127.0.0.1']);
    const root = json(await run(['ca', 'show', '--json'])).authority.certificateFile;
    expect(
      openssl('verify', '-x509_strict', '-purpose', 'sslserver', '-CAfile', root, certificate.files.certificate),
    ).toContain('OK');
    expect(statSync(certificate.files.key).mode & 0o777).toBe(0o600);
  });

  it('takes purpose, key, subject and validity', async () => {
    const issued = await run([
      ...['issue', 'node1.test', '--purpose', 'server-client', '--key', 'ecdsa-p384'],
      ...['--subject', 'C=DE,O=Example\\, Inc', '--days=3', '--json'],
    ]);
    const { files } = json(issued).certificate;
    const text = openssl('x509', '-in', files.certificate, '-noout', '-text', '-nameopt', 'RFC2253');
    expect(text).toContain('TLS Web Server Authentication, TLS Web Client Authentication');
    expect(text).toContain('O=Example\\, Inc,C=DE');
    expect(text).toContain('(384 bit)');
    const { validTo } = new X509Certificate(readFileSync(files.certificate));
    const days = (Date.parse(validTo) - Date.now()) / 86_400_000;
    expect(days).toBeLessThanOrEqual(3);
    expect(days).toBeGreaterThan(2.99);
  });

  it('writes copies where they are wanted, and replaces nothing without --force', async () => {
    const args = ['issue', 'copy.test', '--out', 'tls', '--format', 'full-chain,key'];
    const first = await run([...args, '--json']);
    const { files } = json(first);
    expect(files).toEqual([path('tls/copy.test-fullchain.pem'), path('tls/copy.test-key.pem')]);
    expect(files.map((file: string) => statSync(file).mode & 0o777)).toEqual([0o644, 0o600]);
    const before = json(await run(['list', '--json'])).certificates.length;
    const again = await run(args);
    expect(again.code).toBe(1);
    expect(again.stderr).toMatch(/error: .*copy\.test-fullchain\.pem/);
    // Nothing was signed for files that could not be written.
    expect(json(await run(['list', '--json'])).certificates).toHaveLength(before);
    expect((await run([...args, '--force'])).code).toBe(0);
  });

  it('takes a name that begins with a dash after two dashes', async () => {
    const { code, stderr } = await run(['issue', '--json', '--', '-odd.test']);
    expect(stderr).not.toMatch(/no option/);
    expect([0, 1]).toContain(code);
    expect((await run(['issue', '-odd.test'])).code).toBe(2);
  });

  it('works from another folder, by a link, and through a closed pipe', () => {
    const line = `ln -s "$0" "$1/sw"; cd / && "$2" "$1/sw" list | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const out = execFileSync(
      'bash',
      ['-c', line, join(__dirname, '../../bin/sealwax.cjs'), machine.folder, process.execPath],
      {
        encoding: 'utf8',
        env: { ...process.env, ...machine.env },
      },
    );
    expect(out).toMatch(/healthy[^\n]*\n0\n$/);
  });
});

describe('sealwax issue --batch', () => {
  const batch = 'name,more names,purpose\none.test,www.one.test,server\nbad name,,\ntwo.test,,client\nbank.com,,\n';

  it('gives a JSON line for each row, and exit 4 when some failed', async () => {
    const { code, stdout, stderr } = await run(['issue', '--batch', '-', '--json'], { input: batch });
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ line, problem }) => [line, problem?.code ?? 'issued'])).toEqual([
      [2, 'issued'],
      [3, expect.any(String)],
      [4, 'issued'],
      [5, expect.any(String)],
    ]);
    expect(stderr).toBe('2 issued, 2 not, of 4.\n');
    expect(code).toBe(4);
  });

  it('ends with 0 when all were issued and with 1 when none was', async () => {
    const list = await machine.file('names.txt', 'a.test b.test\nc.test\n');
    expect(await run(['issue', '--batch', list, '--quiet'])).toMatchObject({ code: 0, stderr: '' });
    expect((await run(['issue', '--batch', '-'], { input: 'bank.com\n' })).code).toBe(1);
  });

  it('stops at Ctrl-C; what was issued stays, and the rest is reported', async () => {
    const names = Array.from({ length: 3000 }, (_, index) => `n${index}.test`).join('\n');
    const before = json(await run(['list', '--json'])).certificates.length;
    const list = await machine.file('many.txt', names);
    const { startCli } = await import('../support/cli');
    const child = startCli(['issue', '--batch', list, '--json'], { env: machine.env, cwd: machine.folder });
    let stdout = '';
    child.stdout?.on('data', (chunk) => {
      stdout += String(chunk);
    });
    const ended = new Promise<number | null>((done) => child.once('close', done));
    const folder = join(machine.home, 'certificates');
    const count = () => Number(execFileSync('sh', ['-c', `ls ${folder} | wc -l`], { encoding: 'utf8' }));
    while (count() < before + 100 && child.exitCode === null) await new Promise((done) => setTimeout(done, 20));
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    const results = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(results).toHaveLength(3000);
    const issued = results.filter(({ certificate }) => certificate !== undefined);
    expect(issued.length).toBeGreaterThanOrEqual(100);
    expect(issued.length).toBeLessThan(3000);
    expect(results.at(-1).problem.code).toBe('cancelled');
    expect(json(await run(['list', '--json'])).certificates).toHaveLength(before + issued.length);
  });
});

describe('looking at certificates', () => {
  it('lists, shows by name and by the beginning of the id, and lists what is ambiguous', async () => {
    const { certificates } = json(await run(['list', '--json']));
    expect(certificates.map((each: unknown) => certificateSchema.parse(each)).length).toBeGreaterThan(3);
    const shown = json(await run(['show', 'app.test', '--json'])).certificate;
    certificateDetailSchema.parse(shown);
    expect(json(await run(['show', shown.id.slice(0, -4), '--json'])).certificate.id).toBe(shown.id);
    const two = await run(['show', 'copy.test', '--json']);
    expect(two.code).toBe(1);
    expect(json(two).error).toMatchObject({ code: 'ambiguous', message: expect.stringMatching(/copy\.test-\w+/) });
    expect(json(await run(['list', '--expiring', '--json'])).certificates).toEqual([]);
    // It begins an hour back, so little of it is left.
    const soon = new Date(Date.now() + 120_000).toISOString();
    await run(['issue', 'soon.test', '--until', soon]);
    expect((await run(['list', '--expiring', '--quiet'])).stdout).toMatch(
      /^expiring {2}until \S+ \S+ \d+ {2}soon\.test-\w+ {2}soon\.test\n$/,
    );
    expect((await run(['show', 'app.test', '--pem'])).stdout).toMatch(/^-----BEGIN CERTIFICATE-----/);
    expect((await run(['show', 'app.test'])).stdout).toMatch(/^From .* this is app\.test, according to Test CA/);
  });

  it('renews with a new key or the same, deletes and brings back', async () => {
    const old = json(await run(['show', 'app.test', '--json'])).certificate;
    const renewed = json(await run(['renew', old.id, '--json']));
    expect(renewed.replaces).toBe(old.id);
    const spki = (file: string) => openssl('x509', '-in', file, '-noout', '-pubkey');
    expect(spki(renewed.certificate.files.certificate)).not.toBe(spki(old.files.certificate));
    const same = json(await run(['renew', 'app.test', '--same-key', '--json'])).certificate;
    expect(spki(same.files.certificate)).toBe(spki(renewed.certificate.files.certificate));
    expect((await run(['renew', old.id])).stderr).toContain(`${renewed.certificate.id} took its place`);
    const asked = await run(['delete', same.id]);
    expect(asked).toMatchObject({ code: 3, stdout: '' });
    expect(asked.stderr).toBe('error: This needs a yes, and nobody is there to give it.\nhint: Add --yes.\n');
    expect(await run(['delete', same.id, '--yes'])).toMatchObject({ code: 0, stdout: `Deleted: ${same.id}\n` });
    expect((await run(['show', same.id])).code).toBe(1);
    expect(json(await run(['delete', '--restore', same.id, '--json'])).certificate.id).toBe(same.id);
    expect((await run(['delete', '--restore', same.id])).code).toBe(1);
    for (const id of [same.id, renewed.certificate.id]) await run(['delete', id, '--yes']);
  });
});

describe('sealwax export', () => {
  it('writes PKCS#12 with the passphrase of a private file, and never with the authority’s', async () => {
    const pass = await machine.file('export-pass', 'changeme\n', 0o600);
    const refused = await run(['export', 'app.test', '--format', 'pkcs12']);
    expect(refused.code).toBe(3);
    expect(refused.stderr).toMatch(/^error: .*\nhint: .*option/);
    const args = ['export', 'app.test', '--format', 'pkcs12,pem', '--out', 'p12', '--passphrase-file', pass, '--json'];
    const { files } = json(await run(args));
    expect(files).toContain(path('p12/app.test.p12'));
    expect(openssl('pkcs12', '-in', path('p12/app.test.p12'), '-passin', 'pass:changeme', '-nokeys')).toContain(
      'BEGIN CERTIFICATE',
    );
    expect(statSync(path('p12/app.test.p12')).mode & 0o777).toBe(0o600);
    expect((await run(args)).code).toBe(1);
  });
});

describe('signing requests', () => {
  it('makes one, has it signed elsewhere, and puts certificate and key together', async () => {
    const made = await run(['csr', 'new', 'outside.example.com', '--subject', 'O=Example']);
    expect(made.code).toBe(0);
    const csr = await machine.file('outside.csr', made.stdout);
    expect(openssl('req', '-in', csr, '-noout', '-verify', '-subject')).toMatch(/Example/);
    const { requests } = json(await run(['csr', '--json']));
    const request = signingRequestSchema.parse(requests[0]);
    expect(json(await run(['csr', 'show', 'outside.example.com', '--json'])).request.id).toBe(request.id);
    openssl(
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=Other CA'],
      '-keyout',
      path('other.key'),
      '-out',
      path('other.pem'),
    );
    openssl(
      'x509',
      '-req',
      '-in',
      csr,
      '-CA',
      path('other.pem'),
      '-CAkey',
      path('other.key'),
      '-copy_extensions',
      'copy',
      '-out',
      path('outside.pem'),
    );
    const completed = await run(['csr', 'complete', 'outside.pem', '--json']);
    expect(json(completed).certificate).toMatchObject({ keyHere: true, commonName: 'outside.example.com' });
    expect(json(await run(['csr', 'list', '--json'])).requests).toEqual([]);
    await run(['csr', 'new', 'gone.test', '--out', 'gone.csr']);
    expect(existsSync(path('gone.csr'))).toBe(true);
    expect((await run(['csr', 'delete', 'gone.test'])).code).toBe(3);
    expect((await run(['csr', 'delete', 'gone.test', '--yes'])).code).toBe(0);
  });

  it('shows what a request asks for, and signs it without the names that were struck out', async () => {
    openssl(
      ...['req', '-new', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=phone.test'],
      '-keyout',
      path('phone.key'),
      '-out',
      path('phone.csr'),
      '-addext',
      'subjectAltName=DNS:phone.test,DNS:phone.bank.com',
    );
    const outside = await run(['sign', 'phone.csr', '--yes']);
    expect(outside.code).toBe(1);
    expect(outside.stderr).toMatch(/phone\.bank\.com {2}\(refused: /);
    expect((await run(['sign', 'phone.csr', '--drop-name', 'phone.bank.com'])).code).toBe(3);
    const args = [
      'sign',
      'phone.csr',
      '--drop-name',
      'phone.bank.com',
      '--name',
      'phone2.test',
      '--yes',
      '--out',
      'phone.pem',
    ];
    const signed = await run([...args, '--json']);
    expect(json(signed)).toMatchObject({ file: path('phone.pem'), certificate: { keyHere: false } });
    expect(signed.stderr).toMatch(/It will be signed for: phone\.test, phone2\.test/);
    expect(openssl('x509', '-in', path('phone.pem'), '-noout', '-ext', 'subjectAltName')).toMatch(
      /phone\.test, DNS:phone2\.test/,
    );
    expect((await run(args)).code).toBe(1);
    expect((await run(['sign', 'phone.csr', '--drop-name', 'nobody.test', '--yes'])).code).toBe(2);
    const broken = readFileSync(path('phone.csr'), 'utf8').replace(/(.{8})(={0,2}\n-----END)/, 'AAAAAAAA$2');
    expect((await run(['sign', '-', '--yes'], { input: broken })).code).toBe(1);
  });
});

describe('sealwax verify and inspect', () => {
  it('gives the verdict with its reasons, 0 or 1', async () => {
    const { files } = json(await run(['show', 'app.test', '--json'])).certificate;
    const good = await run(['verify', files.certificate, '--name', 'app.test', '--purpose', 'server', '--json']);
    expect(verifyReportSchema.parse(json(good))).toMatchObject({ ok: true });
    expect(good.code).toBe(0);
    for (const [args, word] of [
      [['--name', 'other.test'], /other\.test/],
      [['--at', '2040-01-01'], /expired|not valid|ended/i],
      [['--root', path('other.pem')], /./],
      [['--purpose', 'email'], /./],
    ] as const) {
      const bad = await run(['verify', files.certificate, ...args]);
      expect({ code: bad.code, text: bad.stdout }, args.join(' ')).toMatchObject({
        code: 1,
        text: expect.stringMatching(word),
      });
      expect(bad.stdout).toMatch(/^Refused/);
    }
    expect((await run(['verify', 'nothing.pem'])).code).toBe(1);
    expect((await run(['verify', files.certificate, '--at', 'tomorrow'])).code).toBe(2);
  });

  it('shows what is inside a file, of standard input too, and opens it with a passphrase', async () => {
    const view = json(await run(['inspect', 'phone.pem', '--json']));
    fileViewSchema.omit({ token: true }).parse(view);
    expect(view.items[0]).toMatchObject({ kind: 'certificate' });
    const csr = await run(['inspect', '-'], { input: readFileSync(path('phone.csr')) });
    expect(csr.stdout).toMatch(/Signing request: .*phone\.test/);
    const locked = json(await run(['inspect', 'p12/app.test.p12', '--json']));
    expect(JSON.stringify(locked.items)).not.toMatch(/"commonName":"app\.test"/);
    const opened = await run(['inspect', 'p12/app.test.p12', '--passphrase-file', path('export-pass')]);
    expect(opened.stdout).toMatch(/Certificate: app\.test[\s\S]*Private key/);
    expect(opened.stdout).not.toMatch(/BEGIN/);
    const wrong = await run(['inspect', 'p12/app.test.p12', '--passphrase-file', path('passphrase')]);
    expect(wrong.code).toBe(1);
    expect((await run(['inspect', '/dev/zero'])).code).toBe(1);
    await mkdir(path('folder'), { recursive: true });
    expect((await run(['inspect', 'folder'])).code).toBe(1);
  });

  it('does not let a name in a file speak to the terminal', async () => {
    openssl(
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
      '-subj',
      '/CN=evil\u001b[2J\u202egood',
      '-utf8',
      '-keyout',
      path('evil.key'),
      '-out',
      path('evil.pem'),
    );
    const { stdout } = await run(['inspect', 'evil.pem']);
    expect(stdout).toContain('\\u001b[2J\\u202egood');
    expect(stdout).not.toContain('\u001b');
    expect(stdout).not.toContain('\u202e');
  });
});
