import { createHash } from 'node:crypto';
import type { Authority, Certificate } from '../../src/ipc/schemas';

const day = 86_400_000;
const iso = (instant: number) => new Date(instant).toISOString();
const fingerprintOf = (...parts: unknown[]) => createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/** Records as core lists them, for rules that read dates and names only. */
export const sample = {
  certificate: (name: string, notAfter: number, more: Partial<Certificate> = {}): Certificate => ({
    ...{ id: name, commonName: name, issuer: 'Test CA', authorityId: 'ca', purpose: 'server', keyType: 'ecdsa-p256' },
    names: [{ type: 'dns', value: name, display: name }],
    keyHere: true,
    serial: '01',
    fingerprint: fingerprintOf(name, notAfter),
    createdAt: iso(notAfter - 397 * day),
    notBefore: iso(notAfter - 397 * day),
    notAfter: iso(notAfter),
    status: 'healthy',
    files: { folder: '', certificate: '', key: '', fullChain: '' },
    ...more,
  }),
  authority: (notAfter: number, more: Partial<Authority> = {}): Authority => ({
    ...{ id: 'ca', name: 'Test CA', commonName: 'Test CA', subject: 'CN=Test CA', kind: 'root', origin: 'made' },
    isDefault: true,
    fingerprint: fingerprintOf('ca', notAfter),
    serial: '01',
    notBefore: iso(notAfter - 3650 * day),
    notAfter: iso(notAfter),
    keyType: 'ecdsa-p256',
    limits: { kind: 'none' },
    keep: 'keychain',
    folder: '',
    certificateFile: '',
    problems: [],
    ...more,
  }),
};
