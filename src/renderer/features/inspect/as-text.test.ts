import { describe, expect, it } from 'vitest';
import type { InspectReport } from '../../../ipc/inspect-schemas';
import { asJson, asMarkdown } from './as-text';

const facts = {
  ...{ subject: 'CN=a|b', commonName: 'a|b <script>', issuer: 'CN=Some CA' },
  ...{ notBefore: '2026-01-01T00:00:00Z', notAfter: '2026-11-25T00:00:00Z', fingerprint: 'ab12' },
};
const report = {
  ...{
    target: { text: 'app.test:443' },
    summary: 'No client accepts it.',
    at: '2026-11-28T12:00:00Z',
    address: '127.0.0.1',
  },
  findings: [
    {
      ...{
        severity: 'bad',
        title: 'It expired',
        message: 'It ended on 25 November.',
        rule: 'A certificate has two dates.',
      },
      source: { text: 'RFC 5280 section 4.1.2.5', url: 'https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5' },
    },
  ],
  negotiated: { version: 'TLS 1.3', suite: 'TLS_AES_128_GCM_SHA256' },
  versions: [
    { label: 'TLS 1.3', accepted: 'yes' },
    { label: 'TLS 1.1', accepted: 'no' },
  ],
  suites: [{ label: 'TLS 1.3', suites: [{ name: 'TLS_AES_128_GCM_SHA256' }] }],
  groups: [{ name: 'X25519' }],
  forwardSecrecy: { state: 'always', message: 'Each connection has a key of its own.' },
  chain: [{ facts }],
  verdicts: [{ label: 'OpenSSL 3.5', result: 'refused', message: 'certificate has expired' }],
} as unknown as InspectReport;

describe('a report as text', () => {
  it('is, as JSON, the report without the name of its run', () => {
    expect(JSON.parse(asJson({ ...report, runId: 'run-1' }))).toEqual(report);
  });

  it('tells as Markdown what is wrong with its rule, what it speaks, what it sent and who refuses it', () => {
    const text = asMarkdown(report);
    expect(text).toContain('# `app.test:443`');
    expect(text).toContain('**Problem: It expired.** It ended on 25 November.');
    expect(text).toContain('[RFC 5280 section 4.1.2.5](https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5)');
    expect(text).toContain('- Refuses: TLS 1.1');
    expect(text).toContain('2026-01-01 to 2026-11-25');
    expect(text).toContain('- OpenSSL 3.5: refuses. certificate has expired');
  });

  it('keeps what a certificate says from becoming a part of the text around it', () => {
    expect(asMarkdown(report)).toContain('a\\|b \\<script\\>');
    const hostile = {
      ...report,
      chain: [{ facts: { ...facts, commonName: 'x\n# Heading [y](z)' } }],
    } as unknown as InspectReport;
    expect(asMarkdown(hostile)).not.toMatch(/^# Heading/m);
    expect(asMarkdown(hostile)).toContain('x \\# Heading \\[y\\](z)');
  });

  it('leaves out what was not found out', () => {
    const closed = {
      ...report,
      ...{ findings: [], negotiated: undefined, versions: [], suites: [], groups: [], chain: [], verdicts: [] },
    };
    expect(asMarkdown(closed)).not.toContain('##');
  });
});
