import type { SigningRequest } from '../../src/ipc/issue-schemas';
import type { CertificateFacts, FileView, ViewItem } from '../../src/ipc/view-schemas';
import { authority, certificates, dataFolder, detailOf, hex, inDays } from './data';

/** What the dialogs, the clipboard and drops of the double lead to, by name. */

const bytesOf = (seed: string, length: number): number[] =>
  (hex(seed, length * 2).match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
const element = (tag: number, ...contents: number[][]): number[] => {
  const body = contents.flat();
  return body.length < 128 ? [tag, body.length, ...body] : [tag, 0x82, body.length >> 8, body.length & 255, ...body];
};
const sequence = (...contents: number[][]) => element(0x30, ...contents);
const pem = (label: string, bytes: number[]): string => {
  const body = btoa(String.fromCharCode(...bytes)).match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${body.join('\n')}\n-----END ${label}-----\n`;
};
/** Shaped like a public key, and the same for the same seed. */
const publicKey = (seed: string) => sequence(sequence([]), element(0x03, bytesOf(seed, 66)));

export const requestPem = (seed: string): string =>
  pem(
    'CERTIFICATE REQUEST',
    sequence(sequence(element(0x02, [0]), sequence([]), publicKey(seed), element(0xa0)), sequence([])),
  );
const certificatePem = (seed: string): string =>
  pem(
    'CERTIFICATE',
    sequence(
      sequence(
        element(0xa0, element(0x02, [2])),
        element(0x02, bytesOf(`${seed} serial`, 16)),
        ...[sequence([]), sequence([]), sequence([]), sequence([]), publicKey(seed)],
      ),
    ),
  );

export const openRequests = (): SigningRequest[] =>
  ['intranet.example', 'vpn.corp.internal'].map((name, index) => ({
    id: `${name}-1`,
    names: [name, `www.${name}`].map((value) => ({ type: 'dns', value, display: value })),
    commonName: name,
    subject: `CN=${name}, O=Workbench`,
    purpose: index === 0 ? 'server' : 'server-client',
    keyType: 'ecdsa-p256',
    createdAt: inDays(-2 - index * 9),
    pem: requestPem(name),
    files: {
      folder: `${dataFolder}/requests/${name}-1`,
      request: `${dataFolder}/requests/${name}-1/request.pem`,
      key: `${dataFolder}/requests/${name}-1/key.pem`,
    },
  }));

function facts(change: Partial<CertificateFacts>): CertificateFacts {
  const [listed] = certificates(3).slice(2);
  if (!listed) throw new Error('the data has three certificates');
  const detail = detailOf(listed);
  return {
    subject: detail.subject,
    issuer: authority.subject,
    commonName: detail.commonName,
    names: detail.names,
    serial: detail.serial,
    fingerprint: detail.fingerprint,
    fingerprintSha1: hex('sha1', 40),
    notBefore: detail.notBefore,
    notAfter: detail.notAfter,
    status: 'healthy',
    keyType: 'ECDSA P-256',
    signatureAlgorithm: 'ECDSA with SHA-256',
    isAuthority: false,
    selfSigned: false,
    keyUsages: ['digital signature'],
    extendedKeyUsages: ['server authentication'],
    subjectKeyIdentifier: detail.subjectKeyIdentifier,
    authorityKeyIdentifier: detail.authorityKeyIdentifier,
    extensions: [
      { oid: '2.5.29.19', name: 'Basic constraints', critical: true, value: 'not an authority' },
      { oid: '2.5.29.15', name: 'Key usage', critical: true, value: 'digital signature' },
      { oid: '2.5.29.37', name: 'Extended key usage', critical: false, value: 'server authentication' },
      {
        oid: '2.5.29.17',
        name: 'Subject alternative name',
        critical: false,
        value: 'DNS app.test\nDNS localhost\nIP 127.0.0.1',
      },
      { oid: '1.2.3.4.5', name: 'Unknown extension', critical: false, value: hex('unknown', 1400) },
    ],
    problems: [],
    pem: certificatePem('app.test'),
    ...change,
  };
}

const rootFacts = (change: Partial<CertificateFacts> = {}) =>
  facts({
    subject: 'CN=mkcert development CA, O=mkcert',
    issuer: 'CN=mkcert development CA, O=mkcert',
    commonName: 'mkcert development CA',
    names: [],
    isAuthority: true,
    selfSigned: true,
    keyType: 'RSA 3072',
    keyUsages: ['certificate signing'],
    extendedKeyUsages: [],
    notAfter: inDays(3000),
    fingerprint: hex('mkcert', 64),
    ...change,
  });

const key = (change: Partial<Extract<ViewItem, { kind: 'private-key' }>> = {}): ViewItem => ({
  kind: 'private-key',
  keyType: 'ECDSA P-256',
  form: 'PKCS#8',
  encrypted: false,
  spkiFingerprint: hex('spki', 64),
  belongsTo: 0,
  ...change,
});

const request = (change: Partial<Extract<ViewItem, { kind: 'request' }>> = {}): ViewItem => ({
  kind: 'request',
  subject: 'C=DE, O=Partner GmbH, CN=partner.test',
  names: ['partner.test', 'api.partner.test', 'partner.com'].map((value) => ({ type: 'dns', value, display: value })),
  keyType: 'RSA 2048',
  signatureAlgorithm: 'RSA with SHA-256',
  signatureOk: true,
  wantsAuthority: false,
  keyUsages: ['digital signature', 'key encipherment'],
  extendedKeyUsages: ['server authentication'],
  extensions: [],
  pem: requestPem('partner.test'),
  ...change,
});

const chain = () => detailOf(certificates(3)[2] ?? (certificates(1)[0] as never)).chain;

export const fileViews: Record<string, () => Omit<FileView, 'token'>> = {
  bundle: () => ({
    title: 'app.test.pem',
    format: 'PEM',
    items: [
      { kind: 'certificate', facts: facts({}), certificateId: certificates(3)[2]?.id },
      {
        kind: 'certificate',
        facts: rootFacts({ commonName: authority.name, subject: authority.subject, issuer: authority.subject }),
        authorityId: 'root',
      },
      key(),
      {
        kind: 'other',
        label: 'DH PARAMETERS',
        message: 'Parameters for key agreement. Nothing in them is secret or names anybody.',
      },
    ],
    notes: [{ level: 'info', message: 'The order in the file is right: each certificate is followed by its issuer.' }],
    chain: chain(),
    verdict: { ok: true, message: 'Valid today, and the chain ends at a root that is here.' },
  }),
  weak: () => ({
    title: 'old-router.crt',
    format: 'DER',
    items: [
      {
        kind: 'certificate',
        facts: facts({
          subject: 'CN=192.168.0.1',
          issuer: 'CN=192.168.0.1',
          commonName: '192.168.0.1',
          names: [],
          selfSigned: true,
          status: 'expired',
          notBefore: inDays(-5000),
          notAfter: inDays(-1350),
          keyType: 'RSA 1024',
          signatureAlgorithm: 'RSA with MD5',
          problems: [
            'It has no subject alternative names, so no browser takes it for any address.',
            'Its key is RSA 1024; clients ask for 2048 bits at least.',
            'It is signed with MD5, which can be forged.',
          ],
        }),
      },
    ],
    notes: [{ level: 'problem', message: 'No client of this decade accepts what is in this file.' }],
    chain: chain().map((node) => ({
      ...node,
      checks: node.checks.map((check) =>
        check.id === 'validity' ? { ...check, ok: false, message: 'The certificate has expired.' } : check,
      ),
    })),
    verdict: { ok: false, message: 'It expired 3 years ago, and its issuer is not here.' },
  }),
  request: () => ({ title: 'partner.csr', format: 'PEM', items: [request()], notes: [], chain: [] }),
  'bad-request': () => ({
    title: 'tampered.csr',
    format: 'PEM',
    items: [request({ signatureOk: false, wantsAuthority: true })],
    notes: [],
    chain: [],
  }),
  locked: () => ({
    title: 'identity.p12',
    format: 'PKCS#12',
    items: [],
    notes: [{ level: 'info', message: 'Everything in this file is encrypted.' }],
    chain: [],
  }),
  authority: () => ({
    title: 'mkcert-ca.p12',
    format: 'PKCS#12',
    items: [{ kind: 'certificate', facts: rootFacts() }, key({ keyType: 'RSA 3072', encrypted: true })],
    notes: [],
    chain: [],
    verdict: { ok: false, message: 'It is a root, and it is not among the authorities here.' },
  }),
  answer: () => ({
    title: 'intranet.example.cer',
    format: 'DER',
    items: [
      {
        kind: 'certificate',
        facts: facts({
          subject: 'CN=intranet.example',
          issuer: 'CN=Example Corp Issuing CA',
          commonName: 'intranet.example',
          names: [{ type: 'dns', value: 'intranet.example', display: 'intranet.example' }],
          pem: certificatePem('intranet.example'),
        }),
      },
    ],
    notes: [],
    chain: [],
  }),
  many: () => ({
    title: 'ca-bundle.crt',
    format: 'PEM',
    items: Array.from({ length: 40 }, (_, index) => ({
      kind: 'certificate',
      facts: rootFacts({ commonName: `Public Root ${index + 1}`, fingerprint: hex(`public ${index}`, 64) }),
    })),
    notes: [],
    chain: [],
    verdict: { ok: true, message: 'The first certificate is a root.' },
  }),
};
