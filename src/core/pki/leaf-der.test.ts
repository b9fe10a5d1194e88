import { randomBytes } from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  CRLDistributionPoints,
  DistributionPoint,
  DistributionPointName,
  Extension,
  GeneralName,
  id_ce_cRLDistributionPoints,
} from '@peculiar/asn1-x509';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CertificateName, SubjectFields } from '../../ipc/schemas';
import {
  authorityKeyIdentifier,
  basicConstraints,
  extendedKeyUsage,
  keyUsage,
  subjectAlternativeName,
  subjectKeyIdentifier,
} from './extensions';
import { parseIp } from './ip';
import { generateKey } from './keys';
import { leafTbs } from './leaf-der';
import { clientAuth, emailProtection, serverAuth } from './profile';
import { algorithmDer } from './sign-bytes';
import { nameOf, signCertificate } from './sign-certificate';
import { keyIdentifierOf } from './spki-parts';
import { subjectOf } from './subject';
import { subjectParts } from './subject-parts';

const keys = await Promise.all((['ecdsa-p256', 'ecdsa-p384', 'rsa-2048'] as const).map((type) => generateKey(type)));
const issuer = nameOf('commonName', 'Prüfstelle');

/** The subject of a certificate of the library's, which is its issuer's name as the writer takes it: bytes. */
const issuerDer = Buffer.from([
  0x30,
  0x16,
  0x31,
  0x14,
  0x30,
  0x12,
  0x06,
  3,
  0x55,
  4,
  3,
  0x0c,
  0x0b,
  ...Buffer.from('Prüfstelle'),
]);

const text = fc
  .string({ unit: fc.constantFrom('a', 'Z', '0', ' ', 'ü', 'я', '文', '.'), minLength: 1, maxLength: 40 })
  .filter((typed) => typed.trim() !== '');
const name: fc.Arbitrary<CertificateName> = fc
  .oneof(
    fc.record({ type: fc.constant('dns' as const), value: fc.stringMatching(/^[a-z0-9-]{1,60}\.test$/) }),
    fc.record({
      type: fc.constant('ip' as const),
      value: fc.oneof(fc.ipV4(), fc.ipV6()).map((typed) => parseIp(typed)?.text ?? '::1'),
    }),
    fc.record({ type: fc.constant('email' as const), value: fc.stringMatching(/^[a-z]{1,20}@[a-z]{1,20}\.test$/) }),
    fc.record({
      type: fc.constant('uri' as const),
      value: fc.stringMatching(/^https:\/\/[a-z]{1,20}\.test\/[a-z]{0,200}$/),
    }),
  )
  .map((found) => ({ ...found, display: found.value }));

function crlDistributionPoint(url: string): Extension {
  const distributionPoint = new DistributionPointName({
    fullName: [new GeneralName({ uniformResourceIdentifier: url })],
  });
  const value = new CRLDistributionPoints([new DistributionPoint({ distributionPoint })]);
  const extnValue = new OctetString(AsnConvert.serialize(value));
  return new Extension({ extnID: id_ce_cRLDistributionPoints, critical: false, extnValue });
}

describe('a leaf that is written directly', () => {
  it('has the very bytes that the library writes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          key: fc.constantFrom(...keys),
          signer: fc.constantFrom(...keys),
          serial: fc
            .integer({ min: 1, max: 16 })
            .map((size) => randomBytes(size).toString('hex'))
            .filter((hex) => !/^0+$/.test(hex)),
          start: fc.date({ min: new Date('1990-01-01'), max: new Date('2060-01-01'), noInvalidDate: true }),
          subject: fc.record(
            { country: fc.constantFrom('DE', 'fr'), organization: text, commonName: text, locality: text },
            { requiredKeys: [] },
          ) as fc.Arbitrary<SubjectFields>,
          flags: fc.constantFrom(1, 5, 17, 4, 21),
          usages: fc.subarray([serverAuth, clientAuth, emailProtection], { minLength: 1 }),
          names: fc.array(name, { minLength: 1, maxLength: 30 }),
          crlUrl: fc.option(fc.stringMatching(/^http:\/\/127\.0\.0\.1:[0-9]{4,5}\/[a-z0-9-]{1,140}\.crl$/), {
            nil: undefined,
          }),
        }),
        async ({ key, signer, serial, start, subject, flags, usages, names, crlUrl }) => {
          const notBefore = new Date(Math.floor(start.getTime() / 1000) * 1000);
          const notAfter = new Date(notBefore.getTime() + 90 * 86_400_000);
          const parts = subjectParts(subject);
          const { tbs } = await signCertificate(
            {
              serial,
              subject: subjectOf(subject),
              issuer,
              notBefore,
              notAfter,
              spki: key.spki,
              extensions: [
                basicConstraints(false),
                keyUsage(flags),
                extendedKeyUsage(usages),
                subjectKeyIdentifier(keyIdentifierOf(key.spki)),
                authorityKeyIdentifier(keyIdentifierOf(signer.spki)),
                subjectAlternativeName(names, parts.length === 0),
                ...(crlUrl === undefined ? [] : [crlDistributionPoint(crlUrl)]),
              ],
            },
            signer.privateKey,
          );
          const own = leafTbs({
            serial,
            algorithm: algorithmDer(signer.privateKey),
            issuer: issuerDer,
            notBefore,
            notAfter,
            subject: parts,
            spki: key.spki,
            keyUsage: flags,
            extendedKeyUsages: usages,
            subjectKeyIdentifier: keyIdentifierOf(key.spki),
            authorityKeyIdentifier: keyIdentifierOf(signer.spki),
            names,
            crlUrl,
          });
          expect(own.toString('hex')).toBe(tbs.toString('hex'));
        },
      ),
      { numRuns: 300 },
    );
  }, 30_000);
});
