import { createPrivateKey, createPublicKey, generateKeyPairSync, webcrypto } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { KeyType } from '../../ipc/schemas';
import { describeSpki, generateKey, importSigningKey, pkcs8ToPem, spkiOfPrivateKey } from './keys';

const kinds: [KeyType, string][] = [
  ['ecdsa-p256', 'ECDSA P-256'],
  ['ecdsa-p384', 'ECDSA P-384'],
  ['rsa-2048', 'RSA 2048'],
  ['rsa-3072', 'RSA 3072'],
  ['rsa-4096', 'RSA 4096'],
];

describe('a generated key', () => {
  it.each(kinds)(
    'of the kind %s is %s, and its halves belong together',
    async (type, words) => {
      const key = await generateKey(type);
      expect(describeSpki(key.spki)).toBe(words);
      expect(spkiOfPrivateKey(key.pkcs8).equals(key.spki)).toBe(true);
      const pem = pkcs8ToPem(key.pkcs8);
      expect(pem.startsWith('-----BEGIN PRIVATE KEY-----\n')).toBe(true);
      expect(createPublicKey(createPrivateKey(pem)).export({ type: 'spki', format: 'der' }).equals(key.spki)).toBe(
        true,
      );
    },
    60_000,
  );

  it('is another one each time', async () => {
    const [one, two] = await Promise.all([generateKey('ecdsa-p256'), generateKey('ecdsa-p256')]);
    expect(one.spki.equals(two.spki)).toBe(false);
  });

  it('signs, and cannot be exported again', async () => {
    const key = await generateKey('ecdsa-p256');
    const data = Buffer.from('data');
    const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
    const signature = await webcrypto.subtle.sign(algorithm, key.privateKey, data);
    const curve = { name: 'ECDSA', namedCurve: 'P-256' };
    const publicKey = await webcrypto.subtle.importKey('spki', key.spki, curve, false, ['verify']);
    expect(await webcrypto.subtle.verify(algorithm, publicKey, signature, data)).toBe(true);
    expect(key.privateKey.extractable).toBe(false);
    await expect(webcrypto.subtle.exportKey('pkcs8', key.privateKey)).rejects.toThrow();
  });
});

describe('a key that was read', () => {
  it('is refused when it is no PKCS#8, without a word of its content', async () => {
    const secret = Buffer.from('this is secret material');
    const failure = await importSigningKey(secret).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'key-file-damaged' });
    expect(JSON.stringify(failure) + String(failure)).not.toContain('secret');
    expect((failure as Error).cause).toBeUndefined();
  });

  it('is refused when it is of a kind that does not sign here', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' });
    await expect(importSigningKey(pkcs8)).rejects.toMatchObject({
      code: 'key-file-damaged',
      message: expect.stringMatching(/Ed25519/),
    });
  });

  it('is described even when nothing is known of it', () => {
    expect(describeSpki(Buffer.from('3000', 'hex'))).toBe('unknown kind of key');
  });
});
