import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { renewalReportSchema } from '../../src/ipc/renewal-schemas';
import { type Container, container, json, program } from '../support/cli';

/** The real binary at other dates: faketime sets the clock that Node reads (the C library's). */
let machine: Container;

beforeAll(async () => {
  machine = await container();
  expect(await machine.run(['ca', 'create', 'Test CA', '--keep', 'session'])).toMatchObject({ code: 0 });
  for (const name of ['app.test', 'api.test', 'kept.test']) {
    expect(await machine.run(['issue', name, '--days', '90'])).toMatchObject({ code: 0 });
  }
});

function inDays(days: number, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync('faketime', ['-f', `+${days}d`, process.execPath, program, ...args], {
    env: { PATH: process.env.PATH, LANG: 'C.UTF-8', ...machine.env, ...env },
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}
const journal = () => readFileSync(join(machine.home, 'journal.jsonl'), 'utf8');

describe('sealwax renew --due', () => {
  it('does nothing while nothing is due, and says nothing with --quiet', () => {
    expect(inDays(50, ['renew', '--due'])).toEqual({ code: 0, stdout: '', stderr: 'Nothing is due.\n' });
    expect(inDays(50, ['renew', '--due', '--quiet'])).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('shows what is due and what is turned off, and changes nothing with --dry-run', () => {
    expect(inDays(0, ['renew', 'kept.test', '--auto', 'off'])).toMatchObject({ code: 0, stderr: '' });
    const { certificates } = json(inDays(70, ['renew', '--due', '--dry-run', '--json']));
    expect(certificates).toHaveLength(3);
    expect(certificates).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'app.test', standing: 'due' }),
        expect.objectContaining({ name: 'kept.test', standing: 'never', why: 'turned-off' }),
      ]),
    );
    expect(journal()).not.toContain('certificate.renewed');
  });

  it('fails with 3 where nobody can give the passphrase, and renews what is due where a private file does', () => {
    const without = inDays(70, ['renew', '--due', '--quiet'], { SEALWAX_PASSPHRASE_FILE: '' });
    expect(without.code).toBe(3);
    expect(without.stdout).toBe('');
    expect(without.stderr.match(/^not renewed: /gm)).toHaveLength(2);
    const report = renewalReportSchema.parse(json(inDays(70, ['renew', '--due', '--json'])));
    expect(report).toMatchObject({ renewed: 2, failed: 0 });
    expect(inDays(70, ['renew', '--due', '-q'])).toEqual({ code: 0, stdout: '', stderr: '' });
    const { certificates } = json(inDays(70, ['list', '--json']));
    const fresh = certificates.find(({ id }: { id: string }) => id === report.results[0]?.certificate?.id);
    const end = execFileSync('openssl', ['x509', '-in', fresh.files.certificate, '-noout', '-checkend', '0'], {
      encoding: 'utf8',
    });
    expect(end).toContain('will not expire');
    expect((Date.parse(fresh.notAfter) - Date.now()) / 86_400_000).toBeCloseTo(160, 0);
    expect(json(inDays(70, ['list', '--expiring', '--json'])).certificates).toMatchObject([
      { commonName: 'kept.test' },
    ]);
  });

  it('moves a replaced one out of the list once it has expired, and finds the newer one by name', () => {
    expect(inDays(95, ['renew', '--due', '-q'])).toMatchObject({ code: 0 });
    const names = json(inDays(95, ['list', '--json'])).certificates.map(
      ({ commonName }: { commonName: string }) => commonName,
    );
    expect(names.sort()).toEqual(['api.test', 'app.test', 'kept.test']);
    expect(journal()).toContain('certificate.retired');
    expect(inDays(95, ['renew', 'app.test', 'kept.test', 'api.test'])).toMatchObject({ code: 0 });
  });

  it('tells what cannot be done together', () => {
    expect(inDays(0, ['renew']).code).toBe(2);
    expect(inDays(0, ['renew', '--due', 'app.test']).code).toBe(2);
    expect(inDays(0, ['renew', 'app.test', '--auto', 'maybe']).code).toBe(2);
  });
});
