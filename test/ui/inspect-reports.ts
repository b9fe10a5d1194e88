import type { ChainNode } from '../../src/ipc/chain-schemas';
import type { CipherSuite, InspectReport, InspectTarget, SentCertificate } from '../../src/ipc/inspect-schemas';
import type { Certificate } from '../../src/ipc/schemas';
import type { CertificateFacts } from '../../src/ipc/view-schemas';
import { authority, certificates, detailOf, hex, inDays } from './data';

export const [expired, , app] = certificates(3) as [Certificate, Certificate, Certificate];
export const node = (name: string): ChainNode[] => detailOf(name === 'expired' ? expired : app).chain;

function factsOf(chain: ChainNode[], change: Partial<CertificateFacts> = {}): CertificateFacts {
  const [leaf] = chain;
  if (!leaf) throw new Error('a chain has a leaf');
  return {
    ...{ subject: `CN=${leaf.name}`, issuer: authority.subject, commonName: leaf.name },
    names: [{ type: 'dns', value: leaf.name, display: leaf.name }],
    ...{ serial: leaf.serial, fingerprint: leaf.fingerprint, fingerprintSha1: hex(`${leaf.name} sha1`, 40) },
    ...{ notBefore: leaf.notBefore, notAfter: leaf.notAfter, status: 'healthy', keyType: leaf.keyType },
    ...{ signatureAlgorithm: 'ECDSA with SHA-256', isAuthority: false, selfSigned: false },
    ...{ keyUsages: ['digital signature'], extendedKeyUsages: ['server authentication'] },
    ...{
      subjectKeyIdentifier: hex('ski', 40),
      authorityKeyIdentifier: hex('root ski', 40),
      extensions: [],
      problems: [],
    },
    pem: '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n',
    ...change,
  };
}

export const sent = (chain: ChainNode[], change: Partial<SentCertificate> = {}): SentCertificate => ({
  ...{ facts: factsOf(chain), nameCount: 1, role: 'leaf', signedBy: null, checks: chain[0]?.checks ?? [] },
  ...change,
});

const kept =
  'Each connection has a key of its own (ephemeral ECDHE): who gets the key of the server later reads nothing that was recorded.';
export const lost =
  'The client sends the secret under the key of the certificate (RSA): who gets that key later reads all that was recorded.';
export const suite = (id: string, name: string, change: Partial<CipherSuite> = {}): CipherSuite => ({
  ...{ id, name, forwardSecrecy: true, why: kept, strength: 'strong', faults: [] },
  ...change,
});
export const cbc = 'It is of the CBC kind, which was attacked again and again (Lucky Thirteen).';

const version = (
  id: InspectReport['versions'][number]['id'],
  label: string,
  accepted: 'yes' | 'no',
  outdated = false,
) => ({
  ...{ id, label, accepted, outdated },
});

/** A server of today with a certificate of ours that is in use. */
export function goodReport(runId: string, target: InspectTarget): InspectReport {
  const path = node('app');
  return {
    ...{
      runId,
      target,
      at: inDays(0),
      durationMs: 1432,
      outcome: 'inspected',
      address: '127.0.0.1',
      ok: true,
      exitCode: 0,
    },
    summary: `${target.text} serves the certificate of app.test that you issued, and every client asked accepts it.`,
    findings: [
      {
        ...{ code: 'staple-missing', kind: 'strength', severity: 'info', title: 'No OCSP staple', cures: [] },
        message: 'The server adds no answer about revocation. The certificate names none that could be added.',
        rule: 'A server may send the answer of its authority along.',
        source: { text: 'RFC 6066 section 8', url: 'https://www.rfc-editor.org/rfc/rfc6066#section-8' },
      },
    ],
    negotiated: { version: 'TLS 1.3', suite: 'TLS_AES_128_GCM_SHA256', group: 'X25519MLKEM768', alpn: 'h2' },
    versions: [
      version('tls1.3', 'TLS 1.3', 'yes'),
      version('tls1.2', 'TLS 1.2', 'yes'),
      version('tls1.1', 'TLS 1.1', 'no', true),
      version('tls1.0', 'TLS 1.0', 'no', true),
      version('ssl3', 'SSL 3.0', 'no', true),
      version('ssl2', 'SSL 2.0', 'no', true),
    ],
    suites: [
      {
        ...{ version: 'tls1.3', label: 'TLS 1.3', order: 'client' },
        suites: [
          suite('1301', 'TLS_AES_128_GCM_SHA256'),
          suite('1302', 'TLS_AES_256_GCM_SHA384'),
          suite('1303', 'TLS_CHACHA20_POLY1305_SHA256'),
        ],
      },
      {
        ...{ version: 'tls1.2', label: 'TLS 1.2', order: 'server' },
        suites: [
          suite('c02b', 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', { opensslName: 'ECDHE-ECDSA-AES128-GCM-SHA256' }),
          suite('cca9', 'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256'),
        ],
      },
    ],
    groups: [
      { id: '11ec', name: 'X25519MLKEM768', hybrid: true },
      { id: '001d', name: 'X25519', hybrid: false },
      { id: '0017', name: 'P-256', hybrid: false },
    ],
    forwardSecrecy: { state: 'always', message: 'Every suite that it accepts makes a key for each connection.' },
    alpn: { offered: ['h2', 'http/1.1'], accepted: ['h2', 'http/1.1'], message: 'HTTP/2 first, then HTTP/1.1.' },
    stapling: { state: 'none', message: 'No answer is stapled.' },
    resumption: { tickets: 'yes', sessionIds: 'no', tls13: 'yes', message: 'By tickets, in TLS 1.2 and 1.3.' },
    clientCertificate: { wanted: 'no', authorities: [], authorityCount: 0, message: 'Not asked for.' },
    eavesdropper: [
      'The name app.test: the client says it in the clear before anything is encrypted (SNI).',
      'The address 127.0.0.1, the port, and how much is sent when.',
      'Not the certificate: in TLS 1.3 it is encrypted. Not the pages, nor their addresses.',
    ],
    chain: [sent(path, { certificateId: app.id })],
    ...{ sentCount: 1, sentBytes: 712, path, origin: 'ours' as const },
    issued: {
      ...{ state: 'current', certificateId: app.id, currentId: app.id, authorityId: 'root' },
      message: 'This server serves the certificate of app.test that is in use.',
    },
    verdicts: verdictsOf(true),
    notes: [],
  };
}

export function verdictsOf(good: boolean): InspectReport['verdicts'] {
  const by = (id: string, label: string, roots: 'system' | 'ours' | 'own', message: string, result = good) => ({
    ...{ id, label, roots, by: 'client' as const, message, durationMs: 180 },
    result: result ? ('accepted' as const) : ('refused' as const),
  });
  return [
    by(
      'openssl',
      'OpenSSL, with the system’s roots',
      'system',
      good ? 'Verification: OK' : 'certificate has expired (10)',
    ),
    by(
      'openssl-ours',
      'OpenSSL, with your root alone',
      'ours',
      good ? 'Verification: OK' : 'certificate has expired (10)',
    ),
    by(
      'python-strict',
      'Python, strict, with the system’s roots',
      'system',
      good ? 'The handshake was made.' : 'certificate has expired',
    ),
    by(
      'java',
      'Java, with its own roots',
      'own',
      'PKIX path building failed: unable to find a valid certification path',
      false,
    ),
    {
      ...{
        id: 'rules-ours',
        label: 'The rules of RFC 5280, with your roots alone',
        by: 'rules',
        roots: 'ours',
        durationMs: 2,
      },
      ...(good
        ? { result: 'accepted', message: 'The path holds.' }
        : { result: 'refused', message: 'The certificate has expired.' }),
    },
    {
      ...{ id: 'firefox', label: 'Firefox itself', by: 'client', roots: 'own', result: 'not-here', durationMs: 0 },
      message: 'It was not asked to start.',
    },
  ];
}
