import { describe, expect, it } from 'vitest';
import type { NameLimits } from '../../ipc/schemas';
import { chipsOf, textsOf, typeInto } from './chips';
import { intermediateLimitsDraft, limitsOf, outsideParent, rootLimitsDraft } from './limits-draft';

const parent: NameLimits = { kind: 'limited', dns: ['test', 'shop.dev'], ip: ['10.0.0.0/8'] };

describe('the limits of a root that is being made', () => {
  it('always hold localhost, once', () => {
    const draft = rootLimitsDraft({ kind: 'limited', dns: ['test', 'localhost'], ip: [] });
    expect(textsOf(draft.dns)).toEqual(['localhost', 'test']);
  });

  it('count what is still in the field', () => {
    const draft = rootLimitsDraft(parent);
    const typing = { ...draft, dns: typeInto(draft.dns, 'lan') };
    expect(limitsOf(typing)).toEqual({
      kind: 'limited',
      dns: ['localhost', 'test', 'shop.dev', 'lan'],
      ip: ['10.0.0.0/8'],
    });
  });

  it('are none when that was chosen, whatever the fields hold', () => {
    expect(limitsOf({ ...rootLimitsDraft(parent), unlimited: true })).toEqual({ kind: 'none' });
  });
});

describe('the limits of an intermediate that is being made', () => {
  it('begin with those of its root, and with the usual ones below a root without limits', () => {
    expect(limitsOf(intermediateLimitsDraft(parent, { kind: 'none' }))).toEqual(parent);
    expect(limitsOf(intermediateLimitsDraft({ kind: 'none' }, parent))).toEqual(parent);
  });

  it('may be a name below a permitted one, and nothing else', () => {
    const draft = (...dns: string[]) => ({ ...intermediateLimitsDraft(parent, parent), dns: chipsOf(dns) });
    expect(outsideParent(draft('test', 'api.TEST', 'a.shop.dev'), parent).size).toBe(0);
    expect([...outsideParent(draft('test', 'contest', 'dev'), parent).values()].map(({ message }) => message)).toEqual([
      'contest is outside the limits of the root above it.',
      'dev is outside the limits of the root above it.',
    ]);
    expect(outsideParent(draft('bank.com'), { kind: 'none' }).size).toBe(0);
  });
});
