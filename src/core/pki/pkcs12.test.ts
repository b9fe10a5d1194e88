import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  bytesOf,
  children,
  contextChildren,
  decode,
  encode,
  integer,
  nothing,
  octets,
  oid,
  sequence,
} from './asn1-tree';
import { generateKey } from './keys';
import { writePbes2Method } from './pbes2';
import { looksLikePkcs12, readPkcs12, writePkcs12, writeTrustStore } from './pkcs12';
import { certificateBag, dataContent, encryptedKeyBag } from './pkcs12-bags';
import { Rounds } from './pkcs12-cipher';
import { bmpPassphrase, pkcs12Key } from './pkcs12-kdf';

const { pkcs8 } = await generateKey('ecdsa-p256');
// The reader gives certificates as they stand; what is in them is no business of the format.
const certificate = Buffer.from('3003020101', 'hex');
const other = Buffer.from('3003020102', 'hex');
const right = Buffer.from('pässwörd');

const written = (encryption: 'modern' | 'legacy', passphrase = right, random = randomBytes) =>
  writePkcs12({ certificate, chain: [other], pkcs8, passphrase, name: 'app.test', encryption, random });

describe('a PKCS#12', () => {
  it.each(['modern', 'legacy'] as const)('in the %s form gives back what was put in', async (encryption) => {
    const p12 = await written(encryption);
    expect(looksLikePkcs12(p12)).toBe(true);
    const { certificates, keys } = await readPkcs12(p12, right);
    expect(certificates.map((der) => der.toString('hex'))).toEqual(
      [certificate, other].map((der) => der.toString('hex')),
    );
    expect(keys.map((key) => key.equals(pkcs8))).toEqual([true]);
  });

  it.each(['modern', 'legacy'] as const)(
    'in the %s form shows nothing of key, certificate or name',
    async (encryption) => {
      const p12 = await written(encryption);
      expect(p12.includes(pkcs8.subarray(36, 52))).toBe(false);
      expect(p12.includes(certificate)).toBe(false);
    },
  );

  it('leaves key and passphrase as they were', async () => {
    const [key, passphrase] = [Buffer.from(pkcs8), Buffer.from(right)];
    await readPkcs12(await written('modern'), right);
    expect(pkcs8.equals(key) && right.equals(passphrase)).toBe(true);
  });

  it.each(['modern', 'legacy'] as const)(
    'in the %s form refuses another passphrase in under a second',
    async (encryption) => {
      const p12 = await written(encryption);
      const started = performance.now();
      for (const typed of ['', 'passwort', 'pässwörd ']) {
        await expect(readPkcs12(p12, Buffer.from(typed))).rejects.toMatchObject({ code: 'passphrase-wrong' });
      }
      expect(performance.now() - started).toBeLessThan(1000);
    },
  );

  it('that was changed anywhere in its content does not open', async () => {
    const p12 = await written('modern');
    for (const at of [60, 200, 300, p12.length - 60]) {
      const changed = Buffer.from(p12);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await expect(readPkcs12(changed, right)).rejects.toMatchObject({
        code: expect.stringMatching(/^(passphrase-wrong|file-unreadable)$/),
      });
    }
  });

  it.each([Buffer.alloc(0), Buffer.from('hello'), certificate, Buffer.alloc(1000, 0x30)])(
    'that is none (case %#) says so',
    async (bytes) => {
      expect(looksLikePkcs12(bytes)).toBe(false);
      await expect(readPkcs12(bytes, right)).rejects.toMatchObject({ code: 'file-unreadable' });
    },
  );

  it('that is cut off says so', async () => {
    const p12 = await written('modern');
    await expect(readPkcs12(p12.subarray(0, 300), right)).rejects.toMatchObject({ code: 'file-unreadable' });
  });
});

describe('hostile numbers of rounds', () => {
  /** One key under PBES2 with this many rounds, without a seal. */
  const bag = (iterations: number) => {
    const method = {
      salt: Buffer.alloc(8),
      iterations,
      hash: 'sha1',
      cipher: 'aes-256-cbc',
      keyBytes: 32,
      iv: Buffer.alloc(16),
    };
    return encryptedKeyBag(writePbes2Method(method), Buffer.alloc(16), {});
  };
  const file = (...bags: ReturnType<typeof bag>[]) =>
    encode(sequence(integer(3), dataContent(encode(sequence(dataContent(encode(sequence(...bags))))))));

  it.each([
    ['one of two thousand million', file(bag(2_000_000_000))],
    ['one of 10,000,001', file(bag(10_000_001))],
    ['none', file(bag(0))],
  ])('are refused before any work: %s', async (_name, p12) => {
    const started = performance.now();
    await expect(readPkcs12(p12, right)).rejects.toMatchObject({ code: 'file-unreadable', message: /rounds/ });
    expect(performance.now() - started).toBeLessThan(200);
  });

  it('are counted over the whole file', () => {
    const rounds = new Rounds();
    expect(rounds.spend(6_000_000)).toBe(6_000_000);
    expect(() => rounds.spend(6_000_000)).toThrow(expect.objectContaining({ code: 'file-unreadable' }));
  });

  it('in the seal are refused before any work', async () => {
    const mac = sequence(
      sequence(sequence(oid('1.3.14.3.2.26'), nothing()), octets(Buffer.alloc(20))),
      octets(Buffer.alloc(8)),
      integer(10_000_001),
    );
    const content = encode(sequence(dataContent(encode(sequence(certificateBag(certificate, {}))))));
    const p12 = encode(sequence(integer(3), dataContent(content), mac));
    await expect(readPkcs12(p12, right)).rejects.toMatchObject({ code: 'file-unreadable', message: /rounds/ });
  });
});

describe('a seal by PBMAC1 (RFC 9579)', () => {
  const content = encode(sequence(dataContent(encode(sequence(certificateBag(certificate, {}))))));
  const sealed = (passphrase: Buffer) => {
    const salt = randomBytes(16);
    const key = pbkdf2Sync(passphrase, salt, 2048, 32, 'sha256');
    const kdf = sequence(
      oid('1.2.840.113549.1.5.12'),
      sequence(octets(salt), integer(2048), integer(32), sequence(oid('1.2.840.113549.2.9'), nothing())),
    );
    const scheme = sequence(oid('1.2.840.113549.2.9'), nothing());
    const algorithm = sequence(oid('1.2.840.113549.1.5.14'), sequence(kdf, scheme));
    const mac = octets(createHmac('sha256', key).update(content).digest());
    return encode(
      sequence(
        integer(3),
        dataContent(content),
        sequence(sequence(algorithm, mac), octets(Buffer.from('NOT USED')), integer(1)),
      ),
    );
  };

  it('opens with its passphrase, and not with another', async () => {
    expect((await readPkcs12(sealed(right), right)).certificates).toHaveLength(1);
    await expect(readPkcs12(sealed(right), Buffer.from('x'))).rejects.toMatchObject({ code: 'passphrase-wrong' });
  });
});

describe('a trust store', () => {
  it('holds certificates alone', async () => {
    const store = await writeTrustStore({
      certificates: [
        { der: certificate, alias: 'a' },
        { der: other, alias: 'b' },
      ],
      passphrase: Buffer.from('changeit'),
      random: randomBytes,
    });
    const { certificates, keys } = await readPkcs12(store, Buffer.from('changeit'));
    expect([certificates.length, keys.length]).toEqual([2, 0]);
  });
});

describe('the key derivation of PKCS#12', () => {
  // Vectors that BouncyCastle, OpenSSL and node-forge share ("smeg", "queeg"); RFC 7292 itself has none.
  it.each([
    ['smeg', '0A58CF64530D823F', 1, 1, 24, '8AAAE6297B6CB04642AB5B077851284EB7128F1A2A7FBCA3'],
    ['smeg', '0A58CF64530D823F', 2, 1, 8, '79993DFE048D3B76'],
    ['smeg', '3D83C0E4546AC140', 3, 1, 20, '8D967D88F6CAA9D714800AB3D48051D63F73A312'],
    ['queeg', '05DEC959ACFF72F7', 1, 1000, 24, 'ED2034E36328830FF09DF1E1A07DD357185DAC0D4F9EB3D4'],
    ['queeg', '1682C0FC5B3F7EC5', 1, 1000, 24, '483DD6E919D7DE2E8E648BA8F862F3FBFBDC2BCB2C02957F'],
    ['queeg', '1682C0FC5B3F7EC5', 2, 1000, 8, '9D461D1B00355C50'],
    ['queeg', '263216FCC2FAB31C', 3, 1000, 20, '5EC4C7A80DF652294C3925B6489A7AB857C83476'],
  ] as const)(
    'makes of %s and %s (purpose %i, %i rounds) the known bytes',
    async (typed, salt, purpose, iterations, bytes, expected) => {
      const key = await pkcs12Key(bmpPassphrase(Buffer.from(typed)), Buffer.from(salt, 'hex'), {
        purpose,
        iterations,
        bytes,
        hash: 'sha1',
      });
      expect(key.toString('hex').toUpperCase()).toBe(expected);
    },
  );

  it('takes a passphrase as UTF-16 with two zero bytes, characters outside the first plane too', () => {
    expect(bmpPassphrase(Buffer.from('aü€😀')).toString('hex')).toBe('006100fc20acd83dde000000');
    expect(bmpPassphrase(Buffer.alloc(0)).toString('hex')).toBe('0000');
  });

  it('lets other work in while it counts', async () => {
    let turns = 0;
    const ticking = setInterval(() => {
      turns += 1;
    }, 1);
    await pkcs12Key(bmpPassphrase(right), Buffer.alloc(8), {
      purpose: 3,
      iterations: 300_000,
      bytes: 20,
      hash: 'sha1',
    });
    clearInterval(ticking);
    // It counts for 400 ms and more, in slices of 12 ms; without a pause nothing else would have had a turn.
    expect(turns).toBeGreaterThan(5);
  });
});

it('the friendly name and the key identifier bind key and certificate', async () => {
  const p12 = await written('legacy');
  const [, authSafe] = children(decode(p12), 3);
  const content = bytesOf(contextChildren(children(authSafe, 2)[1], 0)[0]);
  const keyInfo = children(decode(content), 2)[1];
  const bags = bytesOf(contextChildren(children(keyInfo, 2)[1], 0)[0]);
  expect(bags.includes(createHash('sha1').update(certificate).digest())).toBe(true);
  expect(bags.includes(Buffer.from('app.test', 'utf16le').swap16())).toBe(true);
});
