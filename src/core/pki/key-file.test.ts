import { describe, expect, it } from 'vitest';
import { AppError } from '../errors';
import { decryptKeyFile, encryptKeyFile, kdfIterations } from './key-file';
import { generateKey } from './keys';
import { readPbes2, writePbes2 } from './pbes2';
import { decodePem, encodePem } from './pem';

const label = 'ENCRYPTED PRIVATE KEY';
const key = await generateKey('ecdsa-p256');
const right = () => Buffer.from('correct horse battery staple');
const pem = await encryptKeyFile(key.pkcs8, right());
const parts = readPbes2(decodePem(pem, label));
const write = (changes: Partial<typeof parts>) => encodePem(writePbes2({ ...parts, ...changes }), label);

async function failureOf(text: string, passphrase = right()): Promise<AppError> {
  const failure = await decryptKeyFile(text, passphrase).catch((error: unknown) => error);
  if (failure instanceof AppError) return failure;
  throw new Error(`no AppError: ${String(failure)}`);
}

describe('the encrypted root key', () => {
  it('opens with its passphrase, to the same bytes', async () => {
    expect((await decryptKeyFile(pem, right())).equals(key.pkcs8)).toBe(true);
  });

  it('is PBES2 with PBKDF2-HMAC-SHA256, 600,000 iterations, a 16-byte salt and AES-256-CBC', () => {
    expect(kdfIterations).toBe(600_000);
    expect(parts).toMatchObject({ iterations: 600_000, hash: 'sha256', cipher: 'aes-256-cbc', keyBytes: 32 });
    expect(parts.salt).toHaveLength(16);
    expect(parts.iv).toHaveLength(16);
  });

  it('has another salt and another vector each time', async () => {
    const again = readPbes2(decodePem(await encryptKeyFile(key.pkcs8, right()), label));
    expect(again.salt.equals(parts.salt)).toBe(false);
    expect(again.iv.equals(parts.iv)).toBe(false);
  });

  it('holds nothing of the key in plain text, and leaves key and passphrase as they were', async () => {
    const passphrase = right();
    const before = Buffer.from(key.pkcs8);
    const der = decodePem(await encryptKeyFile(key.pkcs8, passphrase), label);
    expect(der.includes(key.pkcs8.subarray(36, 52))).toBe(false);
    expect(key.pkcs8.equals(before)).toBe(true);
    expect(passphrase.equals(right())).toBe(true);
  });

  it('is not made with an empty passphrase', async () => {
    await expect(encryptKeyFile(key.pkcs8, Buffer.alloc(0))).rejects.toMatchObject({ code: 'passphrase-needed' });
  });
});

describe('a key file that does not open', () => {
  it.each(['', 'Correct horse battery staple', 'correct horse battery staple '])(
    'says so for the passphrase %j',
    async (text) => {
      const error = await failureOf(pem, Buffer.from(text));
      expect(error.code).toBe('passphrase-wrong');
      expect(error.hint).toBeTruthy();
      if (text !== '') expect(error.message + error.hint).not.toContain(text.trim());
    },
  );

  it('is damaged when its structure is', async () => {
    const der = decodePem(pem, label);
    const cases = [
      '',
      'nonsense',
      pem.slice(0, pem.length / 2),
      pem.replace('-----END', '----END'),
      pem.replace(/\n[A-Za-z0-9+/]{64}\n/, '\n'),
      pem.replace(/A/, '!'),
      encodePem(der.subarray(0, der.length - 1), label),
      encodePem(Buffer.concat([der, Buffer.alloc(1)]), label),
      encodePem(key.pkcs8, label),
      write({ ciphertext: parts.ciphertext.subarray(0, 40) }),
      write({ ciphertext: Buffer.alloc(0) }),
      write({ iv: parts.iv.subarray(1) }),
    ];
    for (const text of cases) expect((await failureOf(text)).code).toBe('key-file-damaged');
  });

  it('is damaged when it opens to something else than a key', async () => {
    const notKey = Buffer.concat([Buffer.from([0x30, 100]), Buffer.alloc(100, 1)]);
    const error = await failureOf(await encryptKeyFile(notKey, right()));
    expect(error.code).toBe('key-file-damaged');
    expect(error.message).toContain('passphrase fits');
  });

  it('is refused before any work when it asks for too many iterations or for none', async () => {
    const started = performance.now();
    for (const iterations of [10_000_001, 2_000_000_000, 0]) {
      const error = await failureOf(write({ iterations }));
      expect(error.code).toBe('key-file-damaged');
      expect(error.message).toContain('iterations');
    }
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('is refused when it is larger than any key', async () => {
    const error = await failureOf(`${pem}\n${' '.repeat(64 * 1024)}`);
    expect(error.message).toContain('64 KiB');
  });
});
