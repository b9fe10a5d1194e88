import { lookup } from 'node:dns/promises';
import type { Reach } from '../../ipc/hosts-schemas';
import { isLoopback } from './hosts-names';

/** A name that no server answers for may take a resolver half a minute; nobody waits that long for a hint (milliseconds). */
const patienceMs = 3_000;

/**
 * Where names lead on this machine, as its own resolver says it. Names below localhost are this machine to every browser and to
 * curl, whatever the resolver says (RFC 6761 section 6.3). It does not throw.
 */
export function reachOf(
  names: readonly string[],
  resolve: (name: string) => Promise<string[]> = resolved,
): Promise<Reach[]> {
  return Promise.all(
    names.map(async (name): Promise<Reach> => {
      if (/(^|\.)localhost$/.test(name)) return { name, state: 'loopback', addresses: ['127.0.0.1', '::1'] };
      if (isLoopback(name)) return { name, state: 'loopback', addresses: [name] };
      const addresses = await resolve(name).catch(() => []);
      const state = addresses.length === 0 ? 'nowhere' : addresses.every(isLoopback) ? 'loopback' : 'elsewhere';
      return { name, state, addresses };
    }),
  );
}

async function resolved(name: string): Promise<string[]> {
  const late = new Promise<[]>((resolve) => {
    setTimeout(() => resolve([]), patienceMs).unref();
  });
  const found = await Promise.race([lookup(name, { all: true }), late]);
  return found.map(({ address }) => address);
}
