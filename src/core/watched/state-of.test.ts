import { describe, expect, it } from 'vitest';
import { watchedSchema, watchedSummarySchema } from '../../ipc/watched-schemas';
import { seenAt, summaryOf, watchedAt } from './state-of';
import type { SeenCertificate, WatchedItem } from './watched-types';

const day = 86_400_000;
const from = Date.UTC(2026, 0, 1);
const iso = (days: number) => new Date(from + days * day).toISOString();
const seen: SeenCertificate = {
  ...{ id: 'seen-1', place: '/app/cert.pem', label: 'cert.pem', fingerprint: 'a'.repeat(64), commonName: 'app.test' },
  ...{ names: ['app.test'], nameCount: 1, issuer: 'CA', serial: '01', keyType: 'ECDSA P-256', origin: 'other' },
  ...{ notBefore: iso(0), notAfter: iso(397), findings: [] },
};
const item = (more: Partial<WatchedItem> = {}, certificates = [seen]): WatchedItem => ({
  ...{ id: 'file-1', kind: 'file', target: '/home/me/app/cert.pem', addedAt: iso(0) },
  reading: { at: iso(1), findings: [], seen: certificates },
  ...more,
});
const at = (days: number) => new Date(from + days * day);
const bad = { code: 'weak-key', severity: 'bad', message: 'It is weak.' } as const;

describe('a watched certificate at a moment', () => {
  it.each([
    [100, 'healthy', []],
    [368, 'expiring', ['expiring']],
    [398, 'expired', ['expired']],
    [-1, 'not-yet-valid', ['not-yet-valid']],
  ] as const)('is right on day %i, also of a reading that was made long before', (days, state, codes) => {
    const view = watchedAt(item(), at(days));
    expect(view.state).toBe(state);
    expect(view.seen[0]?.findings.map(({ code }) => code)).toEqual(codes);
    expect(() => watchedSchema.parse(view)).not.toThrow();
  });

  it('is expiring by the days that are asked for', () => {
    expect(seenAt(seen, at(300), 97).state).toBe('expiring');
    expect(seenAt(seen, at(300), 96).state).toBe('healthy');
    expect(seenAt(seen, at(390), 1).state).toBe('healthy');
    expect(seenAt(seen, at(398), 1).state).toBe('expired');
  });

  it('needs attention for what lasts, and says what it was before a change', () => {
    const before = { fingerprint: 'b'.repeat(64), notAfter: iso(10), changedAt: iso(2) };
    const view = seenAt({ ...seen, findings: [bad], before }, at(100));
    expect(view.state).toBe('attention');
    expect(view.findings.map(({ code }) => code)).toEqual(['weak-key', 'changed']);
    expect(seenAt({ ...seen, before }, at(100)).state).toBe('healthy');
  });
});

describe('a watched thing', () => {
  it('is as bad as the worst in it, and ends with the soonest', () => {
    const soon = { ...seen, id: 'seen-2', notAfter: iso(120) };
    const view = watchedAt(item({}, [seen, soon]), at(100));
    expect(view).toMatchObject({ state: 'expiring', notAfter: iso(120), name: 'app/cert.pem' });
  });

  it('cannot be reached, and shows what was seen last; or was not looked at yet', () => {
    const gone = { code: 'gone', severity: 'bad', message: 'It is gone.' } as const;
    const view = watchedAt(item({ reading: { at: iso(1), findings: [gone], seen: [seen] } }), at(100));
    expect(view.state).toBe('unreachable');
    expect(view.seen).toHaveLength(1);
    expect(watchedAt(item({ reading: undefined }), at(1)).state).toBe('unchecked');
  });
});

describe('the summary', () => {
  it('counts the things, and names the next ends of all that was seen', () => {
    const items = [
      watchedAt(item(), at(380)),
      watchedAt(item({ id: 'file-2' }, [{ ...seen, notAfter: iso(900) }]), at(380)),
      watchedAt(item({ id: 'file-3' }, [{ ...seen, notAfter: iso(900), findings: [bad] }]), at(380)),
      watchedAt(item({ id: 'file-4', reading: undefined }), at(380)),
    ];
    const summary = summaryOf(items);
    expect(summary).toMatchObject({ healthy: 1, expiring: 1, expired: 0, broken: 1 });
    expect(summary.next.map(({ id }) => id)).toEqual(['file-1', 'file-2', 'file-3']);
    expect(() => watchedSummarySchema.parse(summary)).not.toThrow();
  });
});
