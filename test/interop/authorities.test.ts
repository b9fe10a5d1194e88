import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../src/core/system/run';
import type { Authority, Certificate } from '../../src/ipc/schemas';
import { authorityStep } from '../support/authority-steps';
import { opensslText, opensslVerify } from '../support/openssl';
import { passphraseOf } from '../support/secrets';
import { startSession, type TestSession } from '../support/session';

let session: TestSession;
let other: TestSession | undefined;
beforeEach(async () => {
  session = await startSession('unlocked');
});
afterEach(async () => {
  await session.end();
  await other?.end();
  other = undefined;
});

const step = async <T>(where: TestSession, ...args: string[]): Promise<T> => {
  const { value, error } = await authorityStep<T>(where, {}, ...args);
  expect(error).toBeUndefined();
  return value;
};
const issue = (where: TestSession, id: string, ...names: string[]) =>
  step<{ certificate: Certificate; times: number[] }>(where, 'issue', id, ...names);

/** Every account in the keychain of the session, as secret-tool sees it. */
async function accounts(where: TestSession): Promise<string[]> {
  const found = await run('secret-tool', ['search', '--all', 'service', 'Sealwax'], { env: where.env });
  return [...`${found.stdout}${found.stderr}`.matchAll(/attribute\.account = (\S+)/g)]
    .map(([, name]) => name ?? '')
    .sort();
}

async function chainOf({ files }: Certificate): Promise<string[]> {
  const blocks = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----\n/g;
  const full = (await readFile(files.fullChain, 'utf8')).match(blocks) ?? [];
  return [...full, await readFile(join(files.folder, 'ca.pem'), 'utf8')];
}

describe('an intermediate under a root', () => {
  it('issues what openssl accepts in its strict mode with the full chain, and not without', async () => {
    const root = await step<Authority>(session, 'make', 'Root');
    const middle = await step<Authority>(session, 'make', 'Middle', 'keychain', root.id);
    const { certificate } = await issue(session, middle.id, 'app.test', '127.0.0.1');
    const chain = await chainOf(certificate);
    expect(chain).toHaveLength(3);
    const folder = session.home;
    const more = ['-verify_hostname', 'app.test'];
    expect(await opensslVerify(chain, { folder, purpose: 'sslserver', more })).toMatchObject({ ok: true });
    expect((await opensslVerify([chain[0] ?? '', chain[2] ?? ''], { folder })).ok).toBe(false);
    const text = await opensslText(['x509', '-in', middle.certificateFile, '-noout', '-text']);
    expect(text).toMatch(/CA:TRUE, pathlen:0/);
    expect(text).toMatch(/Name Constraints: critical/);
  });
});

describe('a root key in the Secret Service', () => {
  it('opens without a key derivation the second time, and its file stays one that openssl opens', async () => {
    const made = await step<Authority>(session, 'make', 'Root');
    expect(await accounts(session)).toEqual([made.id, `${made.id}/derived`]);
    await run('secret-tool', ['clear', 'service', 'Sealwax', 'account', `${made.id}/derived`], { env: session.env });
    const { times } = await issue(session, made.id, 'app.test');
    // The first took 600,000 rounds of PBKDF2, the second none; both took the same for all the rest.
    expect(times[1] as number).toBeLessThan((times[0] as number) / 2);
    expect(await accounts(session)).toEqual([made.id, `${made.id}/derived`]);
    const file = join(made.folder, 'root-key.pem');
    const input = `${passphraseOf(session, made.id)}\n`;
    expect(await opensslText(['pkey', '-in', file, '-noout', '-text', '-passin', 'stdin'], { input })).toContain(
      'P-256',
    );
    expect(await opensslText(['asn1parse', '-in', file])).toMatch(/PBKDF2[\s\S]+INTEGER +:0927C0/);
  });

  it('leaves it when a person keeps the passphrase, and comes back, with a passphrase of its own each time', async () => {
    const made = await step<Authority>(session, 'make', 'Root');
    const typed = { TYPED: 'a passphrase for these tests' };
    const toSession = await authorityStep<Authority>(session, typed, 'setKeep', made.id, 'session');
    expect(toSession.value.keep).toBe('session');
    expect(await accounts(session)).toEqual([]);
    expect((await authorityStep(session, {}, 'issue', made.id, 'app.test')).error?.code).toBe('cancelled');
    await authorityStep(session, typed, 'setKeep', made.id, 'keychain');
    const [first = '', derived] = await accounts(session);
    expect(derived).toBe(`${first}/derived`);
    const before = passphraseOf(session, first);
    await step(session, 'changePassphrase', made.id);
    const [second = '', ...rest] = await accounts(session);
    expect(rest).toEqual([`${second}/derived`]);
    expect(passphraseOf(session, second)).not.toBe(before);
    await issue(session, made.id, 'app.test');
  });
});

describe('a backup', () => {
  it('is restored in another home with a keychain of its own, and signs there under the same root', async () => {
    const root = await step<Authority>(session, 'make', 'Root');
    const middle = await step<Authority>(session, 'make', 'Middle', 'keychain', root.id);
    const file = join(session.home, 'all.sealwax-backup');
    await step(session, 'backup', file, root.id, middle.id);
    other = await startSession('unlocked');
    const report = await step<{ restored: Authority[]; already: string[] }>(other, 'restore', file);
    expect(report.restored.map(({ name, origin }) => `${name} ${origin}`)).toEqual([
      'Root restored',
      'Middle restored',
    ]);
    const here = await accounts(session);
    const there = await accounts(other);
    expect(there).toHaveLength(4);
    expect(there.filter((account) => here.includes(account))).toEqual([]);
    const { certificate } = await issue(other, middle.id, 'app.test');
    const [leaf = '', between = ''] = await chainOf(certificate);
    const chain = [leaf, between, await readFile(root.certificateFile, 'utf8')];
    expect(await opensslVerify(chain, { folder: other.home, purpose: 'sslserver' })).toMatchObject({ ok: true });
    expect(await step(other, 'restore', file)).toEqual({ restored: [], already: ['Root', 'Middle'] });
  });

  it('leaves nothing behind where the keychain is locked', async () => {
    const root = await step<Authority>(session, 'make', 'Root');
    const file = join(session.home, 'root.sealwax-backup');
    await step(session, 'backup', file, root.id);
    other = await startSession('locked');
    const { error } = await authorityStep(other, {}, 'restore', file);
    expect(error?.code).toBe('keychain-locked');
    expect(await step(other, 'list')).toEqual([]);
  });
});
