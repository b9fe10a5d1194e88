import { randomBytes } from 'node:crypto';
import { createKeychain } from '../../src/core/keychain/keychain';
import { loadKeytar } from '../../src/core/keychain/keytar';

// Run as a process of its own, since libdbus keeps the first bus address it sees for the life of a process.
const keychain = createKeychain(loadKeytar);
const account = `test-${randomBytes(4).toString('hex')}`;

const attempt = async (work: () => Promise<unknown>) => {
  try {
    return { value: await work() };
  } catch (error) {
    const { code, message, hint } = error as { code?: string; message: string; hint?: string };
    return { error: { code, message, hint } };
  }
};

const report = await keychain.report();
const set = await attempt(() => keychain.set(account, 'a secret'));
const get = await attempt(() => keychain.get(account));
const remove = await attempt(() => keychain.remove(account));
const afterwards = await attempt(() => keychain.get(account));
process.stdout.write(JSON.stringify({ report, set, get, remove, afterwards }));
