import type { EdgeCheck } from '../../src/ipc/chain-schemas';
import type { InspectFinding, InspectReport, InspectTarget, ListeningReport } from '../../src/ipc/inspect-schemas';
import { detailOf, inDays, rootName } from './data';
import { app, cbc, expired, goodReport, lost, node, sent, suite, verdictsOf } from './inspect-reports';

const badFindings: InspectFinding[] = [
  {
    ...{ code: 'expired', kind: 'dates', severity: 'bad', title: 'It expired', certificate: 0 },
    message: `The certificate ended on ${inDays(-3).slice(0, 10)}. Every client refuses it.`,
    rule: 'A certificate may be used between its two dates only.',
    source: { text: 'RFC 5280 section 6.1.3 (a)(2)', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-6.1.3' },
    cures: [
      { kind: 'renew', certificateId: expired.id, label: 'Renew it', command: `sealwax renew ${expired.id}` },
      {
        kind: 'deploy',
        certificateId: expired.id,
        label: 'Write it to where the server reads it',
        command: 'sealwax deploy',
      },
      {
        ...{
          kind: 'snippet',
          certificateId: expired.id,
          snippet: 'nginx',
          label: 'Copy the server’s configuration with its full chain',
        },
        command: `sealwax snippet ${expired.id} nginx`,
      },
    ],
  },
  {
    ...{ code: 'wrong-name', kind: 'name', severity: 'bad', title: 'It is for other names', certificate: 0 },
    message: 'The certificate is for legacy.shop.test. You asked for shop.test.',
    rule: 'The name that was asked for must be among the subject alternative names.',
    source: { text: 'RFC 9525 section 6.3', url: 'https://www.rfc-editor.org/rfc/rfc9525#section-6.3' },
    cures: [
      {
        ...{
          kind: 'issue',
          names: ['shop.test', 'legacy.shop.test'],
          label: 'Issue a certificate for shop.test, legacy.shop.test',
        },
        command: 'sealwax issue shop.test legacy.shop.test',
      },
    ],
  },
  {
    ...{ code: 'root-not-trusted', kind: 'trust', severity: 'warn', title: 'Java does not know your root', cures: [] },
    message: 'The root is yours, and it is not in the trust store of Java 21.',
    rule: 'A path must end at a root that the client holds.',
    source: { text: 'RFC 5280 section 6.1.1 (d)' },
    ...{
      cures: [
        {
          kind: 'trust',
          authorityId: 'root',
          label: 'Trust this root on this machine',
          command: 'sealwax trust install',
        },
      ],
    },
  },
  {
    ...{ code: 'no-forward-secrecy', kind: 'protocol', severity: 'warn', title: 'Some clients get no forward secrecy' },
    message: 'In TLS 1.2 it also accepts a suite in which the key of the certificate opens all that was recorded.',
    rule: 'Suites without forward secrecy should not be used.',
    source: { text: 'RFC 9325 section 4.1', url: 'https://www.rfc-editor.org/rfc/rfc9325#section-4.1' },
    cures: [{ kind: 'text', text: 'ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;', label: 'Copy the lines for nginx' }],
  },
];

/** The next one that was sent is not its issuer. */
const strayEdge: EdgeCheck = {
  ...{ id: 'issuer-name', ok: false, source: 'RFC 5280 section 6.1.3 (a)(4)' },
  message: 'The next certificate that was sent is of app.test, which did not sign it.',
};

/** A server with much that is wrong, most of it cured with one press. */
export function badReport(runId: string, target: InspectTarget): InspectReport {
  const good = goodReport(runId, target);
  const path = node('expired');
  const stray = detailOf(app).chain;
  return {
    ...good,
    ...{ ok: false, exitCode: 3, durationMs: 2210, findings: [...badFindings, ...good.findings] },
    summary: `No client accepts ${target.text}: its certificate expired 3 days ago, and it is for other names.`,
    negotiated: { version: 'TLS 1.2', suite: 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', group: 'P-256' },
    versions: good.versions.map((each) =>
      each.id === 'tls1.3'
        ? { ...each, accepted: 'no' }
        : each.id === 'tls1.1'
          ? { ...each, accepted: 'yes' }
          : each.id === 'ssl2'
            ? { ...each, accepted: 'unknown', message: 'The server closed without a word.' }
            : each,
    ),
    suites: [
      {
        ...{ version: 'tls1.2', label: 'TLS 1.2', order: 'server' },
        suites: [
          suite('c030', 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'),
          suite('c014', 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA', { strength: 'aged', faults: [cbc] }),
          suite('0035', 'TLS_RSA_WITH_AES_256_CBC_SHA', {
            ...{ forwardSecrecy: false, why: lost, strength: 'weak' },
            faults: [cbc, 'It has no forward secrecy.'],
          }),
        ],
      },
    ],
    groups: [{ id: '0017', name: 'P-256', hybrid: false }],
    forwardSecrecy: { state: 'some', message: 'A client that offers no ECDHE gets a connection without it.' },
    alpn: { offered: ['h2', 'http/1.1'], accepted: [], message: 'It takes none.' },
    clientCertificate: {
      ...{ wanted: 'asked', authorities: [rootName], authorityCount: 1 },
      message: 'It asks for one, and goes on without.',
    },
    chain: [
      sent(path, { certificateId: expired.id, checks: [strayEdge] }),
      sent(stray, { role: 'extra', checks: [], certificateId: app.id }),
    ],
    ...{ sentCount: 2, sentBytes: 1437, path },
    issued: {
      ...{ state: 'renewed', certificateId: expired.id, currentId: app.id, authorityId: 'root' },
      message: `This server serves the certificate of ${inDays(-400).slice(0, 10)}; it was renewed yesterday.`,
    },
    verdicts: verdictsOf(false),
    notes: ['Whether it takes early data could not be found out: it does not speak TLS 1.3.'],
  };
}

/** Nothing was read of it: it does not speak TLS, or does not answer at all. */
export function closedReport(runId: string, target: InspectTarget, outcome: 'no-tls' | 'unreachable'): InspectReport {
  const good = goodReport(runId, target);
  const plain = outcome === 'no-tls';
  const finding: InspectFinding = plain
    ? {
        ...{ code: 'plain-http', kind: 'not-tls', severity: 'bad', title: 'It speaks HTTP without TLS' },
        message: 'Everything between a browser and it can be read and changed on the way.',
        rule: 'The scheme https is HTTP over TLS.',
        source: { text: 'RFC 9110 section 4.2.2' },
        cures: [
          {
            kind: 'proxy',
            target: `${target.host}:${target.port}`,
            label: `Put HTTPS in front of port ${target.port}`,
            command: `sealwax proxy --from 8443 --to ${target.host}:${target.port}`,
          },
        ],
      }
    : {
        ...{ code: 'refused', kind: 'connection', severity: 'bad', title: 'Nothing listens there', cures: [] },
        message: `${target.text} refused the connection. Start the server, or check the port.`,
        rule: 'A port without a server answers with a reset.',
        source: { text: 'RFC 9293 section 3.10.7.1' },
      };
  return {
    ...good,
    ...{ outcome, ok: false, exitCode: plain ? 4 : 2, durationMs: 31, findings: [finding], negotiated: undefined },
    summary: plain
      ? `${target.text} answers, without TLS.`
      : `${target.text} could not be reached: nothing listens there.`,
    address: plain ? '127.0.0.1' : undefined,
    ...{
      versions: [],
      suites: [],
      groups: [],
      chain: [],
      path: [],
      verdicts: [],
      eavesdropper: [],
      sentCount: 0,
      sentBytes: 0,
    },
    forwardSecrecy: { state: 'unknown', message: '' },
    issued: { state: 'not-ours', message: '' },
  };
}

/** What listens on the machine of the double. */
export function listeningHere(): ListeningReport {
  const at = (port: number, process: string | undefined, folder: string | undefined) => ({
    ...{ id: `tcp:127.0.0.1:${port}`, address: '127.0.0.1', port, everywhere: false, target: `localhost:${port}` },
    ...(process === undefined ? {} : { pid: 4000 + (port % 1000), process }),
    ...(folder === undefined ? {} : { folder }),
  });
  const certificate = (commonName: string, days: number, origin: 'ours' | 'other', issuer: string) => ({
    ...{ commonName, names: [commonName], issuer, notAfter: inDays(days), origin, expired: days < 0 },
  });
  return {
    servers: [
      { ...at(5173, 'vite', 'shop'), speaks: 'tls', certificate: certificate('app.test', 396, 'ours', rootName) },
      {
        ...at(8443, 'nginx', undefined),
        ...{ everywhere: true, address: '0.0.0.0', speaks: 'tls' },
        certificate: certificate('legacy.shop.test', -3, 'other', 'mkcert ada@workbench'),
      },
      { ...at(5000, 'python3', 'flask-app'), speaks: 'http' },
      { ...at(5432, 'postgres', undefined), speaks: 'starttls', start: 'postgres' },
      { ...at(631, undefined, undefined), speaks: 'unknown' },
    ],
    notes: ['Programs of other accounts cannot be named without administrator rights.'],
  };
}
