import { describe, expect, it } from 'vitest';
import { findOne } from './find';

const thing = (id: string, name: string, fingerprint = '') => ({ id, names: [name], label: name, fingerprint });
const all = [
  thing('app.test-11aa', 'app.test', '11aabbccdd'),
  thing('app.test-22bb', 'app.test', '22bbccddee'),
  thing('shop.test-33cc', 'shop.test', '33ccddeeff'),
  thing('shop', 'a.test', '44'),
];
const find = (typed: string) => findOne(typed, all, 'certificate', 'sealwax list').id;

describe('findOne', () => {
  it.each([
    ['app.test-11aa', 'app.test-11aa'],
    ['app.test-2', 'app.test-22bb'],
    ['SHOP.test', 'shop.test-33cc'],
    // The whole id of one comes before the beginning of another's.
    ['shop', 'shop'],
    ['33:cc:dd:ee', 'shop.test-33cc'],
  ])('finds %s', (typed, id) => {
    expect(find(typed)).toBe(id);
  });

  it('lists what an ambiguous word may mean', () => {
    expect(() => find('app.test')).toThrow(/app\.test-11aa[\s\S]*app\.test-22bb/);
    expect(() => find('app')).toThrow(/app\.test-11aa[\s\S]*app\.test-22bb/);
  });

  it('finds nothing for what is not there, nor by a short piece of a fingerprint', () => {
    expect(() => find('33cc')).toThrow(/no certificate “33cc”/);
    expect(() => find('')).toThrow();
  });
});
