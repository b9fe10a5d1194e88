import { createKeychain, type Keychain } from '../../src/core/keychain/keychain';

/** The product's keychain over a map instead of the system's: what would be in it can be looked at, taken out, or spoilt. */
export function memoryKeychain(): { keychain: Keychain; entries: Map<string, string>; reads: string[] } {
  const entries = new Map<string, string>();
  const reads: string[] = [];
  const keychain = createKeychain(async () => ({
    getPassword: async (_service, account) => {
      reads.push(account);
      return entries.get(account) ?? null;
    },
    setPassword: async (_service, account, password) => {
      entries.set(account, password);
    },
    deletePassword: async (_service, account) => entries.delete(account),
  }));
  return { keychain, entries, reads };
}
