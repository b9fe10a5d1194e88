import { describe, expect, it } from 'vitest';
import type { InspectReport, SentCertificate } from '../../../ipc/inspect-schemas';
import { pathNotes, sentAsPath, sentNodes, sentNotes } from './sent-chain';

const sent = (fingerprint: string, change: Partial<SentCertificate> = {}, facts: object = {}) =>
  ({
    ...{ role: 'leaf', signedBy: null, checks: [], nameCount: 1 },
    ...change,
    facts: { fingerprint, commonName: fingerprint, subject: '', isAuthority: false, selfSigned: false, ...facts },
  }) as unknown as SentCertificate;
const path = (...fingerprints: string[]) =>
  fingerprints.map((fingerprint) => ({ fingerprint })) as InspectReport['path'];

describe('a chain as it was sent', () => {
  it('is the path where it is its beginning, whether or not the root was sent', () => {
    expect(sentAsPath({ chain: [sent('leaf')], path: path('leaf', 'root') })).toBe(true);
    expect(sentAsPath({ chain: [sent('leaf'), sent('root')], path: path('leaf', 'root') })).toBe(true);
  });

  it('is drawn by itself where its order, or a certificate of it, is another', () => {
    expect(sentAsPath({ chain: [sent('mid'), sent('leaf')], path: path('leaf', 'mid') })).toBe(false);
    expect(sentAsPath({ chain: [sent('leaf'), sent('extra')], path: path('leaf', 'root') })).toBe(false);
    expect(sentAsPath({ chain: [sent('leaf'), sent('mid')], path: path('leaf') })).toBe(false);
    expect(sentAsPath({ chain: [sent('leaf')], path: [] })).toBe(false);
  });

  it('says of each who signed it, and which are not needed', () => {
    expect(sentNotes([sent('leaf', { signedBy: 1 }), sent('mid'), sent('x', { role: 'extra', signedBy: 2 })])).toEqual([
      'number 1, signed by number 2',
      'number 2, signed by none that was sent',
      'number 3, not needed, signed by itself',
    ]);
  });

  it('says of each in the path whether it came from the server', () => {
    expect(pathNotes({ chain: [sent('leaf')], path: path('leaf', 'root') })).toEqual([
      'sent, number 1',
      'not sent: known here',
    ]);
  });

  it('calls an authority an authority, though the server sent it where it does not belong', () => {
    const [node] = sentNodes([sent('mid', { role: 'extra' }, { isAuthority: true })]);
    expect(node?.kind).toBe('intermediate');
  });
});
