import { hostPart, notHere } from './form';
import { portOwner } from './port-owner';
import type { Standing } from './proxy-host';

/** Why a port cannot be had, and the way out. */
export async function listenProblem(
  error: NodeJS.ErrnoException,
  address: string,
  port: number,
): Promise<NonNullable<Standing['problem']>> {
  const place = `${hostPart(address)}:${port}`;
  switch (error.code) {
    case 'EADDRINUSE': {
      const owner = await portOwner(port).catch(() => undefined);
      const who = owner === undefined ? 'Another program' : `${owner.name} (process ${owner.pid})`;
      return {
        code: 'port-taken',
        message: `${who} listens on ${place} already.`,
        hint: 'Stop it, or choose another port.',
      };
    }
    case 'EACCES':
    case 'EPERM':
      return {
        code: 'port-not-allowed',
        message: `This account may not listen on port ${port}: ports below 1024 need a right of their own.`,
        hint: `Choose a port from 1024 up, e.g. ${port === 80 ? 8080 : 8443}, or allow it once for everybody on Linux: sudo sysctl net.ipv4.ip_unprivileged_port_start=${port}`,
      };
    case 'EADDRNOTAVAIL':
    case 'EINVAL':
      return notHere(address);
    default:
      return { code: 'internal', message: `${place} cannot be listened on: ${error.message}.` };
  }
}
