import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publicKeyOfCertificate, publicKeyOfRequest } from './public-keys';

const folder = mkdtempSync(join(tmpdir(), 'sealwax-keys-'));
const file = (name: string) => join(folder, name);
const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
const read = (name: string) => readFileSync(file(name), 'utf8');

beforeAll(() => {
  for (const [name, algorithm] of [
    ['ec', 'EC'],
    ['rsa', 'RSA'],
  ] as const) {
    const option = algorithm === 'EC' ? 'ec_paramgen_curve:P-256' : 'rsa_keygen_bits:2048';
    openssl('genpkey', '-algorithm', algorithm, '-pkeyopt', option, '-out', file(`${name}.key`));
    openssl('req', '-new', '-key', file(`${name}.key`), '-subj', `/CN=${name}.test`, '-out', file(`${name}.csr`));
    const signing = ['-in', file(`${name}.csr`), '-signkey', file(`${name}.key`), '-days', '1'];
    openssl('x509', '-req', ...signing, '-out', file(`${name}.pem`));
    openssl('pkey', '-in', file(`${name}.key`), '-pubout', '-outform', 'DER', '-out', file(`${name}.spki`));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the public key in a certificate or request', () => {
  it.each(['ec', 'rsa'])('is the one that openssl writes (%s)', (name) => {
    const spki = readFileSync(file(`${name}.spki`), 'latin1');
    expect(publicKeyOfRequest(read(`${name}.csr`))).toBe(spki);
    expect(publicKeyOfCertificate(read(`${name}.pem`))).toBe(spki);
  });

  it('tells two keys apart', () => {
    expect(publicKeyOfRequest(read('ec.csr'))).not.toBe(publicKeyOfCertificate(read('rsa.pem')));
  });

  it.each(['', 'no PEM', '-----BEGIN X-----\nAAAA\n-----END X-----', '-----BEGIN X-----\n!!\n-----END X-----'])(
    'is not found in %j, and nothing is thrown',
    (text) => {
      expect(publicKeyOfCertificate(text)).toBeUndefined();
      expect(publicKeyOfRequest(text)).toBeUndefined();
    },
  );
});
