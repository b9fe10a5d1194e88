import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRoot, type TestRoot } from '../../../test/support/openssl-roots';
import { run } from '../system/run';
import { pemBlocks, tellingLine, toPem } from './pem-blocks';
import { shellQuote } from './shell-quote';

let base: string;
let first: TestRoot;
let second: TestRoot;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'sealwax pem '));
  first = await makeRoot(base, 'Same', 'first');
  second = await makeRoot(base, 'Same', 'second');
});
afterAll(() => rm(base, { recursive: true, force: true }));

describe('certificates in a PEM text', () => {
  it('have the fingerprint that OpenSSL gives', async () => {
    const { stdout } = await run('openssl', ['x509', '-in', first.pemPath, '-noout', '-fingerprint', '-sha256']);
    const hex = stdout.split('=')[1]?.trim().replaceAll(':', '').toLowerCase();
    expect(pemBlocks(first.pem).map((block) => block.fingerprint256)).toEqual([hex]);
  });

  it('are found between other text, with Windows line ends, and in their order', () => {
    const text = `# a comment\r\n${second.pem.replaceAll('\n', '\r\n')}subject=/CN=x\n${first.pem}`;
    expect(pemBlocks(text).map((block) => block.fingerprint256)).toEqual([second.fingerprint256, first.fingerprint256]);
  });

  it('do not include keys', async () => {
    expect(pemBlocks(await readFile(first.keyPath, 'utf8'))).toEqual([]);
  });

  it('are written the way OpenSSL writes them', () => {
    expect(toPem(first.der)).toBe(first.pem);
  });

  it('have a line that tells two roots of one name apart', () => {
    expect(first.pem.split('\n')).toContain(tellingLine(first.der));
    expect(second.pem).not.toContain(tellingLine(first.der));
  });
});

describe('a word for the shell', () => {
  it.each(['plain/path.crt', 'with space', "it's", '$HOME `id` "x"', 'sql:/home/ü/.pki', ''])(
    'arrives as it is: %s',
    async (word) => {
      const { stdout } = await run('/bin/sh', ['-c', `printf %s ${shellQuote(word)}`]);
      expect(stdout).toBe(word);
    },
  );
});
