import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decryptKeyFile, encryptKeyFile } from '../../src/core/pki/key-file';
import { generateKey, spkiOfPrivateKey } from '../../src/core/pki/keys';
import type { KeyType } from '../../src/ipc/schemas';
import { openssl, opensslText } from '../support/openssl';

const passphrase = 'a passphrase with ü and spaces';
let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealwax-key-file-'));
  await writeFile(at('right'), passphrase);
  await writeFile(at('wrong'), 'another passphrase');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const kinds: KeyType[] = ['ecdsa-p256', 'ecdsa-p384', 'rsa-3072', 'rsa-4096'];

describe('a root key that we encrypted', () => {
  it.each(kinds)('of the kind %s is opened by openssl pkey with the passphrase, and not without', async (kind) => {
    const key = await generateKey(kind);
    await writeFile(at('ours.pem'), await encryptKeyFile(key.pkcs8, Buffer.from(passphrase)));
    const open = (file: string) =>
      openssl([
        'pkey',
        '-in',
        at('ours.pem'),
        '-passin',
        `file:${at(file)}`,
        '-pubout',
        '-outform',
        'DER',
        '-out',
        at('ours.spki'),
      ]);
    expect((await open('wrong')).code).not.toBe(0);
    expect((await openssl(['pkey', '-in', at('ours.pem'), '-passin', 'pass:', '-noout'])).code).not.toBe(0);
    expect(await open('right')).toMatchObject({ code: 0 });
    const text = await opensslText(['pkey', '-pubin', '-inform', 'DER', '-in', at('ours.spki'), '-outform', 'PEM']);
    expect(text.replace(/-----.*-----|\n/g, '')).toBe(key.spki.toString('base64'));
  });

  it('shows openssl asn1parse 600,000 iterations, HMAC-SHA256, AES-256-CBC and 16 bytes of salt', async () => {
    const key = await generateKey('ecdsa-p256');
    await writeFile(at('ours.pem'), await encryptKeyFile(key.pkcs8, Buffer.from(passphrase)));
    const lines = await opensslText(['asn1parse', '-in', at('ours.pem')]);
    expect(lines).toMatch(/OBJECT\s+:PBES2/);
    expect(lines).toMatch(/OBJECT\s+:PBKDF2/);
    expect(lines).toMatch(/l=\s*16 prim: OCTET STRING/);
    expect(lines).toMatch(/INTEGER\s+:0927C0/);
    expect(0x0927c0).toBe(600_000);
    expect(lines).toMatch(/OBJECT\s+:hmacWithSHA256/);
    expect(lines).toMatch(/OBJECT\s+:aes-256-cbc/);
  });
});

describe('a key that openssl encrypted', () => {
  const plainKey = async () => {
    await opensslText(['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', at('plain.pem')]);
    return opensslText(['pkey', '-in', at('plain.pem'), '-pubout']);
  };
  const encrypt = (...method: string[]) =>
    opensslText(['pkcs8', '-topk8', '-in', at('plain.pem'), '-passout', `file:${at('right')}`, ...method]);

  it.each([
    ['-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA256', '-iter', '600000'],
    ['-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA512', '-iter', '220000'],
    ['-v2', 'aes-192-cbc', '-v2prf', 'hmacWithSHA384'],
    ['-v2', 'aes-128-cbc', '-v2prf', 'hmacWithSHA224'],
    ['-v2', 'aes-128-cbc', '-v2prf', 'hmacWithSHA1', '-iter', '1000'],
    [],
  ])('with %s %s %s %s opens here with the passphrase, and not with another', async (...method) => {
    const publicPem = await plainKey();
    const pem = await encrypt(...method.filter((word) => word !== undefined));
    const pkcs8 = await decryptKeyFile(pem, Buffer.from(passphrase));
    expect(publicPem.replace(/-----.*-----|\n/g, '')).toBe(spkiOfPrivateKey(pkcs8).toString('base64'));
    await expect(decryptKeyFile(pem, Buffer.from('another passphrase'))).rejects.toMatchObject({
      code: 'passphrase-wrong',
    });
  });

  it.each([
    [['-scrypt'], /not PBKDF2/],
    [['-v2', 'des3'], /not AES-CBC/],
    [['-v2', 'camellia-256-cbc'], /not AES-CBC/],
    [['-v1', 'PBE-SHA1-3DES'], /not encrypted with PBES2/],
    [['-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA512-256'], /not SHA-1 or SHA-2/],
  ])('with %j is refused with the reason', async (method, reason) => {
    await plainKey();
    const pem = await encrypt(...method);
    await expect(decryptKeyFile(pem, Buffer.from(passphrase))).rejects.toMatchObject({
      code: 'key-file-damaged',
      message: expect.stringMatching(reason),
    });
  });
});
