import { describe, expect, it } from 'vitest';
import type { Certificate, CertificateStatus } from '../../../ipc/schemas';
import { compareInstants, compareStatus, compareText, endsIn, matcher } from './listing';

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
      expect(matcher(text, 'all')(certificate)).toBe(true);
    },
  );

  it.each(['shop', 'bücher shop', '5C:0E:92'])('does not find it by "%s"', (text) => {
    expect(matcher(text, 'all')(certificate)).toBe(false);
  });

  it('needs the status to fit as well', () => {
    expect(matcher('bücher', 'healthy')(certificate)).toBe(true);
    expect(matcher('bücher', 'expired')(certificate)).toBe(false);
  });
});

describe('the span of ends', () => {
  it.each([
    ['2027-12-24T10:00:00.000Z', '2027-12-24T10:00:00Z', true],
    ['2027-12-01T00:00:00.000Z', '2027-12-31T00:00:00.000Z', true],
    ['2027-12-24T10:00:00.001Z', '2027-12-31T00:00:00.000Z', false],
    ['2027-12-01T00:00:00.000Z', '2027-12-24T09:59:59.999Z', false],
  ])('from %s to %s holds the certificate: %s', (from, until, held) => {
    expect(endsIn(certificate, { from, until })).toBe(held);
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
