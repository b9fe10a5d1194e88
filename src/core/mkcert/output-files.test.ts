import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outputPaths, writeOutput } from './output-files';

describe('the names of the output files', () => {
  it.each([
    [['example.com', 'a', 'b', 'c', 'd', 'e'], false, './example.com+5.pem', './example.com+5-key.pem'],
    [['*.example.it'], false, './_wildcard.example.it.pem', './_wildcard.example.it-key.pem'],
    [['::1'], false, './__1.pem', './__1-key.pem'],
    [['me@example.com'], true, './me@example.com-client.pem', './me@example.com-client-key.pem'],
    [['127.0.0.1', '::1'], true, './127.0.0.1+1-client.pem', './127.0.0.1+1-client-key.pem'],
  ])('for %j', (names, client, certificate, key) => {
    expect(outputPaths({ names, client })).toMatchObject({ certificate, key });
  });

  it('takes the chosen ones, and its own where the choice is empty', () => {
    expect(outputPaths({ names: ['x.test'], client: false, certificateFile: 'c.pem', keyFile: '' })).toEqual({
      certificate: 'c.pem',
      key: './x.test-key.pem',
      pkcs12: './x.test.p12',
    });
  });
});

describe('writing an output file', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sealwax-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

  it('makes a key private that was readable by all before', async () => {
    const path = join(folder, 'key.pem');
    await writeFile(path, 'old', { mode: 0o644 });
    await chmod(path, 0o644);
    await writeOutput(path, 'new', 0o600);
    expect([await readFile(path, 'utf8'), await modeOf(path)]).toEqual(['new', '600']);
  });

  it('follows a link, and leaves the link', async () => {
    const real = join(folder, 'real.pem');
    const link = join(folder, 'link.pem');
    await writeFile(real, 'old');
    await symlink(real, link);
    await writeOutput(link, 'new', 0o644);
    expect(await readFile(real, 'utf8')).toBe('new');
    expect((await readdir(folder)).sort()).toEqual(['link.pem', 'real.pem']);
  });

  it('says why it cannot, in the words that callers know', async () => {
    await expect(writeOutput(join(folder, 'no/such.pem'), 'x', 0o644)).rejects.toThrow(
      /^open .*no\/such\.pem: no such file or directory$/,
    );
  });
});
