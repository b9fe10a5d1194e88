import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyReportSchema } from '../../src/ipc/view-schemas';
import { type Container, container, json } from '../support/cli';
import { foreignRequest } from '../support/openssl-requests';

/** What the command line says of what it was given: which file, which name, which order. */
let machine: Container;
const run: Container['run'] = (...args) => machine.run(...args);
const path = (name: string) => join(machine.folder, name);
const certificates = async () => json(await run(['list', '--json'])).certificates.length;

beforeAll(async () => {
  machine = await container();
  expect((await run(['ca', 'create', 'Top', '--limits', 'test'])).code).toBe(0);
  expect((await run(['ca', 'intermediate', 'Middle', '--ca', 'Top'])).code).toBe(0);
  expect((await run(['issue', 'a.test', '--ca', 'Middle', '--out', '.', '--format', 'full-chain,ca'])).code).toBe(0);
  await machine.file('empty.pem', '');
  await machine.file('text.pem', 'nothing of use');
});

describe('a request that asks for more than it gets', () => {
  it('is shown with what is left out, and is not said to be signed for a name that is refused', async () => {
    await foreignRequest(machine.folder, 'rich', '/CN=b.test', [
      'subjectAltName=DNS:b.test,DNS:b.example.com,RID:1.2.3.4',
    ]);
    const refused = await run(['sign', 'rich.csr', '--yes', '--json']);
    expect(refused.stderr).toMatch(/left out +registered ID 1\.2\.3\.4 {2}\(.+\.\)/);
    expect(refused.stderr).not.toContain('It will be signed for');
    expect(json(refused).error).toMatchObject({
      code: 'name-outside-limits',
      hint: 'Strike it out: --drop-name b.example.com',
    });
    const signed = await run(['sign', 'rich.csr', '--yes', '--drop-name', 'b.example.com']);
    expect(signed.stderr).toContain('It will be signed for: b.test\n');
    expect(signed.code).toBe(0);
  });
});

describe('several files', () => {
  it('are told apart when one cannot be read', async () => {
    const empty = json(await run(['verify', 'a.test-fullchain.pem', '--chain', 'empty.pem', '--json']));
    expect(empty.error.message).toBe('empty.pem: It is empty.');
    expect((await run(['verify', 'a.test-fullchain.pem', '--chain', 'sub/none.pem'])).stderr).toContain('sub/none.pem');
    for (const command of [['sign'], ['csr', 'complete'], ['ca', 'adopt', 'a.test-fullchain.pem']]) {
      expect((await run([...command, 'text.pem'])).stderr).toContain('error: text.pem: It is ');
    }
  });

  it('in the wrong order are accepted by path validation, and said to be in the wrong order', async () => {
    const blocks =
      readFileSync(path('a.test-fullchain.pem'), 'utf8').match(/-----BEGIN[\s\S]+?-----END [A-Z]+-----\n/g) ?? [];
    const [leaf = '', middle = ''] = blocks;
    const root = readFileSync(json(await run(['ca', 'show', 'Top', '--json'])).authority.certificateFile, 'utf8');
    await machine.file('wrong.pem', leaf + root + middle);
    const wrong = await run(['verify', 'wrong.pem', '--json']);
    expect(wrong.code).toBe(0);
    const report = verifyReportSchema.parse(json(wrong));
    expect(report.notes).toEqual([{ level: 'warning', message: expect.stringContaining('Middle comes after Top') }]);
    await machine.file('upside-down.pem', root + middle + leaf);
    expect((await run(['verify', 'upside-down.pem'])).stdout).toContain('judged was Top, and not a.test');
    const right = json(await run(['verify', 'a.test-fullchain.pem', '--json']));
    expect(right.notes).toBeUndefined();
  });
});

describe('a command that there is not', () => {
  it.each([[['isue', 'x']], [['ca', 'nothing']], [['--bogus']], [['list', '--bogus']]])(
    'is told as JSON where that is asked for: %j',
    async (words) => {
      const { code, stdout, stderr } = await run([...words, '--json']);
      expect(code).toBe(2);
      expect(JSON.parse(stdout).error).toMatchObject({ code: 'usage', hint: expect.stringMatching(/\.$|\?$/) });
      expect(stderr).toContain('error: There is no ');
      expect((await run(words)).stdout).toBe('');
    },
  );
});

describe('a place where nothing can be written', () => {
  it('is found out before anything is issued, by the administrator too', async () => {
    const before = await certificates();
    for (const out of ['/proc/no', '/proc']) {
      const issued = await run(['issue', 'c.test', '--out', out, '--json']);
      expect(json(issued).error).toMatchObject({ code: expect.stringMatching(/^(read-only|not-found)$/) });
      const signed = await run([
        'sign',
        'rich.csr',
        '--yes',
        '--only-name',
        'b.test',
        '--out',
        `${out}/x.pem`,
        '--json',
      ]);
      expect(json(signed).error).toMatchObject({ code: expect.stringMatching(/^(read-only|not-found)$/) });
    }
    expect(await certificates()).toBe(before);
  });

  it('takes folders away again that were made for nothing', async () => {
    expect((await run(['issue', 'not a name', '--out', 'new/deep'])).code).toBe(1);
    expect(existsSync(path('new'))).toBe(false);
  });

  it('is a socket too, which --force does not replace', async () => {
    const server = createServer().listen(path('socket'));
    const refused = await run(['csr', 'new', 'd.test', '--out', 'socket', '--force', '--json']);
    server.close();
    expect(json(refused).error).toMatchObject({
      code: 'already-exists',
      message: expect.stringContaining('is a socket'),
    });
  });
});

it('leaves nothing of its own beside what it wrote', () => {
  expect(readdirSync(machine.folder).filter((name) => name.startsWith('.tmp-'))).toEqual([]);
  expect(readdirSync(join(machine.home, 'unfinished'))).toEqual([]);
  expect(
    execFileSync(
      'openssl',
      ['verify', '-CAfile', path('ca.crt'), '-untrusted', path('a.test-fullchain.pem'), path('a.test-fullchain.pem')],
      { encoding: 'utf8' },
    ),
  ).toContain('OK');
});
