import { describe, expect, it } from 'vitest';
import { exportFormatSchema } from '../../ipc/issue-schemas';
import { asksPassphrase, formatGroups, withoutKey } from './formats';

describe('the forms of an export', () => {
  it('offers every format of the contract exactly once', () => {
    const offered = formatGroups.flatMap((group) => group.formats.map(({ format }) => format));
    expect([...offered].sort()).toEqual([...exportFormatSchema.options].sort());
  });

  it('tells when a passphrase will be asked for', () => {
    expect(asksPassphrase(['full-chain', 'key', 'ca'])).toBe(false);
    // A trust store holds nothing secret: it has Java's usual password.
    expect(asksPassphrase(['ca', 'java-trust-store'])).toBe(false);
    expect(asksPassphrase(['encrypted-key'])).toBe(true);
  });

  it('leaves out what holds a key that is not here', () => {
    expect(withoutKey(['full-chain', 'key', 'ca', 'pkcs12', 'der'])).toEqual(['full-chain', 'ca', 'der']);
  });
});
