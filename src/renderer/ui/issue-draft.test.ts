import { describe, expect, it } from 'vitest';
import { draftFor, draftSummary, filledSubject, optionsOf } from './issue-draft';

describe('what is chosen for a new certificate', () => {
  it('leaves out of the subject what is empty, and trims the rest', () => {
    expect(filledSubject({ country: '', organization: ' Acme ' })).toEqual({ organization: 'Acme' });
    expect(filledSubject({ country: ' ', commonName: '' })).toBeUndefined();
  });

  it('names no authority and no subject unless they were chosen', () => {
    expect(optionsOf(draftFor(397))).toEqual({
      purpose: 'server',
      keyType: 'ecdsa-p256',
      validity: { kind: 'days', days: 397 },
    });
    expect(optionsOf({ ...draftFor(90), authorityId: 'cluster', subject: { country: 'DE' } })).toMatchObject({
      authorityId: 'cluster',
      subject: { country: 'DE' },
    });
  });

  it('says itself in one sentence', () => {
    expect(draftSummary(draftFor(397))).toBe('For servers, ECDSA P-256, 397 days.');
    const mail = { ...draftFor(397), purpose: 'email', validity: { kind: 'hours', hours: 1 } } as const;
    expect(draftSummary(mail, 'Cluster CA')).toBe('For e-mail, ECDSA P-256, 1 hour, by Cluster CA.');
  });
});
