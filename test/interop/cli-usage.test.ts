import { chmod, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/table';
import { type Container, container, json, runCli } from '../support/cli';

let machine: Container;
const run: Container['run'] = (...args) => machine.run(...args);

beforeAll(async () => {
  machine = await container();
});

describe('a wrong command line', () => {
  it.each([
    [['isue'], /There is no command “isue”/, /Did you mean “sealwax issue”\?/],
    [['ca', 'crate'], /“sealwax ca crate”/, /Did you mean “sealwax ca create”\?/],
    [['issue', '--dais', '3', 'a.test'], /There is no option --dais in “sealwax issue”/, /Did you mean --days\?/],
    [['list', '-x'], /There is no option -x/, /sealwax list --help/],
    [['--frob', 'list'], /no option --frob before a command/, /sealwax --help/],
    [['issue'], /A certificate needs a name/, /sealwax issue localhost/],
    [['show'], /Something is missing: sealwax show ID\|NAME/, /--help/],
    [['list', 'all'], /“all” is one argument too many/, /--help/],
    [['issue', 'a.test', '--days'], /--days needs a value: N/, /--days N/],
    [['issue', 'a.test', '--out', '--force'], /--out needs a value/, /--out=--force/],
    [['issue', 'a.test', '--days', '3', '--days', '4'], /--days was given twice/, /--help/],
    [['list', '--json=yes'], /--json takes no value/, undefined],
    [['issue', 'a.test', '--days', '0'], /whole number from 1 to 3660/, undefined],
    [['issue', 'a.test', '--days', '3', '--hours', '3'], /cannot both/, /Choose one/],
    [['issue', 'a.test', '--until', '2027-02-30'], /--until must be a day/, /2027-12-24/],
    [['issue', 'a.test', '--purpose', 'sever'], /--purpose cannot be “sever”/, /Did you mean server\?/],
    [['issue', 'a.test', '--key', 'dsa'], /--key cannot be “dsa”/, /ecdsa-p256/],
    [['issue', 'a.test', '--format', 'pfx'], /--format cannot be “pfx”/, /pkcs12/],
    [['issue', 'a.test', '--subject', 'X=1'], /cannot be read: “X=1”/, /C=DE/],
    [['issue', 'a.test', '--batch', 'x'], /cannot both/, undefined],
    [['ca', 'create', '--limits', 'test', '--no-limits'], /cannot both/, undefined],
    [['ca', 'create', '--key', 'rsa-2048'], /--key cannot be/, /rsa-3072/],
    [['ca', 'recovery-kit'], /goes into a file/, /--out FILE/],
    [['ca', 'backup'], /needs a file/, /--out FILE/],
    [['completion', 'tcsh'], /cannot be “tcsh”/, /bash, zsh, fish/],
    [['help', 'isue'], /no command “isue”/, /help issue/],
  ])('%j is told with the way out, exit 2, and nothing on standard output', async (args, message, hint) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    const [error = '', help = ''] = stderr.split('\n');
    expect(error).toMatch(/^error: /);
    expect(error).toMatch(message);
    if (hint !== undefined) expect(help).toMatch(hint);
    if (help !== '') expect(help).toMatch(/^hint: /);
  });

  it('is told as JSON too when JSON is asked for', async () => {
    const wrong = await run(['list', '--dais', '--json']);
    expect(wrong.code).toBe(2);
    expect(json(wrong)).toEqual({ error: { code: 'usage', message: expect.any(String), hint: expect.any(String) } });
  });
});

describe('help', () => {
  it.each([[[]], [['--help']], [['-h']], [['help']]])('%j shows every command', async (args) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const { spec } of commands) expect(stdout).toMatch(new RegExp(`^  ${spec.path[0]} `, 'm'));
  });

  it.each(commands.map(({ spec }) => [spec.path.join(' '), spec] as const))(
    'of %s has its options and an example',
    async (name, spec) => {
      const { code, stdout } = await run([...spec.path, '--help']);
      expect(code).toBe(0);
      expect(stdout).toMatch(new RegExp(`^Usage: sealwax ${name}`));
      for (const option of spec.options) expect(stdout).toContain(`--${option.name}`);
      expect(stdout).toMatch(/Examples:\n {2}\S/);
      expect((await run(['help', ...spec.path])).stdout).toBe(stdout);
      expect(stdout.split('\n').filter((line) => line.length > 120)).toEqual([]);
    },
  );

  it('of a group lists its commands, and needs no data folder', async () => {
    const fresh = await container();
    expect((await fresh.run(['ca', '--help'])).stdout).toMatch(/set-aside/);
    expect((await fresh.run(['--version'])).stdout).toMatch(/^sealwax \d+\.\d+\.\d+\n$/);
    expect(json(await fresh.run(['--version', '--json'])).version).toMatch(/^\d/);
    await expect(chmod(fresh.home, 0o700)).rejects.toThrow(/ENOENT/);
  });
});

describe('a machine without an authority', () => {
  it.each([
    [['issue', 'a.test'], 1],
    [['status'], 1],
    [['list'], 0],
    [['ca', 'list'], 0],
    [['ca', 'show'], 1],
    [['ca', 'export'], 1],
    [['trust', 'status'], 1],
    [['show', 'a.test'], 1],
    [['ca', 'backup', '--out', 'x'], 1],
    [['ca', 'adopt', 'mkcert'], 1],
  ])('answers %j with %i', async (args, code) => {
    const result = await run(args);
    expect(result).toMatchObject({ code });
    if (code === 1 && args[0] !== 'status') expect(result.stderr).toMatch(/^error: .*\nhint: .*\n/);
  });
});

describe('the passphrase file', () => {
  const use = (file: string) => run(['ca', 'create', 'X'], { env: { SEALWAX_PASSPHRASE_FILE: file } });

  it.each([
    [
      'that others may read',
      async () => machine.file('open', 'four words that do not belong', 0o644),
      /others may use it \(mode 0644\)/,
      /chmod 600/,
    ],
    ['that is not there', async () => join(machine.folder, 'nothing'), /no such file/, /Check/],
    ['that is a folder', async () => join(machine.folder, 'afolder'), /not a regular file/, /file/],
    ['that is empty', async () => machine.file('empty', '\n', 0o600), /it is empty/, /Write/],
    ['that is a device', async () => '/dev/null', /not a regular file/, /file/],
  ])('%s is refused at once, exit 3', async (_, make, message, hint) => {
    await mkdir(join(machine.folder, 'afolder'), { recursive: true });
    const { code, stderr } = await use(await make());
    expect(code).toBe(3);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(hint);
  });

  it('must be long enough, and the wrong one is told with its path', async () => {
    const weak = await use(await machine.file('weak', 'short\n', 0o600));
    expect(weak).toMatchObject({ code: 1, stderr: expect.stringMatching(/at least 15[\s\S]*weak/) });
    expect((await run(['ca', 'create', 'Right'])).code).toBe(0);
    const wrong = await machine.file('wrong', 'another passphrase entirely\n', 0o600);
    const issued = await run(['issue', 'a.test'], { env: { SEALWAX_PASSPHRASE_FILE: wrong } });
    expect(issued).toMatchObject({ code: 1, stderr: expect.stringContaining(wrong) });
  });

  it('may be a link to a private file, as Kubernetes mounts secrets, and its line break is no part of it', async () => {
    const link = join(machine.folder, 'link');
    await symlink(await machine.file('crlf', 'four words that do not belong\r\n', 0o600), link);
    expect((await run(['issue', 'a.test'], { env: { SEALWAX_PASSPHRASE_FILE: link } })).code).toBe(0);
  });

  it('is needed: without it, and without a person, the command ends at once with 3', async () => {
    const started = Date.now();
    const { code, stderr, stdout } = await run(['issue', 'a.test', '--json'], { env: { SEALWAX_PASSPHRASE_FILE: '' } });
    expect(code).toBe(3);
    expect(JSON.parse(stdout).error.code).toBe('passphrase-needed');
    expect(stderr).toMatch(/hint: .*SEALWAX_PASSPHRASE_FILE/);
    expect(Date.now() - started).toBeLessThan(5000);
    const made = await run(['ca', 'create', 'Y'], { env: { SEALWAX_PASSPHRASE_FILE: '' } });
    expect(made).toMatchObject({ code: 3, stderr: expect.stringMatching(/hint: .*SEALWAX_PASSPHRASE_FILE/) });
  });

  it('never shows in an error, nor is taken from an argument or a variable', async () => {
    const result = await runCli(['issue', 'a.test', '--passphrase', 'x'], { env: machine.env });
    expect(result.code).toBe(2);
    const named = await run(['issue', 'a.test'], {
      env: { SEALWAX_PASSPHRASE_FILE: '', SEALWAX_PASSPHRASE: 'four words that do not belong' },
    });
    expect(named.code).toBe(3);
  });
});
