import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { json, runCli } from '../support/cli';
import { type KeychainKind, startSession, type TestSession } from '../support/session';

let session: TestSession | undefined;
afterEach(async () => {
  await session?.end();
  session = undefined;
});

async function desktop(kind: KeychainKind = 'unlocked') {
  session = await startSession(kind);
  const home = await mkdtemp(join(tmpdir(), 'sealwax-home-'));
  const env = { ...session.env, SEALWAX_HOME: home };
  return { home, env, run: (...args: string[]) => runCli(args, { env }) };
}

describe('with a Secret Service', () => {
  it('keeps the passphrase there and asks for nothing', async () => {
    const { run } = await desktop();
    expect(json(await run('ca', 'create', '--json')).authority).toMatchObject({ keep: 'keychain' });
    expect(await run('issue', 'localhost')).toMatchObject({ code: 0, stderr: '' });
    expect(json(await run('status', '--json')).keychain.state).toBe('ready');
    const moved = await run('ca', 'keep', json(await run('ca', '--json')).authorities[0].id, 'session');
    expect(moved).toMatchObject({ code: 3, stderr: expect.stringMatching(/SEALWAX_PASSPHRASE_FILE/) });
  });

  it('lets eight processes issue at once and loses nothing', async () => {
    const { run, home } = await desktop();
    await run('ca', 'create');
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, index) => run('issue', `p${index}.test`, '--json')),
    );
    expect(results.map(({ code, stderr }) => ({ code, stderr }))).toEqual(results.map(() => ({ code: 0, stderr: '' })));
    const { certificates } = json(await run('list', '--json'));
    expect(new Set(certificates.map(({ serial }: { serial: string }) => serial)).size).toBe(8);
    expect(await readdir(join(home, 'certificates'))).toHaveLength(8);
    const journal = await readFile(join(home, 'journal.jsonl'), 'utf8').catch(() => '');
    if (journal !== '') expect(journal.match(/"certificate\.issued"/g)).toHaveLength(8);
  });

  it('says at once that the keychain is gone, exit 3, with the way out', async () => {
    const { run } = await desktop();
    await run('ca', 'create');
    await session?.stopKeyring();
    const { code, stderr } = await run('issue', 'localhost');
    expect(code).toBe(3);
    expect(stderr).toMatch(/^error: Could not read the passphrase from the keychain\.[\s\S]*\nhint: /);
  });
});

describe.each(['no-collection', 'no-provider', 'no-bus'] as const)('without one (%s)', (kind) => {
  it('makes no authority, and names the passphrase file as the way out, exit 3', async () => {
    const { run, home } = await desktop(kind);
    const { code, stderr } = await run('ca', 'create');
    expect(code).toBe(3);
    expect(stderr).toMatch(/^error: The passphrase has no place to be kept\.[\s\S]*hint: .*SEALWAX_PASSPHRASE_FILE/);
    expect(execFileSync('ls', [join(home, 'authorities')], { encoding: 'utf8' })).toBe('');
  });
});
