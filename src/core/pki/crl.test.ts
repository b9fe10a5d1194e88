import { randomBytes } from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AuthorityKeyIdentifier,
  CRLReason,
  CRLReasons,
  Extension,
  id_ce_authorityKeyIdentifier,
  id_ce_cRLNumber,
  id_ce_cRLReasons,
  KeyIdentifier,
  RevokedCertificate,
  TBSCertList,
  Time,
  Version,
} from '@peculiar/asn1-x509';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeyType } from '../../ipc/schemas';
import { buildRoot } from './authority-certificate';
import { buildCrl, checkSignsCrls, crlTbs, type RevokedSerial } from './crl';
import { generateKey } from './keys';
import { algorithmDer } from './sign-bytes';
import { nameOf } from './sign-certificate';

const key = await generateKey('ecdsa-p256');
const issuer = nameOf('commonName', 'Prüfstelle');
const issuerDer = Buffer.from(AsnConvert.serialize(issuer));
const codes = {
  unspecified: undefined,
  keyCompromise: CRLReasons.keyCompromise,
  affiliationChanged: CRLReasons.affiliationChanged,
  superseded: CRLReasons.superseded,
  cessationOfOperation: CRLReasons.cessationOfOperation,
  privilegeWithdrawn: CRLReasons.privilegeWithdrawn,
} as const;
const extension = (extnID: string, value: unknown) =>
  new Extension({ extnID, critical: false, extnValue: new OctetString(AsnConvert.serialize(value)) });
const bytesOf = (hex: string) => {
  const whole = hex.length % 2 === 0 ? hex : `0${hex}`;
  return new Uint8Array(Buffer.from(Number.parseInt(whole.slice(0, 2), 16) >= 0x80 ? `00${whole}` : whole, 'hex'));
};

function withLibrary(revoked: readonly RevokedSerial[], number: bigint, thisUpdate: Date, nextUpdate: Date) {
  const list = new TBSCertList({
    version: Version.v2,
    signature: AsnConvert.parse(algorithmDer(key.privateKey), AlgorithmIdentifier),
    issuer,
    thisUpdate: new Time(thisUpdate),
    nextUpdate: new Time(nextUpdate),
  });
  if (revoked.length > 0) {
    list.revokedCertificates = revoked.map(({ serial, at, reason }) => {
      const entry = new RevokedCertificate({
        userCertificate: bytesOf(serial).buffer,
        revocationDate: new Time(at),
      });
      const code = codes[reason];
      if (code !== undefined) entry.crlEntryExtensions = [extension(id_ce_cRLReasons, new CRLReason(code))];
      return entry;
    });
  }
  const keyIdentifier = new KeyIdentifier(Buffer.from('0123456789abcdef0123', 'latin1'));
  list.crlExtensions = [
    extension(id_ce_authorityKeyIdentifier, new AuthorityKeyIdentifier({ keyIdentifier })),
    new Extension({
      extnID: id_ce_cRLNumber,
      critical: false,
      extnValue: new OctetString(
        Buffer.concat([Buffer.from([2, bytesOf(number.toString(16)).length]), bytesOf(number.toString(16))]),
      ),
    }),
  ];
  return Buffer.from(AsnConvert.serialize(list));
}

const second = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2060-01-01'), noInvalidDate: true })
  .map((date) => new Date(Math.floor(date.getTime() / 1000) * 1000));

describe('a revocation list', () => {
  it('has the very bytes that the library writes', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            serial: fc
              .integer({ min: 1, max: 16 })
              .map((size) =>
                randomBytes(size)
                  .toString('hex')
                  .replace(/^(00)+(?=..)/, ''),
              )
              .filter((hex) => !/^0+$/.test(hex)),
            at: second,
            reason: fc.constantFrom(...(Object.keys(codes) as (keyof typeof codes)[])),
          }),
          { maxLength: 40 },
        ),
        fc.bigInt({ min: 1n, max: 2n ** 159n - 1n }),
        second,
        second,
        (revoked, number, thisUpdate, nextUpdate) => {
          const own = crlTbs({
            algorithm: algorithmDer(key.privateKey),
            issuer: issuerDer,
            authorityKeyIdentifier: Buffer.from('0123456789abcdef0123', 'latin1'),
            ...{ revoked, number, thisUpdate, nextUpdate },
          });
          expect(own.toString('hex')).toBe(withLibrary(revoked, number, thisUpdate, nextUpdate).toString('hex'));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('has a number of 20 octets at most', () => {
    const of = (number: bigint) =>
      crlTbs({
        algorithm: algorithmDer(key.privateKey),
        issuer: issuerDer,
        authorityKeyIdentifier: Buffer.alloc(20),
        ...{ revoked: [], number, thisUpdate: new Date(0), nextUpdate: new Date(0) },
      });
    expect(of(2n ** 159n - 1n).length).toBeGreaterThan(0);
    expect(() => of(2n ** 159n)).toThrow();
  });

  it.each(['ecdsa-p256', 'ecdsa-p384', 'rsa-3072'] as const satisfies readonly KeyType[])(
    'is signed by %s, and by no other key than the issuer’s',
    async (keyType) => {
      const now = new Date('2026-05-01T12:00:00Z');
      const pair = await generateKey(keyType);
      const { pem } = await buildRoot({
        name: 'Root',
        limits: { kind: 'none' },
        keyType,
        years: 10,
        key: pair,
        serial: '01',
        now,
      });
      const list = { revoked: [], number: 1n, thisUpdate: now, nextUpdate: new Date(now.getTime() + 1000) };
      const { pem: crl } = await buildCrl({ issuer: { pem, key: pair.privateKey }, ...list });
      expect(crl).toMatch(/^-----BEGIN X509 CRL-----\n[\s\S]+-----END X509 CRL-----\n$/);
      const other = await generateKey(keyType);
      await expect(buildCrl({ issuer: { pem, key: other.privateKey }, ...list })).rejects.toMatchObject({
        code: 'key-mismatch',
      });
    },
  );

  it('is refused to an authority whose key usage leaves it out, as mkcert’s roots do', () => {
    expect(() => checkSignsCrls({ keyUsages: ['keyCertSign'] }, 'mkcert')).toThrow(
      expect.objectContaining({ code: 'no-crl-sign' }),
    );
    expect(() => checkSignsCrls({ keyUsages: undefined }, 'old')).not.toThrow();
  });
});
