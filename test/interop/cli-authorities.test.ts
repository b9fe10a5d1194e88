import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { authoritySchema } from '../../src/ipc/schemas';
import { type Container, container, json, passphrase } from '../support/cli';

let machine: Container;
const run: Container['run'] = (...args) => machine.run(...args);
const path = (name: string) => join(machine.folder, name);
const openssl = (...args: string[]) => execFileSync('openssl', args, { encoding: 'utf8', stdio: 'pipe' });
const authority = async (name: string) => json(await run(['ca', 'show', name, '--json'])).authority;

beforeAll(async () => {
  machine = await container();
});

describe('sealwax ca', () => {
  it('makes roots with limits of one’s own, and warns plainly of one without', async () => {
    const made = await run([
      'ca',
      'create',
      'Team',
      '--limits',
      'test,corp.example,10.0.0.0/8',
      '--limits',
      'fd00::/8',
      '--years',
      '2',
      '--key',
      'ecdsa-p384',
      '--json',
    ]);
    expect(authoritySchema.parse(json(made).authority)).toMatchObject({
      limits: { kind: 'limited', dns: ['localhost', 'test', 'corp.example'], ip: ['10.0.0.0/8', 'fd00::/8'] },
      keyType: 'ECDSA P-384',
    });
    expect((await run(['issue', 'bank.com'])).stderr).toMatch(/^error: [\s\S]*hint: /);
    const open = await run(['ca', 'create', 'Open', '--no-limits', '--quiet']);
    expect(open).toMatchObject({ code: 0, stderr: expect.stringMatching(/^warning: .*any name/) });
    expect(
      json(await run(['ca', '--json']))
        .authorities.map(({ name }: { name: string }) => name)
        .sort(),
    ).toEqual(['Open', 'Team']);
  });

  it('changes the default, and signs with the one that is named', async () => {
    expect((await run(['ca', 'default', 'Open'])).code).toBe(0);
    expect((await authority('Open')).isDefault).toBe(true);
    const { certificate } = json(await run(['issue', 'a.test', '--ca', 'Team', '--json']));
    expect(certificate.authorityId).toBe((await authority('Team')).id);
    expect((await run(['issue', 'a.test', '--ca', 'Nobody'])).code).toBe(1);
    expect(json(await run(['list', '--ca', 'Open', '--json'])).certificates).toEqual([]);
    await run(['ca', 'default', 'Team']);
  });

  it('makes an intermediate whose chain openssl accepts', async () => {
    const made = await run(['ca', 'intermediate', 'Web', '--ca', 'Team', '--limits', 'web.test', '--json']);
    expect(made).toMatchObject({ code: 0 });
    const { files } = json(await run(['issue', 'a.web.test', '--ca', 'Web', '--json'])).certificate;
    const root = (await authority('Team')).certificateFile;
    expect(
      openssl('verify', '-x509_strict', '-CAfile', root, '-untrusted', files.fullChain, files.certificate),
    ).toContain('OK');
    expect((await run(['issue', 'b.test', '--ca', 'Web'])).code).toBe(1);
    expect((await run(['verify', files.certificate, '--name', 'a.web.test'])).code).toBe(0);
  });

  it('renames, and finds by the new name', async () => {
    await run(['ca', 'rename', 'Open', 'Wide open']);
    expect(await authority('Wide open')).toMatchObject({ name: 'Wide open', commonName: 'Open' });
  });

  it('exports the public root, on standard output and as a file', async () => {
    const { stdout } = await run(['ca', 'export', 'Team']);
    expect(stdout).toBe(readFileSync((await authority('Team')).certificateFile, 'utf8'));
    for (const form of ['pem', 'crt', 'der', 'p7b', 'mobileconfig', 'java-trust-store']) {
      await mkdir(path(`root-${form}`), { recursive: true });
      const { file } = json(await run(['ca', 'export', 'Team', '--form', form, '--out', `root-${form}`, '--json']));
      expect(statSync(file).mode & 0o777).toBe(0o644);
    }
    expect((await run(['ca', 'export', 'Team', '--form', 'crt', '--out', 'root-crt'])).code).toBe(1);
    expect((await run(['ca', 'export', 'Team', '--out', 'new/folder'])).code).toBe(0);
  });

  it('changes the passphrase from one private file to another', async () => {
    const next = await machine.file('next', 'another passphrase of mine\n', 0o600);
    expect((await run(['ca', 'passphrase', 'Wide open'])).code).toBe(3);
    expect(await run(['ca', 'passphrase', 'Wide open', '--new-passphrase-file', next])).toMatchObject({ code: 0 });
    expect((await run(['issue', 'a.test', '--ca', 'Wide open'])).code).toBe(1);
    const env = { SEALWAX_PASSPHRASE_FILE: next };
    expect((await run(['issue', 'a.test', '--ca', 'Wide open'], { env })).code).toBe(0);
    expect((await run(['ca', 'keep', 'Wide open', 'every-use'], { env })).code).toBe(0);
    expect((await authority('Wide open')).keep).toBe('every-use');
    expect((await run(['ca', 'keep', 'Wide open', 'always'], { env })).code).toBe(2);
  });

  it('writes a recovery kit into a private file, and never on a stream', async () => {
    const kit = await run(['ca', 'recovery-kit', 'Team', '--out', 'kit.txt']);
    expect(kit).toMatchObject({ code: 0, stdout: `${path('kit.txt')}\n` });
    expect(statSync(path('kit.txt')).mode & 0o777).toBe(0o600);
    expect(readFileSync(path('kit.txt'), 'utf8')).toMatch(/openssl/);
    expect((await run(['ca', 'recovery-kit', 'Team', '--out', 'kit.txt'])).code).toBe(1);
  });

  it('backs up and restores on another machine', async () => {
    const pass = await machine.file('backup-pass', 'the passphrase of a backup\n', 0o600);
    const made = await run([
      'ca',
      'backup',
      'Team',
      'Web',
      '--out',
      'team.sealwax-backup',
      '--passphrase-file',
      pass,
      '--json',
    ]);
    expect(json(made).authorities).toHaveLength(2);
    expect(statSync(path('team.sealwax-backup')).mode & 0o777).toBe(0o600);
    const other = await container();
    const file = path('team.sealwax-backup');
    expect((await other.run(['ca', 'restore', file])).code).toBe(3);
    expect(
      (await other.run(['ca', 'restore', file, '--passphrase-file', other.env.SEALWAX_PASSPHRASE_FILE as string])).code,
    ).toBe(1);
    const restored = await other.run(['ca', 'restore', file, '--passphrase-file', pass, '--json']);
    expect(json(restored)).toMatchObject({ restored: [{ origin: 'restored' }, { origin: 'restored' }], already: [] });
    expect((await other.run(['issue', 'x.web.test', '--ca', 'Web'])).code).toBe(0);
    expect(json(await other.run(['ca', 'restore', file, '--passphrase-file', pass, '--json'])).already).toHaveLength(2);
  });

  it('sets aside one whose name is typed out', async () => {
    expect(await run(['ca', 'set-aside', 'Wide open'])).toMatchObject({ code: 3 });
    expect((await run(['ca', 'set-aside', 'Wide open', '--confirm', 'Open'])).code).toBe(1);
    const { folder } = json(await run(['ca', 'set-aside', 'Wide open', '--confirm', 'Wide open', '--json']));
    expect(existsSync(folder)).toBe(true);
    expect((await run(['ca', 'show', 'Wide open'])).code).toBe(1);
  });
});

describe('sealwax ca adopt', () => {
  const makeOld = (name: string) => {
    openssl(
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '400'],
      ...[
        '-subj',
        `/CN=${name}`,
        '-addext',
        'basicConstraints=critical,CA:TRUE',
        '-addext',
        'keyUsage=critical,keyCertSign,cRLSign',
      ],
      ...['-keyout', path(`${name}-key.pem`), '-out', path(`${name}.pem`)],
    );
  };

  it('takes over a pair of PEM files, and deletes the plain key when told', async () => {
    makeOld('Old');
    const adopted = await run(['ca', 'adopt', 'Old.pem', 'Old-key.pem', '--delete-plain-key', '--json']);
    expect(json(adopted)).toMatchObject({
      authority: { name: 'Old', origin: 'imported' },
      deleted: path('Old-key.pem'),
    });
    expect(existsSync(path('Old-key.pem'))).toBe(false);
    expect((await run(['issue', 'o.test', '--ca', 'Old'])).code).toBe(0);
    expect((await run(['ca', 'adopt', 'Old.pem', 'Old-key.pem'])).code).toBe(1);
  });

  it('opens a PKCS#12 with its passphrase, and refuses a key that does not belong', async () => {
    makeOld('Boxed');
    makeOld('Third');
    openssl(
      'pkcs12',
      '-export',
      '-in',
      path('Boxed.pem'),
      '-inkey',
      path('Boxed-key.pem'),
      '-out',
      path('boxed.p12'),
      '-passout',
      'pass:in a box',
    );
    expect((await run(['ca', 'adopt', 'boxed.p12'])).code).toBe(3);
    const pass = await machine.file('box-pass', 'in a box', 0o600);
    expect(json(await run(['ca', 'adopt', 'boxed.p12', '--passphrase-file', pass, '--json'])).authority.name).toBe(
      'Boxed',
    );
    const mixed = await run(['ca', 'adopt', 'Third.pem', 'Boxed-key.pem', '--json']);
    expect({ code: mixed.code, error: json(mixed).error.code }).toEqual({ code: 1, error: 'key-mismatch' });
  });

  it('finds what mkcert made', async () => {
    const caroot = path('mkcert');
    await mkdir(caroot, { recursive: true });
    execFileSync('mkcert', ['old.test'], {
      cwd: caroot,
      env: { ...process.env, CAROOT: caroot, HOME: machine.folder, TRUST_STORES: 'none' },
    });
    const adopted = await run(['ca', 'adopt', 'mkcert', '--json'], { env: { CAROOT: caroot } });
    expect(json(adopted).authority).toMatchObject({ origin: 'mkcert', plainKeyFile: join(caroot, 'rootCA-key.pem') });
    expect(adopted.stderr).toMatch(/^warning: Its key still lies unencrypted in /);
    expect((await run(['ca', 'adopt', 'mkcert'], { env: { CAROOT: caroot } })).stderr).toMatch(/here already/);
  });
});

describe('the data folder', () => {
  it('has no plain key of an authority, and no passphrase', async () => {
    const found = execFileSync(
      'sh',
      [
        '-c',
        `grep -rlF '${passphrase}' '${machine.home}'; grep -rl -- '-----BEGIN \\(EC \\|RSA \\|\\)PRIVATE KEY' '${machine.home}/authorities' || true`,
      ],
      { encoding: 'utf8' },
    );
    expect(found).toBe('');
  });
});
