import { describe, expect, it } from 'vitest';
import type { CipherSuite, ClientVerdict, InspectFinding, Listening } from '../../../ipc/inspect-schemas';
import {
  byReason,
  cureWords,
  durationWords,
  lineOf,
  listeningSign,
  newestFirst,
  reportSign,
  verdictsInBrief,
} from './words';

const finding = (severity: InspectFinding['severity']) => ({ severity }) as InspectFinding;
const verdict = (result: ClientVerdict['result']) => ({ result }) as ClientVerdict;
const suite = (id: string, why: string) => ({ id, why }) as CipherSuite;
const now = Date.parse('2026-11-28T12:00:00Z');

const server: Listening = {
  ...{ id: 'tcp:127.0.0.1:5000', address: '127.0.0.1', port: 5000, everywhere: false, target: 'localhost:5000' },
  speaks: 'http',
};
const certificate = {
  ...{ commonName: 'app.test', names: ['app.test'], issuer: 'Some CA', notAfter: '2026-11-25T11:00:00Z' },
  ...{ origin: 'other' as const, expired: true },
};

describe('the sign of a report', () => {
  it('counts what is wrong, and never what only tells', () => {
    const of = (...severities: InspectFinding['severity'][]) =>
      reportSign({ outcome: 'inspected', findings: severities.map(finding) }).word;
    expect(of('bad', 'warn', 'info')).toBe('1 problem');
    expect(of('warn', 'warn')).toBe('2 warnings');
    expect(of('info')).toBe('nothing wrong');
  });

  it('says first that nothing could be looked at', () => {
    expect(reportSign({ outcome: 'unreachable', findings: [finding('bad')] }).word).toBe('not reached');
    expect(reportSign({ outcome: 'no-tls', findings: [] }).tone).toBe('bad');
  });
});

describe('the verdicts in brief', () => {
  it('count those alone that were asked', () => {
    expect(verdictsInBrief([verdict('accepted'), verdict('accepted'), verdict('not-here')])).toBe(
      'All 2 that were asked accept it.',
    );
    expect(verdictsInBrief([verdict('accepted'), verdict('refused')])).toBe('1 of the 2 that were asked accepts it.');
    expect(verdictsInBrief([verdict('accepted')])).toBe('The one that was asked accepts it.');
    expect(verdictsInBrief([verdict('refused'), verdict('refused')])).toBe('None of the 2 that were asked accepts it.');
    expect(verdictsInBrief([verdict('not-here')])).toBe('Nobody could be asked.');
  });
});

describe('versions', () => {
  it('stand with the newest first, however they come', () => {
    expect(newestFirst([{ id: 'tls1.2' }, { id: 'ssl3' }, { id: 'tls1.3' }]).map(({ id }) => id)).toEqual([
      'tls1.3',
      'tls1.2',
      'ssl3',
    ]);
  });
});

describe('cipher suites', () => {
  it('stand together where the reason is the same, in the order of the server', () => {
    const groups = byReason([suite('1', 'a'), suite('2', 'a'), suite('3', 'b'), suite('4', 'a')]);
    expect(groups.map(({ suites }) => suites.map(({ id }) => id))).toEqual([['1', '2'], ['3'], ['4']]);
  });
});

describe('a listening server', () => {
  it('tells whose certificate it serves, and whether others reach it', () => {
    expect(lineOf({ ...server, speaks: 'tls', everywhere: true, certificate }, now)).toBe(
      'app.test, of Some CA, not yours, expired 3 days ago · open to other machines',
    );
    expect(lineOf({ ...server, speaks: 'tls', certificate: { ...certificate, origin: 'ours' } }, now)).toContain(
      'app.test, yours',
    );
  });

  it('says what it speaks where there is no certificate', () => {
    expect(lineOf({ ...server, folder: 'shop' }, now)).toBe('in shop · HTTP');
    expect(lineOf({ ...server, speaks: 'silent' }, now)).toBe('this machine alone');
    expect(listeningSign({ speaks: 'tls', certificate }).word).toBe('TLS, expired');
  });
});

it('a cure with many names on its button counts them', () => {
  const issue = { kind: 'issue', label: 'Issue a certificate for a.test, b.test', command: '' } as const;
  expect(cureWords({ ...issue, names: ['a.test', 'b.test'] })).toBe(issue.label);
  expect(cureWords({ ...issue, names: ['a.test', 'b.test', 'c.test'] })).toBe(
    'Issue a certificate for a.test and 2 more',
  );
});

it('times are told in the unit that fits', () => {
  expect(durationWords(119.6)).toBe('120 ms');
  expect(durationWords(1432)).toBe('1.4 s');
});
