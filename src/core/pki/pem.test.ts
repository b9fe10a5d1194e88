import { describe, expect, it } from 'vitest';
import { decodePem, encodePem } from './pem';

const der = Buffer.from(Array.from({ length: 100 }, (_, index) => index));
const pem = encodePem(der, 'CERTIFICATE');

describe('PEM', () => {
  it('has lines of 64 characters, as RFC 7468 asks', () => {
    expect(pem.split('\n').map((line) => line.length)).toEqual([27, 64, 64, 8, 25, 0]);
  });

  it('is read with text around it, Windows line ends, and in one line', () => {
    for (const text of [
      `subject=CN=x\n${pem}\nmore`,
      pem.replace(/\n/g, '\r\n'),
      pem.replace(/([^-])\n(?!-)/g, '$1'),
    ]) {
      expect(decodePem(text, 'CERTIFICATE').equals(der)).toBe(true);
    }
  });

  it('with several blocks gives the first of that label', () => {
    const key = encodePem(Buffer.from('key'), 'PRIVATE KEY');
    const other = encodePem(Buffer.from('other'), 'CERTIFICATE');
    expect(decodePem(key + pem + other, 'CERTIFICATE').equals(der)).toBe(true);
  });

  it.each([
    ['', /is empty/],
    ['hello', /holds no "CERTIFICATE" block/],
    [pem.replace('END CERT', 'END KEY'), /cut off/],
    [pem.slice(0, 100), /cut off/],
    [pem.replace('AAEC', 'AA*C'), /base64/],
    [pem.replace('AAEC', 'AAE'), /base64/],
    ['-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n', /base64/],
    [pem + ' '.repeat(1024 * 1024), /1 MiB/],
  ])('that is bad (case %#) says why', (text, message) => {
    const read = () => decodePem(text, 'CERTIFICATE');
    expect(read).toThrow(message);
    expect(read).toThrow(expect.objectContaining({ code: 'certificate-unreadable' }));
  });

  it('of a key fails as a key file', () => {
    expect(() => decodePem('', 'PRIVATE KEY')).toThrow(expect.objectContaining({ code: 'key-file-damaged' }));
  });
});
