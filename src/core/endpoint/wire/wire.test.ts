import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { list16, uint, vector, WireError } from './bytes';
import { clientHello, helloRecord } from './client-hello';
import {
  readCertificateRequest,
  readCertificateStatus,
  readCertificates,
  readEncryptedExtensions,
  readKeyExchange,
  readServerHello,
} from './messages';
import { HandshakeReader, isForeign, RecordReader } from './records';
import { olderSuites, opensslNameOf, suiteOf, tls13Suites } from './suites';
import { HandshakeCipher, makeKey } from './tls13-keys';

const hex = (text: string) => Buffer.from(text.replace(/\s+/g, ''), 'hex');
const record = (type: number, body: Buffer) => Buffer.concat([Buffer.from([type, 3, 3]), vector(2, body)]);
const message = (type: number, body: Buffer) => Buffer.concat([Buffer.from([type]), vector(3, body)]);
const extension = (type: number, body: Buffer) => Buffer.concat([uint(type, 2), vector(2, body)]);

const serverHello = (extensions: Buffer[], random = Buffer.alloc(32, 7)) =>
  Buffer.concat([
    ...[uint(0x0303, 2), random, vector(1, Buffer.alloc(0)), uint(0x1301, 2), Buffer.from([0])],
    ...(extensions.length === 0 ? [] : [vector(2, ...extensions)]),
  ]);

describe('the records of TLS', () => {
  it('come out whole, however the bytes are cut, and messages out of any records', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ minLength: 0, maxLength: 3000 }), { minLength: 1, maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 50 }),
        (bodies, cuts) => {
          const messages = bodies.map((body) => message(11, Buffer.from(body)));
          const stream = Buffer.concat(messages);
          const records: Buffer[] = [];
          for (let at = 0, cut = 0; at < stream.length; cut += 1) {
            const size = cuts[cut % cuts.length] as number;
            records.push(record(22, stream.subarray(at, at + size)));
            at += size;
          }
          const all = Buffer.concat(records);
          const reader = new RecordReader();
          const handshake = new HandshakeReader();
          const found: Buffer[] = [];
          for (let at = 0, cut = 0; at < all.length; cut += 1) {
            const size = cuts[(cut * 7) % cuts.length] as number;
            reader.push(all.subarray(at, at + size));
            at += size;
            for (let next = reader.next(); next !== undefined; next = reader.next()) handshake.push(next.body);
            for (let next = handshake.next(); next !== undefined; next = handshake.next()) found.push(next.whole);
          }
          expect(found).toEqual(messages);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are refused when they are too long, of no kind, or empty without end', () => {
    const read = (bytes: Buffer) => {
      const reader = new RecordReader();
      reader.push(bytes);
      while (reader.next() !== undefined);
    };
    expect(() => read(hex('1603037fff'))).toThrow('a record of 32767 bytes');
    expect(() => read(Buffer.from('HTTP/1.1 400 Bad Request'))).toThrow(WireError);
    expect(() => read(Buffer.concat(Array.from({ length: 40 }, () => record(22, Buffer.alloc(0)))))).toThrow(
      'without end',
    );
    const messages = new HandshakeReader();
    messages.push(hex('0b200000'));
    expect(() => messages.next()).toThrow('a message of 2097152 bytes');
    const many = new HandshakeReader();
    many.push(Buffer.concat(Array.from({ length: 100 }, () => message(4, Buffer.alloc(1)))));
    expect(() => {
      while (many.next() !== undefined);
    }).toThrow('messages without end');
    expect([isForeign(hex('160303')), isForeign(hex('150301')), isForeign(Buffer.from('220 mail'))]).toEqual([
      false,
      false,
      true,
    ]);
  });
});

describe('the messages of a server', () => {
  it('tell version, suite, group and protocol', () => {
    const hello = readServerHello(
      serverHello([
        extension(43, uint(0x0304, 2)),
        extension(51, Buffer.concat([uint(29, 2), vector(2, Buffer.alloc(32, 9))])),
      ]),
    );
    expect(hello).toMatchObject({ version: 0x0304, retry: false, suite: 0x1301, keyShare: { group: 29 } });
    const again = createHash('sha256').update('HelloRetryRequest').digest();
    expect(readServerHello(serverHello([extension(51, uint(24, 2))], again))).toMatchObject({
      retry: true,
      keyShare: { group: 24 },
    });
    expect(readServerHello(serverHello([extension(16, vector(2, vector(1, Buffer.from('h2'))))])).alpn).toBe('h2');
    expect(readServerHello(serverHello([]))).toMatchObject({
      version: 0x0303,
      ticket: false,
      secureRenegotiation: false,
    });
    const twice = [extension(35, Buffer.alloc(0)), extension(35, Buffer.alloc(0))];
    expect(() => readServerHello(serverHello(twice))).toThrow('one extension twice');
    const many = Array.from({ length: 200 }, (_, index) => extension(1000 + index, Buffer.alloc(0)));
    expect(() => readServerHello(serverHello(many))).toThrow('more extensions');
  });

  it('hold certificates, of which twenty are kept and all are counted', () => {
    const ders = Array.from({ length: 1000 }, (_, index) => Buffer.from([0x30, 2, index & 0xff, index >> 8]));
    const older = readCertificates(vector(3, ...ders.map((der) => vector(3, der))), false);
    expect([older.count, older.ders.length, older.ders[19]]).toEqual([1000, 20, ders[19]]);
    const staple = Buffer.concat([Buffer.from([1]), vector(3, Buffer.from('answer'))]);
    const entry = Buffer.concat([vector(3, Buffer.from('der')), vector(2, extension(5, staple))]);
    const newer = readCertificates(Buffer.concat([vector(1, Buffer.alloc(0)), vector(3, entry)]), true);
    expect([newer.count, newer.staple?.toString()]).toEqual([1, 'answer']);
  });

  it('say whose certificates are wanted, in the form of each version', () => {
    const name = hex('300e310c300a06035504030c034f7572');
    const names = vector(2, vector(2, name), vector(2, Buffer.from('x')));
    const old = Buffer.concat([vector(1, Buffer.from([1])), names]);
    const middle = Buffer.concat([vector(1, Buffer.from([1])), vector(2, uint(0x0403, 2)), names]);
    const modern = Buffer.concat([vector(1, Buffer.alloc(0)), vector(2, extension(47, names))]);
    for (const [version, body] of [
      [0x0302, old],
      [0x0303, middle],
      [0x0304, modern],
    ] as const) {
      expect(readCertificateRequest(body, version)).toEqual({
        authorities: ['CN=Our', 'a name that cannot be read'],
        count: 2,
      });
    }
  });

  it('are read or refused, whatever bytes come', () => {
    const readers = [
      readServerHello,
      readEncryptedExtensions,
      readCertificateStatus,
      (body: Buffer) => readCertificates(body, true),
      (body: Buffer) => readCertificates(body, false),
      (body: Buffer) => readCertificateRequest(body, 0x0304),
      (body: Buffer) => readCertificateRequest(body, 0x0303),
      (body: Buffer) => readKeyExchange(body, true),
      (body: Buffer) => readKeyExchange(body, false),
    ];
    const good = serverHello([extension(43, uint(0x0304, 2)), extension(16, vector(2, vector(1, Buffer.from('h2'))))]);
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
          // A right one with one byte changed, or cut off.
          fc.tuple(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length)).map(([at, value, end]) => {
            const changed = Buffer.from(good);
            changed[at] = value;
            return changed.subarray(0, end);
          }),
        ),
        (bytes) => {
          for (const read of readers) {
            try {
              read(bytes);
            } catch (error) {
              expect(error).toBeInstanceOf(WireError);
            }
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('the hello that is sent', () => {
  it('holds what was asked, and nothing of this machine', () => {
    const random = randomBytes(32);
    const hello = clientHello({
      ...{ version: 0x0303, supportedVersions: [0x0304], suites: [0x1301], serverName: 'app.test', random },
      ...{ groups: [29], keyShares: [], alpn: ['h2'] },
    });
    expect(hello.includes(random)).toBe(true);
    expect(hello.includes('app.test')).toBe(true);
    expect(hello.readUIntBE(1, 3)).toBe(hello.length - 4);
    expect(helloRecord(hello, 0x0303).subarray(0, 3)).toEqual(hex('160301'));
    expect(helloRecord(hello, 0x0300).subarray(0, 3)).toEqual(hex('160300'));
    // No extension at all for SSL 3.0, which has none.
    const old = clientHello({ version: 0x0300, suites: [5, 10], random, serverName: 'app.test' });
    expect(old.subarray(4)).toEqual(
      Buffer.concat([hex('0300'), random, hex('00'), vector(2, list16([5, 10])), hex('0100')]),
    );
  });
});

describe('the keys of TLS 1.3', () => {
  it('read the handshake of RFC 8448 section 3', () => {
    const shared = hex('8bd4054fb55b9d63fdfbacf9f04b9f0d35e6d63f537563efd46272900f89492d');
    const clientSaid =
      hex(`010000c00303cb34ecb1e78163ba1c38c6dacb196a6dffa21a8d9912ec18a2ef6283024dece7000006130113031302010000
      91000000 0b0009000006736572766572ff01000100000a00140012001d0017001800190100010101020103010400230000003300260024001d002099381de560
      e4bd43d23d8e435a7dbafeb3c06e51c13cae4d5413691e529aaf2c002b0003020304000d0020001e040305030603020308040805080604010501060102010402
      05020602 0202002d00020101001c00024001`);
    const serverSaid =
      hex(`020000560303a6af06a4121860dc5e6e60249cd34c95930c8ac5cb1434dac155772ed3e2692800130100002e00330024001d0020c9
      828876112095fe66762bdbf7c672e156d6cc253b833df1dd69b1b04e751f0f002b00020304`);
    const cipher = new HandshakeCipher(0x1301, shared, Buffer.concat([clientSaid, serverSaid]));
    // The secret of the server's handshake there gives this key and vector; a record sealed with them opens.
    expect(cipher).toMatchObject({
      key: hex('3fce516009c21727d0f2e4e86ee403bc'),
      iv: hex('5d313eb2671276ee13000b30'),
    });
  });

  it('agree on both sides of every group, and refuse a key that is none', () => {
    for (const group of [29, 23, 24, 25]) {
      const [one, other] = [makeKey(group), makeKey(group)];
      expect(one.secret(other.publicKey)).toEqual(other.secret(one.publicKey));
      expect(() => one.secret(Buffer.alloc(3))).toThrow(WireError);
    }
    expect(() => new HandshakeCipher(0x1399, Buffer.alloc(32), Buffer.alloc(0))).toThrow('was not offered');
    const cipher = new HandshakeCipher(0x1301, Buffer.alloc(32), Buffer.alloc(0));
    const header = hex('1703030020');
    expect(() => cipher.open({ type: 23, version: 0x0303, header, body: Buffer.alloc(32) })).toThrow('does not fit');
    expect(() => cipher.open({ type: 23, version: 0x0303, header, body: Buffer.alloc(5) })).toThrow('cut off');
  });
});

describe('cipher suites', () => {
  it('have the names of the registry and of OpenSSL', () => {
    const names = (code: number) => [suiteOf(code).name, opensslNameOf(suiteOf(code))];
    expect(names(0xc02f)).toEqual(['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'ECDHE-RSA-AES128-GCM-SHA256']);
    expect(names(0xcca8)).toEqual(['TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256', 'ECDHE-RSA-CHACHA20-POLY1305']);
    expect(names(0x000a)).toEqual(['TLS_RSA_WITH_3DES_EDE_CBC_SHA', 'DES-CBC3-SHA']);
    expect(names(0xc0a2)).toEqual(['TLS_DHE_RSA_WITH_AES_128_CCM_8', 'DHE-RSA-AES128-CCM8']);
    expect(names(0x1302)).toEqual(['TLS_AES_256_GCM_SHA384', 'TLS_AES_256_GCM_SHA384']);
    expect(names(0x0003)).toEqual(['TLS_RSA_EXPORT_WITH_RC4_40_MD5', undefined]);
    expect(names(0x5a5a)[0]).toBe('UNKNOWN_5A5A');
    const codes = [...olderSuites, ...tls13Suites].map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });
});
