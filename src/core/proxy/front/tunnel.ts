import type { Duplex } from 'node:stream';

/** Carries bytes both ways, each no faster than the other end takes them, until both have ended. */
export function tunnel(client: Duplex, backend: Duplex, count: (out: number, in_: number) => void): void {
  carry(backend, client, (bytes) => count(bytes, 0));
  carry(client, backend, (bytes) => count(0, bytes));
}

function carry(from: Duplex, to: Duplex, count: (bytes: number) => void): void {
  from.on('data', (bytes: Buffer) => {
    count(bytes.length);
    if (!to.write(bytes)) from.pause();
  });
  to.on('drain', () => from.resume());
  from.on('end', () => to.end());
  from.on('error', () => to.destroy());
  from.on('close', () => to.destroy());
  from.resume();
}
