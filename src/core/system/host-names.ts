import { open } from 'node:fs/promises';
import { hostname, type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import { join } from 'node:path';

/** hosts(5). */
export const defaultHostsFile = '/etc/hosts';

/** Where this system keeps its own table of host names. */
export function hostsFile(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  if (platform !== 'win32') return defaultHostsFile;
  return join(env.SystemRoot ?? 'C:\\Windows', 'System32', 'drivers', 'etc', 'hosts');
}

/** Bytes of the hosts file that are read: block lists run to megabytes, and nobody wants a certificate for those. */
const hostsBytes = 64 * 1024;

/** Names that are the system's own and of no use in a certificate. */
const systemNames = /^(ip6-.*|broadcasthost|localhost.*|kubernetes\.docker\.internal|.*\.localdomain\d*)$/;

/**
 * This machine's names and addresses as one would type them, the most useful first: localhost and the loopback addresses, the
 * host's name, its addresses in the local network, and the names of its hosts file. Nothing is checked here.
 */
export async function machineNames(hosts: string): Promise<string[]> {
  const interfaces = Object.values(networkInterfaces()).flatMap((found) => found ?? []);
  return namesFrom({ host: hostname(), interfaces, hostsText: await readStart(hosts) });
}

export interface MachineFacts {
  host: string;
  interfaces: readonly Pick<NetworkInterfaceInfo, 'address' | 'family' | 'internal'>[];
  hostsText: string;
}

/** The names in these facts, each once. */
export function namesFrom({ host, interfaces, hostsText }: MachineFacts): string[] {
  const own = host.toLowerCase().replace(/\.$/, '');
  const outward = interfaces.filter(({ internal }) => !internal);
  const addresses = (family: 'IPv4' | 'IPv6') =>
    outward.filter((found) => found.family === family && reaches(found.address)).map(({ address }) => address);
  return [
    ...new Set([
      'localhost',
      '127.0.0.1',
      '::1',
      ...(own === '' || own === 'localhost' ? [] : own.includes('.') ? [own] : [`${own}.local`, own]),
      ...addresses('IPv4'),
      ...addresses('IPv6'),
      ...hostsNames(hostsText),
    ]),
  ];
}

/** Link-local addresses need a zone (RFC 4007 section 11), which no certificate holds; 169.254 is a machine without a network. */
const reaches = (address: string) =>
  !/^fe[89ab]/i.test(address) && !address.includes('%') && !address.startsWith('169.254.');

/** Names that point to an address; 0.0.0.0 and the like block a name and serve nobody. */
function hostsNames(text: string): string[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (address === '' || /^(0\.0\.0\.0|::|255\.255\.255\.255|fe00::|ff0)/.test(address)) {
      if (address !== '::1') return [];
    }
    return names.map((name) => name.toLowerCase()).filter((name) => !systemNames.test(name));
  });
}

/** The beginning of a text file, whole lines; empty when it cannot be read. */
async function readStart(path: string): Promise<string> {
  try {
    const handle = await open(path, 'r');
    try {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(hostsBytes), 0, hostsBytes, 0);
      const text = buffer.toString('utf8', 0, bytesRead);
      return bytesRead < hostsBytes ? text : text.slice(0, text.lastIndexOf('\n') + 1);
    } finally {
      await handle.close();
    }
  } catch {
    return '';
  }
}
