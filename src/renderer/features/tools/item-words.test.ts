import { describe, expect, it } from 'vitest';
import type { ViewItem } from '../../../ipc/view-schemas';
import { countWords, holdsAuthority, itemWords } from './item-words';

const at = '2026-11-22T00:00:00.000Z';
const certificate = (change: object, more: object = {}): ViewItem => ({
  kind: 'certificate',
  facts: {
    subject: 'CN=Some CA',
    issuer: 'CN=Some CA',
    commonName: 'Some CA',
    names: [],
    serial: '01',
    fingerprint: '00',
    fingerprintSha1: '00',
    notBefore: at,
    notAfter: at,
    status: 'healthy',
    keyType: 'RSA 3072',
    signatureAlgorithm: 'RSA with SHA-256',
    isAuthority: true,
    selfSigned: true,
    keyUsages: [],
    extendedKeyUsages: [],
    subjectKeyIdentifier: '',
    authorityKeyIdentifier: '',
    extensions: [],
    problems: [],
    pem: '',
    ...change,
  },
  ...more,
});
const key = (belongsTo?: number): ViewItem => ({
  kind: 'private-key',
  keyType: 'RSA 3072',
  form: 'PKCS#8',
  encrypted: false,
  spkiFingerprint: '00',
  ...(belongsTo === undefined ? {} : { belongsTo }),
});

describe('what is inside a file', () => {
  it('is counted by kinds', () => {
    expect(countWords([certificate({}), certificate({}), key()])).toBe('2 certificates and 1 private key');
    expect(countWords([])).toBe('nothing that can be shown yet');
  });

  it('names roots and intermediates for what they are', () => {
    expect(itemWords(certificate({}))).toEqual({ title: 'Some CA', line: 'root certificate, RSA 3072' });
    expect(itemWords(certificate({ selfSigned: false })).line).toBe('intermediate certificate, RSA 3072');
    expect(itemWords(certificate({ isAuthority: false })).line).toBe('certificate, RSA 3072');
  });

  it('can be adopted only when an authority lies beside its own key, and is not here already', () => {
    expect(holdsAuthority([certificate({}), key(0)])).toBe(true);
    expect(holdsAuthority([certificate({}), key()])).toBe(false);
    expect(holdsAuthority([certificate({ isAuthority: false }), key(0)])).toBe(false);
    expect(holdsAuthority([certificate({}, { authorityId: 'root' }), key(0)])).toBe(false);
  });
});
