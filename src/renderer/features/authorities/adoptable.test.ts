import { describe, expect, it } from 'vitest';
import type { CertificateFacts, FileView, ViewItem } from '../../../ipc/view-schemas';
import { adoptable } from './adoptable';

const certificate = (isAuthority: boolean, authorityId?: string): ViewItem => ({
  kind: 'certificate',
  facts: { isAuthority, commonName: isAuthority ? 'CA' : 'leaf' } as CertificateFacts,
  ...(authorityId === undefined ? {} : { authorityId }),
});
const key = (belongsTo?: number): ViewItem => ({
  kind: 'private-key',
  keyType: 'RSA 3072',
  form: 'PKCS#8',
  encrypted: false,
  spkiFingerprint: 'ab',
  ...(belongsTo === undefined ? {} : { belongsTo }),
});
const lockedKey: ViewItem = {
  kind: 'private-key',
  keyType: '',
  form: 'PKCS#8, encrypted',
  encrypted: true,
  spkiFingerprint: '',
};
const view = (items: ViewItem[], format: FileView['format'] = 'PEM') => ({ items, format }) as FileView;

describe('what can be adopted from opened files', () => {
  it('is an authority with its key, also beside a leaf', () => {
    const found = adoptable(view([certificate(false), certificate(true), key(1)]));
    expect(found).toMatchObject({ locked: false, facts: { commonName: 'CA' } });
    expect(found.problem).toBeUndefined();
  });

  it('waits for the passphrase of a locked key or PKCS#12, without calling it wrong', () => {
    expect(adoptable(view([certificate(true), lockedKey]))).toEqual({ facts: expect.anything(), locked: true });
    expect(adoptable(view([], 'PKCS#12'))).toEqual({ locked: true });
  });

  it.each([
    ['no authority', [certificate(false), key(0)], /no certificate of an authority/],
    ['no key', [certificate(true)], /private key is not in it/],
    ['the key of another certificate', [certificate(true), key()], /belongs to another/],
    ['the key of a leaf', [certificate(true), certificate(false), key(1)], /belongs to another/],
    ['one that is here already', [certificate(true, 'root'), key(0)], /here already/],
  ])('is refused with %s', (_what, items, message) => {
    expect(adoptable(view(items)).problem?.message).toMatch(message);
  });
});
