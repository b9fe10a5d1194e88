import { KeyUsageFlags, Version } from '@peculiar/asn1-x509';
import { describe, expect, it } from 'vitest';
import {
  at,
  constraints,
  dayMs,
  extension,
  issue,
  pair,
  type Spec,
  serverAuth,
} from '../../../test/support/path-certificates';
import { viewCertificate } from './certificate-view';
import { weaknesses } from './weakness';

const root = issue({});
const found = (spec: Spec) => weaknesses(viewCertificate(issue(spec).pem));
const ofLeaf = (spec: Spec) => found({ issuer: root, extended: [serverAuth], ...spec });
const days = (count: number) => ({ from: at, to: new Date(at.getTime() + count * dayMs) });

describe('the weaknesses of a certificate', () => {
  it('are none in a good root, intermediate and leaf', () => {
    expect(found({ limits: constraints([{ dNSName: 'test' }]) })).toEqual([]);
    expect(found({ subject: 'Middle', issuer: root, ca: true })).toEqual([]);
    expect(ofLeaf({})).toEqual([]);
  });

  const cases: [title: string, spec: Spec, message: RegExp][] = [
    ['RSA below 2048 bits', { key: pair('rsa1024') }, /^Its RSA key has 1024 bits/],
    ['RSA of 512 bits', { key: pair('rsa512') }, /^Its RSA key has 512 bits/],
    ['a curve that browsers do not know', { key: pair('secp256k1') }, /secp256k1 is unknown to browsers/],
    ['an Ed25519 key', { key: pair('ed25519') }, /Ed25519/],
    ['a key for RSA-PSS alone', { key: pair('pss2048') }, /RSA-PSS only/],
    ['an MD5 signature', { signedBy: pair('rsa2048'), scheme: 'rsa-md5' }, /RSA with MD5, which clients refuse/],
    ['a SHA-1 signature', { scheme: 'ecdsa-sha1' }, /ECDSA with SHA-1/],
    ['no alternative names', { names: [] }, /names no host/],
    ['an e-mail address alone', { names: [{ rfc822Name: 'me@app.test' }] }, /names no host/],
    ['a server for 826 days', days(826), /valid for 826 days; Apple/],
    ['a wildcard under a top-level name', { names: [{ dNSName: '*.test' }] }, /The wildcard \*\.test matches no host/],
    ['a wildcard within a label', { names: [{ dNSName: 'w*.app.test' }] }, /matches no host/],
    ['no authority key identifier', { above: 'left-out' }, /Python 3\.13/],
    ['an end before the beginning', { from: at, to: new Date(at.getTime() - dayMs) }, /never valid/],
    [
      'a critical extension that nobody knows',
      { more: [extension('1.3.6.1.4.1.99999.1', true, Buffer.from('0500', 'hex'))] },
      /1\.3\.6\.1\.4\.1\.99999\.1/,
    ],
    [
      'version 1 with extensions',
      { version: Version.v1, more: [extension('2.5.29.99', false, Buffer.alloc(2))] },
      /version 1/,
    ],
  ];
  it.each(cases)('name %s', (_, spec, message) => {
    const messages = ofLeaf(spec);
    expect(messages.some((each) => message.test(each))).toBe(true);
    for (const each of messages) expect(each).toMatch(/^[A-Z].*\.$/);
  });

  it('count 825 days as no more than 825, and no limit for clients', () => {
    expect(ofLeaf(days(825))).toEqual([]);
    expect(ofLeaf({ ...days(826), extended: ['1.3.6.1.5.5.7.3.2'] })).toEqual([]);
  });

  it('pass over how a root signed itself, and not over how an intermediate was signed', () => {
    const key = pair('rsa2048');
    expect(found({ key, scheme: 'rsa-sha1' })).toEqual([]);
    expect(found({ subject: 'M', issuer: root, ca: true, signedBy: key, scheme: 'rsa-sha1' })).toHaveLength(1);
  });

  it.each([
    ['basic constraints that are not critical', { criticalConstraints: false }, /not critical/],
    ['no key usage', { usages: 'left-out' }, /no key usage/],
    ['a key usage that does not sign', { usages: KeyUsageFlags.cRLSign }, /does not let it sign/],
    ['no subject key identifier', { own: 'left-out' }, /no subject key identifier/],
    [
      'name constraints that are not critical',
      { limits: Object.assign(constraints([{ dNSName: 'test' }]), { critical: false }) },
      /name constraints are not critical/,
    ],
  ] as [string, Spec, RegExp][])('of an authority name %s', (_, spec, message) => {
    expect(found(spec)).toEqual([expect.stringMatching(message)]);
  });
});
