import { describe, expect, it } from 'vitest';
import { at, daysFrom, extension, issue, type Made, pair, serverAuth } from '../../../test/support/path-certificates';
import { viewCertificate } from '../pki/certificate-view';
import { judgeChain } from './judge-chain';

const root = issue({ subject: 'Our Root' });
const middle = issue({ subject: 'Our Intermediate', issuer: root, ca: true });
const names = [{ dNSName: 'app.test' }];
const leafOf = (issuer: Made, more: Parameters<typeof issue>[0] = {}) =>
  issue({ issuer, names, extended: [serverAuth], ...more });
const view = ({ der }: Made) => viewCertificate(der);
const known = { roots: [view(root)], intermediates: [view(middle)] };
const judge = (chain: Made[], host?: string) => {
  const { origin, findings } = judgeChain({ chain: chain.map(view), host, now: at }, known);
  return { origin, codes: findings.map(({ code }) => code), findings };
};

describe('a chain that was sent', () => {
  it('is ours and without a finding when it leads to a root of ours', () => {
    expect(judge([leafOf(middle), middle], 'app.test')).toEqual({ origin: 'ours', codes: [], findings: [] });
    expect(judge([leafOf(root), root], 'app.test').codes).toEqual([]);
  });

  it('is incomplete without the intermediate, which is named; a file need not hold it', () => {
    const { origin, findings } = judge([leafOf(middle)], 'app.test');
    expect(origin).toBe('ours');
    expect(findings).toMatchObject([{ code: 'chain-incomplete', severity: 'bad' }]);
    expect(findings[0]?.message).toContain('Our Intermediate');
    expect(judge([leafOf(middle)]).codes).toEqual([]);
  });

  it('is for another name', () => {
    expect(judge([leafOf(root)], 'api.test').findings).toMatchObject([{ code: 'wrong-name', severity: 'bad' }]);
    expect(judge([leafOf(root)]).codes).toEqual([]);
  });

  it('is weak by its key or its signature, whoever signed it', () => {
    expect(judge([leafOf(root, { key: pair('rsa1024') })], 'app.test').codes).toEqual(['weak-key']);
    expect(judge([leafOf(root, { scheme: 'ecdsa-sha1' })], 'app.test').codes).toContain('weak-signature');
    const stranger = issue({ subject: 'Stranger' });
    expect(judge([leafOf(stranger, { scheme: 'ecdsa-sha1' })]).codes).toEqual(['weak-signature', 'unknown-issuer']);
  });

  it('leaves the dates of the leaf to the moment of looking, and tells those above it', () => {
    const to = daysFrom(-1);
    expect(judge([leafOf(root, { to })], 'app.test').codes).toEqual([]);
    const old = issue({ subject: 'Old', issuer: root, ca: true, to });
    expect(judge([leafOf(old), old], 'app.test').findings).toMatchObject([
      { code: 'chain-broken', message: expect.stringContaining('Old') },
    ]);
  });

  it('is broken when its signature or its purpose is not right', () => {
    const forged = leafOf(root, { signedBy: pair() });
    expect(judge([forged], 'app.test').codes).toContain('chain-broken');
    expect(judge([leafOf(root, { extended: ['1.3.6.1.5.5.7.3.2'] })], 'app.test').codes).toEqual(['chain-broken']);
  });

  it('is somebody else’s: signed by itself, by an unknown root, by nobody who is known', () => {
    const stranger = issue({ subject: 'Stranger' });
    expect(judge([leafOf(stranger), stranger], 'app.test')).toMatchObject({ origin: 'other', codes: ['not-ours'] });
    expect(judge([leafOf(stranger)], 'app.test')).toMatchObject({ origin: 'other', codes: ['unknown-issuer'] });
    const alone = issue({ subject: 'app.test', names, ca: false, extended: [serverAuth] });
    expect(judge([alone], 'app.test')).toMatchObject({
      origin: 'self-signed',
      codes: expect.arrayContaining(['self-signed']),
    });
  });

  it('is incomplete when a certificate says where its issuer can be had, and the issuer is not sent', () => {
    const url = Buffer.from('http://ca.test/i.crt', 'latin1');
    const location = Buffer.concat([Buffer.from([0x86, url.length]), url]);
    const access = Buffer.concat([Buffer.from('06082b06010505073002', 'hex'), location]);
    const value = Buffer.concat([Buffer.from([0x30, access.length + 2, 0x30, access.length]), access]);
    const leaf = leafOf(issue({ subject: 'Public CA' }), { more: [extension('1.3.6.1.5.5.7.1.1', false, value)] });
    expect(judge([leaf], 'app.test').codes).toEqual(['chain-incomplete']);
    expect(judge([leaf]).codes).toEqual(['unknown-issuer']);
  });
});
