import { describe, expect, it } from 'vitest';
import { cpuTimeOf } from '../../../test/support/cpu-time';
import type { CertificateName } from '../../ipc/schemas';
import { viewCertificate } from './certificate-view';
import { subjectAlternativeName } from './extensions';
import { generateKey } from './keys';
import { nameOf, signCertificate } from './sign-certificate';

describe('a certificate with 10,000 names', () => {
  it('is read in less than a second', async () => {
    const key = await generateKey('ecdsa-p256');
    const names = Array.from({ length: 10_000 }, (_, index): CertificateName => {
      const value = `host-${index}.app.test`;
      return { type: 'dns', value, display: value };
    });
    const name = nameOf('commonName', 'app.test');
    const { pem } = await signCertificate(
      {
        serial: '01',
        subject: name,
        issuer: name,
        notBefore: new Date('2026-01-01T00:00:00Z'),
        notAfter: new Date('2026-02-01T00:00:00Z'),
        spki: key.spki,
        extensions: [subjectAlternativeName(names)],
      },
      key.privateKey,
    );
    expect(cpuTimeOf(() => viewCertificate(pem))).toBeLessThan(1000);
    expect(viewCertificate(pem).names).toEqual(names);
  });
});
