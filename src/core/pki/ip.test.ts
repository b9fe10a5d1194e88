import { describe, expect, it } from 'vitest';
import { formatIp, formatSubtree, inRange, maskOf, parseIp, parseIpRange } from './ip';

describe('an address', () => {
  it.each([
    ['127.0.0.1', '7f000001', '127.0.0.1'],
    ['::1', '00000000000000000000000000000001', '::1'],
    ['2001:DB8::A', '20010db800000000000000000000000a', '2001:db8::a'],
    ['::ffff:127.0.0.1', '00000000000000000000ffff7f000001', '::ffff:7f00:1'],
  ])('%s is %s', (text, hex, normal) => {
    expect(parseIp(text)?.bytes.toString('hex')).toBe(hex);
    expect(parseIp(text)?.text).toBe(normal);
  });

  it.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '01.2.3.4',
    '0x7f.0.0.1',
    '[::1]',
    'fe80::1%eth0',
    ':::',
    'app.test',
    ' 1.2.3.4',
  ])('%j is none', (text) => {
    expect(parseIp(text)).toBeUndefined();
  });

  it('of a length that no address has is shown as it is', () => {
    expect(formatIp(Buffer.from('010203', 'hex'))).toBe('0x010203');
  });
});

describe('a range', () => {
  it.each([
    ['10.1.2.3/8', '10.0.0.0/8'],
    ['192.168.1.77/25', '192.168.1.0/25'],
    ['192.168.1.200/25', '192.168.1.128/25'],
    ['1.2.3.4', '1.2.3.4/32'],
    ['febf::1/10', 'fe80::/10'],
  ])('%s is %s', (text, normal) => {
    expect(parseIpRange(text)?.text).toBe(normal);
  });

  it.each(['10.0.0.0/', '10.0.0.0/33', '::/129', '10.0.0.0/a', '10.0.0.0/8/8', '/8', '10.0.0.0/0x8'])(
    '%j is none',
    (text) => {
      expect(parseIpRange(text)).toBeUndefined();
    },
  );

  it.each([
    [0, '00000000'],
    [1, '80000000'],
    [9, 'ff800000'],
    [31, 'fffffffe'],
    [32, 'ffffffff'],
  ])('with a prefix of %i bits has the mask %s', (prefix, mask) => {
    expect(maskOf(prefix, 4).toString('hex')).toBe(mask);
  });

  it('never holds an address of the other family', () => {
    const range = parseIpRange('::/1');
    const address = parseIp('10.0.0.1');
    if (range === undefined || address === undefined) throw new Error('unreadable');
    expect(inRange(address, range)).toBe(false);
  });

  it('is read from a name constraint, unless its mask has holes', () => {
    expect(formatSubtree(Buffer.from('0a000000ff000000', 'hex'))).toBe('10.0.0.0/8');
    expect(formatSubtree(Buffer.alloc(32))).toBe('::/0');
    expect(formatSubtree(Buffer.from('0a000000ff00ff00', 'hex'))).toBeUndefined();
    expect(formatSubtree(Buffer.from('0a0000', 'hex'))).toBeUndefined();
  });
});
