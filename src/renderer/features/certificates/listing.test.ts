import { describe, expect, it } from 'vitest';
import type { Certificate, CertificateStatus } from '../../../ipc/schemas';
import { compareInstants, compareStatus, compareText, matches } from './listing';

const certificate: Certificate = {
  id: 'app.test-1',
  names: [
    { type: 'dns', value: 'xn--bcher-kva.test', display: 'bücher.test' },
    { type: 'ip', value: '::1', display: '::1' },
  ],
  commonName: 'bücher.test',
  issuer: 'Sealwax Development CA',
  authorityId: 'root',
  purpose: 'server',
  keyType: 'ecdsa-p256',
  serial: '4f1a22',
  fingerprint: '5c0e917a'.repeat(8),
  createdAt: '2026-11-22T10:00:00Z',
  notBefore: '2026-11-22T09:00:00Z',
  notAfter: '2027-12-24T10:00:00Z',
  keyHere: true,
  status: 'healthy',
  files: { folder: '/f', certificate: '/f/cert.pem', key: '/f/key.pem', fullChain: '/f/chain.pem' },
};

describe('the filter of the list', () => {
  it.each(['', 'BÜCHER', 'xn--bcher', '::1', 'sealwax test', '5C:0E:91:7A', '4f:1a'])(
    'finds the certificate by "%s"',
    (text) => {
      expect(matches(certificate, text, 'all')).toBe(true);
    },
  );

  it.each(['shop', 'bücher shop', '5C:0E:92'])('does not find it by "%s"', (text) => {
    expect(matches(certificate, text, 'all')).toBe(false);
  });

  it('needs the status to fit as well', () => {
    expect(matches(certificate, 'bücher', 'healthy')).toBe(true);
    expect(matches(certificate, 'bücher', 'expired')).toBe(false);
  });
});

describe('the order of the list', () => {
  it('counts numbers in names', () => {
    expect(['node-10.test', 'node-2.test'].sort(compareText)).toEqual(['node-2.test', 'node-10.test']);
  });

  it('compares instants as times, not as text', () => {
    expect(compareInstants('2026-11-22T10:00:00.000Z', '2026-11-22T10:00:00Z')).toBe(0);
  });

  it('puts first what needs a person', () => {
    const words: CertificateStatus[] = ['healthy', 'expired', 'not-yet-valid', 'broken', 'expiring'];
    const all = [{ ...certificate, replacedBy: 'newer' }, ...words.map((status) => ({ ...certificate, status }))];
    const sorted = all.sort(compareStatus).map(({ status, replacedBy }) => replacedBy ?? status);
    expect(sorted).toEqual(['broken', 'expired', 'expiring', 'not-yet-valid', 'healthy', 'newer']);
  });
});
