import { createHash } from 'node:crypto';

/** SHA-256 as 64 lower-case hex digits: the form in which fingerprints are kept and compared. */
export function sha256Hex(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
