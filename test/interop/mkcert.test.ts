import { X509Certificate } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunResult, run } from '../../src/core/system/run';
import { type Account, newAccount } from '../support/command-line';
import { openssl, opensslText } from '../support/openssl';

/**
 * mkcert's contract, side by side: the same arguments to Debian's mkcert and to ours, in twin folders. What is compared:
 * exit code, both streams, names and modes of the files, the fields of the certificates. Intended differences, each tested:
 *
 * 1. The root key is never in the folder: no rootCA-key.pem (ours is encrypted, in the data folder).
 * 2. rootCA.pem and the files are the same in name and mode; the .p12 is private (0600), mkcert's is readable by all.
 * 3. An existing key file that others could read becomes private.
 * 4. The certificate starts an hour back, and has a subject key identifier, as RFC 5280 section 4.2.1.2 asks.
 * 5. A signing request that asks to be an authority is refused; mkcert copies it.
 * 6. The .p12 opens in OpenSSL 3 without its legacy provider.
 * 7. The owner in the organizational unit has no full name behind it.
 * 8. The root's subject key identifier, key usage (plus CRL signing) are ours.
 */
interface Twin {
  ours: Account;
  /** The folder that the real mkcert works in. */
  theirs: {
    files: string;
    caroot: string;
    run: (args: readonly string[], env?: NodeJS.ProcessEnv) => Promise<RunResult>;
  };
}

let twin: Twin;

beforeAll(async () => {
  const ours = await newAccount();
  const folder = join(ours.folder, 'theirs');
  const files = join(folder, 'files');
  const caroot = join(folder, 'caroot');
  await mkdir(files, { recursive: true });
  const env = { PATH: process.env.PATH, HOME: ours.env.HOME, LANG: 'C.UTF-8', CAROOT: caroot, TRUST_STORES: 'none' };
  ours.env.TRUST_STORES = 'none';
  ours.env.CAROOT = join(ours.folder, 'caroot');
  twin = {
    ours,
    theirs: {
      files,
      caroot,
      run: (args, more = {}) => run('mkcert', args, { cwd: files, env: { ...env, ...more }, timeoutMs: 30_000 }),
    },
  };
  // Each makes its authority now, of the usual kind, so that no test depends on being the first.
  await Promise.all([
    twin.theirs.run(['-ecdsa=false', 'first.test']),
    twin.ours.mkcert(['-ecdsa=false', 'first.test']),
  ]);
}, 120_000);
afterAll(() => twin.ours.remove());

async function listing(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder);
  const modes = await Promise.all(
    names.map(async (name) => ((await stat(join(folder, name))).mode & 0o777).toString(8)),
  );
  return Object.fromEntries(names.sort().map((name, index) => [name, modes[index] ?? '']));
}

async function clear(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true });
}

/** Both, in clean folders. */
async function both(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  await Promise.all([clear(twin.ours.files), clear(twin.theirs.files)]);
  const theirs = await twin.theirs.run(args, env);
  const ours = await twin.ours.mkcert(args, { env });
  return { ours, theirs };
}

/** The lines that differ for good reason: the day differs when the two runs stand on both sides of midnight. */
const comparable = (text: string) => text.replace(/It will expire on .*/g, 'It will expire on DAY');

describe('arguments, streams and exit codes', () => {
  it.each([
    [[]],
    [['-help']],
    [['--help']],
    [['-h']],
    [['-version']],
    [['--version']],
    [['-bad']],
    [['-ecdsa=maybe', 'x.test']],
    [['-cert-file']],
    [['---x']],
    [['-install', '-uninstall']],
    [['-CAROOT', '-install']],
    [['-csr', 'x.csr', '-ecdsa']],
    [['-csr', 'x.csr', 'y.test']],
    [['-csr', 'missing.csr']],
    [['-client']],
    [['-ecdsa']],
    [['bad!name']],
    [['']],
    [['a b']],
    [['https://foo.test/x']],
    [['spiffe://a/b']],
  ])('answers %j as mkcert does', async (args) => {
    const { ours, theirs } = await both(args);
    expect({ code: ours.code, out: ours.stdout, err: ours.stderr.replace('Created a new local CA 💥\n', '') }).toEqual({
      code: theirs.code,
      out: theirs.stdout,
      err: theirs.stderr.replace('Created a new local CA 💥\n', ''),
    });
    expect(await listing(twin.ours.files)).toEqual(await listing(twin.theirs.files));
  });

  it('prints the folder of CAROOT, of XDG_DATA_HOME, of the home folder, and nothing without one', async () => {
    for (const env of [
      { CAROOT: '/tmp/x' },
      { CAROOT: '', XDG_DATA_HOME: '/tmp/data' },
      { CAROOT: '', XDG_DATA_HOME: '', HOME: '/tmp/home' },
      { CAROOT: '', XDG_DATA_HOME: '', HOME: '' },
    ]) {
      const { ours, theirs } = await both(['-CAROOT'], env);
      expect([ours.code, ours.stdout, ours.stderr]).toEqual([theirs.code, theirs.stdout, theirs.stderr]);
    }
  });

  it('fails without a place for the authority', async () => {
    const { ours, theirs } = await both(['x.test'], { CAROOT: '', XDG_DATA_HOME: '', HOME: '' });
    expect([ours.code, ours.stderr]).toEqual([theirs.code, theirs.stderr]);
    expect(ours.code).toBe(1);
  });
});

const fields = (pem: string) => {
  const certificate = new X509Certificate(pem);
  const { subjectAltName, infoAccess, ca, keyUsage } = certificate;
  return {
    names: subjectAltName,
    infoAccess,
    ca,
    extendedUsages: keyUsage,
    key: certificate.publicKey.asymmetricKeyType,
    bits: certificate.publicKey.asymmetricKeyDetails?.modulusLength,
    curve: certificate.publicKey.asymmetricKeyDetails?.namedCurve,
    // Their last day is the same, or one second apart at midnight.
    days: Math.round((Date.parse(certificate.validTo) - Date.now()) / 86_400_000),
    organization: /O=(.*)/.exec(certificate.subject)?.[1],
    commonName: /CN=(.*)/.exec(certificate.subject)?.[1],
    certificates: pem.split('BEGIN CERTIFICATE').length - 1,
  };
};

const keyUsageOf = async (path: string) =>
  /X509v3 Key Usage: critical\s+(.*)/.exec(await opensslText(['x509', '-in', path, '-noout', '-text']))?.[1];

describe('what is issued', () => {
  it.each([
    [['localhost'], 'localhost.pem'],
    [['localhost', '127.0.0.1', '::1'], 'localhost+2.pem'],
    [['example.com', '*.example.com', 'app.test', 'localhost', '127.0.0.1', '::1'], 'example.com+5.pem'],
    [['*.example.it'], '_wildcard.example.it.pem'],
    [['*.test'], '_wildcard.test.pem'],
    [['::1'], '__1.pem'],
    [['me@example.com'], 'me@example.com.pem'],
    [['-client', 'me@example.com'], 'me@example.com-client.pem'],
    [['-client', 'client.test'], 'client.test-client.pem'],
    [['--client', '--ecdsa', 'client.test', 'me@example.com'], 'client.test+1-client.pem'],
    [['-ecdsa', 'x.test'], 'x.test.pem'],
    [['-ecdsa=false', 'x.test'], 'x.test.pem'],
    [['bücher.example'], 'xn--bcher-kva.example.pem'],
    [['late.test', '-ecdsa'], 'late.test+1.pem'],
    [['--', '-x.test'], '-x.test.pem'],
    [['UPPER.test'], 'UPPER.test.pem'],
    [['a_b.test'], 'a_b.test.pem'],
    [['-cert-file', 'c.pem', '-key-file', 'k.pem', 'x.test'], 'c.pem'],
    [['--cert-file=c.pem', '--key-file', 'k.pem', 'x.test'], 'c.pem'],
    [['-cert-file', 'both.pem', '-key-file', 'both.pem', 'x.test'], 'both.pem'],
  ])('for %j', async (args, file) => {
    const { ours, theirs } = await both(args);
    expect([ours.code, ours.stdout, comparable(ours.stderr.replace('Created a new local CA 💥\n', ''))]).toEqual([
      theirs.code,
      theirs.stdout,
      comparable(theirs.stderr.replace('Created a new local CA 💥\n', '')),
    ]);
    expect(await listing(twin.ours.files)).toEqual(await listing(twin.theirs.files));
    const [our, their] = [join(twin.ours.files, file), join(twin.theirs.files, file)];
    expect(fields(await readFile(our, 'utf8'))).toEqual(fields(await readFile(their, 'utf8')));
    expect(await keyUsageOf(our)).toBe(await keyUsageOf(their));
    const verified = await openssl([
      'verify',
      '-x509_strict',
      '-no-CAfile',
      '-no-CApath',
      '-trusted',
      join(twin.ours.env.CAROOT ?? '', 'rootCA.pem'),
      our,
    ]);
    expect(verified).toMatchObject({ code: 0 });
  });

  it('for two hundred names, as many as anybody asks for', async () => {
    const { ours, theirs } = await both(['-ecdsa', ...Array.from({ length: 200 }, (_, index) => `n${index}.test`)]);
    expect([ours.code, theirs.code]).toEqual([0, 0]);
    expect(await listing(twin.ours.files)).toEqual(await listing(twin.theirs.files));
  });

  it('ends on the day that it says', async () => {
    await both(['day.test']);
    const { stderr } = await twin.ours.mkcert(['day.test']);
    const said = /It will expire on (.*) 🗓/.exec(stderr)?.[1] ?? '';
    const end = new X509Certificate(await readFile(join(twin.ours.files, 'day.test.pem'))).validTo;
    expect(new Date(said).toDateString()).toBe(new Date(end).toDateString());
  });

  it('makes a PKCS#12 with the hard-coded password, private, that opens without legacy ciphers', async () => {
    const { ours, theirs } = await both(['-pkcs12', 'x.test', 'y.test']);
    expect(comparable(ours.stderr)).toBe(comparable(theirs.stderr));
    expect([await listing(twin.ours.files), await listing(twin.theirs.files)]).toEqual([
      { 'x.test+1.p12': '600' },
      { 'x.test+1.p12': '644' },
    ]);
    const open = (folder: string) =>
      openssl(['pkcs12', '-in', join(folder, 'x.test+1.p12'), '-passin', 'pass:changeit', '-nodes', '-info']);
    const [our, their] = [await open(twin.ours.files), await open(twin.theirs.files)];
    expect([our.code, their.code]).toEqual([0, 1]);
    expect(our.stdout.split('BEGIN CERTIFICATE')).toHaveLength(3);
    expect(our.stdout).toContain('BEGIN PRIVATE KEY');
    expect(our.stdout).toMatch(/subject=.*CN = x\.test/);
  });

  it('keeps everything in the list, and what mkcert forgets: when it ends', async () => {
    const { stdout } = await twin.ours.sealwax(['list', '--json']);
    expect(stdout).toContain('x.test');
  });
});

describe('the folder of the authority', () => {
  it('has rootCA.pem as callers expect it, and no key', async () => {
    const ours = twin.ours.env.CAROOT ?? '';
    expect(await listing(ours)).toEqual({ 'rootCA.pem': '644' });
    expect(await listing(twin.theirs.caroot)).toEqual({ 'rootCA-key.pem': '400', 'rootCA.pem': '644' });
    expect(((await stat(ours)).mode & 0o777).toString(8)).toBe('755');
    const [our, their] = await Promise.all(
      [ours, twin.theirs.caroot].map(async (folder) => new X509Certificate(await readFile(join(folder, 'rootCA.pem')))),
    );
    expect(our?.publicKey.asymmetricKeyDetails?.modulusLength).toBe(
      their?.publicKey.asymmetricKeyDetails?.modulusLength,
    );
    expect(our?.subject).toContain('O=mkcert development CA');
    expect(our?.subject).toMatch(/CN=mkcert /);
    expect(new Date(our?.validTo ?? 0).getFullYear()).toBe(new Date(their?.validTo ?? 0).getFullYear());
  });

  it('is used as it stands where mkcert made it, and mkcert goes on using it after us', async () => {
    const caroot = await mkdtemp(join(twin.ours.folder, 'their-caroot-'));
    await twin.theirs.run(['first.test'], { CAROOT: caroot });
    const before = await readFile(join(caroot, 'rootCA.pem'));
    const { code, stderr } = await twin.ours.mkcert(['second.test'], { env: { CAROOT: caroot } });
    expect([code, stderr.includes('Created a new local CA')]).toEqual([0, false]);
    expect(await readFile(join(caroot, 'rootCA.pem'))).toEqual(before);
    const verified = await openssl([
      'verify',
      '-x509_strict',
      '-no-CAfile',
      '-no-CApath',
      '-trusted',
      join(caroot, 'rootCA.pem'),
      join(twin.ours.files, 'second.test.pem'),
    ]);
    expect(verified).toMatchObject({ code: 0 });
    expect((await twin.theirs.run(['third.test'], { CAROOT: caroot })).code).toBe(0);
  });

  it('without its key can be installed, and issues nothing, in the words that ddev looks for', async () => {
    const caroot = await mkdtemp(join(twin.ours.folder, 'keyless-'));
    await writeFile(join(caroot, 'rootCA.pem'), await readFile(join(twin.theirs.caroot, 'rootCA.pem')));
    for (const args of [['x.test'], ['-install'], ['-install', 'x.test']]) {
      const { ours, theirs } = await both(args, { CAROOT: caroot });
      expect([ours.code, ours.stderr.split('\n')[0]]).toEqual([theirs.code, theirs.stderr.split('\n')[0]]);
    }
    const { stderr } = await twin.ours.mkcert(['x.test'], { env: { CAROOT: caroot } });
    expect(stderr).toContain("ERROR: can't create new certificates because the CA key (rootCA-key.pem) is missing");
  });

  it('with a key that is not a plain one says so as mkcert does', async () => {
    const caroot = await mkdtemp(join(twin.ours.folder, 'locked-'));
    await writeFile(join(caroot, 'rootCA.pem'), await readFile(join(twin.theirs.caroot, 'rootCA.pem')));
    const key = join(caroot, 'rootCA-key.pem');
    await opensslText([
      'genpkey',
      '-algorithm',
      'EC',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-aes256',
      '-pass',
      'pass:x',
      '-out',
      key,
    ]);
    await chmod(key, 0o600);
    const { ours, theirs } = await both(['x.test'], { CAROOT: caroot });
    expect([ours.code, ours.stderr]).toEqual([theirs.code, theirs.stderr]);
    expect(ours.stderr).toContain('failed to read the CA key: unexpected content');
  });

  it('is brought back when it was emptied, and made once when several first calls come together', async () => {
    const env = { CAROOT: join(twin.ours.folder, 'emptied'), TRUST_STORES: 'none' };
    const first = await Promise.all(
      [1, 2, 3, 4].map((each) => twin.ours.mkcert(['-ecdsa', `first${each}.test`], { env })),
    );
    expect(first.map(({ code, stderr }) => [code, stderr.includes('ERROR')])).toEqual(first.map(() => [0, false]));
    const before = await readFile(join(env.CAROOT, 'rootCA.pem'));
    await rm(env.CAROOT, { recursive: true });
    expect(await twin.ours.mkcert(['-ecdsa', 'again.test'], { env })).toMatchObject({ code: 0 });
    expect(await readFile(join(env.CAROOT, 'rootCA.pem'))).toEqual(before);
  });

  it('is limited by name where the user says so, and the refusal names the limit', async () => {
    const env = { CAROOT: join(twin.ours.folder, 'limited'), SEALWAX_MKCERT_LIMITS: 'test,localhost,127.0.0.0/8' };
    expect(await twin.ours.mkcert(['app.test', '127.0.0.1'], { env })).toMatchObject({ code: 0 });
    const { code, stderr } = await twin.ours.mkcert(['example.com'], { env });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^ERROR: example\.com is outside the limits/);
  });
});

const makeRequest = async (folder: string, extensions: string) => {
  await writeFile(
    join(folder, 'req.cnf'),
    `[req]\ndistinguished_name=dn\nreq_extensions=ext\nprompt=no\n[dn]\nC=DE\nO=Example\nCN=csr.test\n[ext]\n${extensions}\n`,
  );
  await opensslText([
    'req',
    '-new',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-keyout',
    join(folder, 'req.key'),
    '-config',
    join(folder, 'req.cnf'),
    '-out',
    join(folder, 'req.csr'),
  ]);
};

describe('where mkcert is unsafe', () => {
  it('makes an existing key file private instead of keeping its mode', async () => {
    await both(['-version']);
    for (const folder of [twin.ours.files, twin.theirs.files]) {
      await writeFile(join(folder, 'k.pem'), 'old');
      await chmod(join(folder, 'k.pem'), 0o644);
    }
    const args = ['-cert-file', 'c.pem', '-key-file', 'k.pem', 'x.test'];
    await Promise.all([twin.ours.mkcert(args), twin.theirs.run(args)]);
    expect([(await listing(twin.ours.files))['k.pem'], (await listing(twin.theirs.files))['k.pem']]).toEqual([
      '600',
      '644',
    ]);
  });

  it('signs a request like mkcert, and refuses one that asks to be an authority', async () => {
    await both(['-version']);
    const extensions = 'subjectAltName=DNS:csr.test,DNS:www.csr.test,IP:127.0.0.1';
    for (const folder of [twin.ours.files, twin.theirs.files]) await makeRequest(folder, extensions);
    const [ours, theirs] = [await twin.ours.mkcert(['-csr', 'req.csr']), await twin.theirs.run(['-csr', 'req.csr'])];
    expect([ours.code, comparable(ours.stderr)]).toEqual([theirs.code, comparable(theirs.stderr)]);
    const file = Object.keys(await listing(twin.theirs.files)).find((name) => name.startsWith('csr')) ?? '';
    expect(await listing(twin.ours.files)).toEqual(await listing(twin.theirs.files));
    expect(fields(await readFile(join(twin.ours.files, file), 'utf8'))).toEqual(
      fields(await readFile(join(twin.theirs.files, file), 'utf8')),
    );
    for (const folder of [twin.ours.files, twin.theirs.files]) {
      await rm(join(folder, file));
      await makeRequest(folder, 'basicConstraints=critical,CA:TRUE\nsubjectAltName=DNS:ca.test');
    }
    const [refused, copied] = [await twin.ours.mkcert(['-csr', 'req.csr']), await twin.theirs.run(['-csr', 'req.csr'])];
    expect([refused.code, copied.code]).toEqual([1, 0]);
    expect(refused.stderr).toMatch(/^ERROR: /);
    expect(Object.keys(await listing(twin.ours.files)).filter((name) => name.endsWith('.pem'))).toEqual([]);
  });
});

describe('places that are no plain files', () => {
  it('writes through to a pipe, as mkcert does, and never puts a file in its place', async () => {
    await both(['-version']);
    const pipe = join(twin.ours.files, 'pipe');
    await run('mkfifo', [pipe]);
    const reading = run('cat', [pipe], { timeoutMs: 20_000 });
    expect(await twin.ours.mkcert(['-cert-file', pipe, '-key-file', 'k2.pem', 'x.test'])).toMatchObject({ code: 0 });
    expect((await reading).stdout).toContain('BEGIN CERTIFICATE');
    expect((await stat(pipe)).isFIFO()).toBe(true);
  });

  it('takes no path out of somebody’s request', async () => {
    await both(['-version']);
    await makeRequest(twin.ours.files, 'subjectAltName=DNS:../victim');
    const { code, stderr } = await twin.ours.mkcert(['-csr', 'req.csr']);
    expect([code, stderr.split('\n')[0]]).toEqual([1, 'ERROR: "../victim" is not a valid hostname, IP, URL or email']);
    expect(await readdir(twin.ours.folder)).not.toContain('victim.pem');
  });
});

describe('the compatibility authority', () => {
  it('is off until it is turned on with limits; then the real mkcert works in its folder, inside them', async () => {
    const { ours, theirs } = twin;
    expect((await ours.sealwax(['compat', 'status'])).code).toBe(1);
    expect((await ours.sealwax(['compat', 'enable', '--yes'])).code).toBe(2);
    const made = await ours.sealwax(['compat', 'enable', '--yes', '--limits', 'ddev.site,127.0.0.0/8', '--json']);
    const { folder } = JSON.parse(made.stdout).compat;
    expect(await listing(folder)).toEqual({ 'rootCA-key.pem': '400', 'rootCA.pem': '644' });
    const verify = async (name: string) => {
      expect((await theirs.run([name], { CAROOT: folder })).code).toBe(0);
      const trusted = ['verify', '-x509_strict', '-no-CAfile', '-no-CApath', '-trusted', join(folder, 'rootCA.pem')];
      return openssl([...trusted, join(theirs.files, `${name}.pem`)]);
    };
    expect((await verify('app.ddev.site')).code).toBe(0);
    // The limits bind even a program that does not look at them.
    expect((await verify('example.com')).stderr).toContain('permitted subtree violation');
    expect((await ours.mkcert(['example.com'], { env: { CAROOT: folder } })).code).toBe(1);
    expect((await ours.sealwax(['compat', 'disable'])).code).toBe(0);
    await expect(stat(folder)).rejects.toThrow('ENOENT');
  });
});
