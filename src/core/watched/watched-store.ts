import { join } from 'node:path';
import { z } from 'zod';
import type { FindingCode } from '../../ipc/watched-schemas';
import { writeFileAtomic } from '../system/atomic-file';
import { readKeptList } from '../system/kept-list';
import type { FolderLock } from '../system/lock';
import type { WatchedItem } from './watched-types';

/** Some 700 bytes a certificate, and 500 of them in a folder: room for hundreds of items (bytes). */
const maxBytes = 64 * 1024 * 1024;
/** Items that are watched at once: each is looked at every quarter of an hour. */
export const itemsAtMost = 500;

const text = z.string().max(8192);
const fingerprint = z.string().regex(/^[0-9a-f]{64}$/);
/** The same codes as in the contract: the compiler holds the two together. */
const codes: Record<FindingCode, true> = {
  expiring: true,
  expired: true,
  'not-yet-valid': true,
  'weak-key': true,
  'weak-signature': true,
  'wrong-name': true,
  'key-mismatch': true,
  'chain-incomplete': true,
  'chain-broken': true,
  'self-signed': true,
  'not-ours': true,
  'unknown-issuer': true,
  'serves-old': true,
  'old-copy': true,
  changed: true,
  bundle: true,
  gone: true,
  unreadable: true,
  'no-certificate': true,
  'too-many': true,
  'too-large': true,
  unresolved: true,
  refused: true,
  'no-route': true,
  'timed-out': true,
  stalled: true,
  reset: true,
  'not-tls': true,
  'tls-refused': true,
};
const finding = z.object({
  code: z.enum(Object.keys(codes) as [FindingCode]),
  severity: z.enum(['info', 'warn', 'bad']),
  message: text,
  hint: text.optional(),
});
const seen = z.object({
  id: text,
  place: text,
  label: text,
  fingerprint,
  commonName: text,
  names: z.array(text),
  nameCount: z.number().int(),
  issuer: text,
  serial: text,
  notBefore: z.iso.datetime(),
  notAfter: z.iso.datetime(),
  keyType: text,
  origin: z.enum(['ours', 'public', 'self-signed', 'other']),
  certificateId: text.optional(),
  keyFile: text.optional(),
  findings: z.array(finding),
  before: z.object({ fingerprint, notAfter: z.iso.datetime(), changedAt: z.iso.datetime() }).optional(),
});
const item = z.object({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  kind: z.enum(['file', 'folder', 'host']),
  target: text,
  tool: text.optional(),
  addedAt: z.iso.datetime(),
});
const reading = z.object({
  at: z.iso.datetime(),
  findings: z.array(finding),
  seen: z.array(seen),
  stamp: text.optional(),
});

/**
 * What is watched, with the last reading of each, in `watched.json`. An entry that is damaged is left out, a reading that is damaged
 * is made anew; a file that cannot be read at all is not written over.
 */
export class WatchedStore {
  private readonly file: string;

  constructor(
    folder: string,
    private readonly lock: FolderLock,
  ) {
    this.file = join(folder, 'watched.json');
  }

  /** In the order in which they were added. Throws `file-unreadable` for a file that is none of ours, `newer-format`. */
  async read(): Promise<WatchedItem[]> {
    const words = { of: 'what is watched', again: 'things' };
    const stored = await readKeptList({ file: this.file, maxBytes, key: 'items', words });
    return stored.flatMap((each) => {
      const known = item.safeParse(each);
      if (!known.success) return [];
      const last = reading.safeParse((each as { reading?: unknown }).reading);
      return [{ ...known.data, ...(last.success ? { reading: last.data } : {}) }];
    });
  }

  /** Changes the list under the folder's lock and gives back what it is then. Throws as `read`, `busy`, `disk-full`, `read-only`. */
  change(of: (items: WatchedItem[]) => Promise<WatchedItem[]> | WatchedItem[]): Promise<WatchedItem[]> {
    return this.lock.hold(async () => {
      const before = await this.read();
      const after = await of(before);
      if (after !== before) {
        await writeFileAtomic(this.file, `${JSON.stringify({ version: 1, items: after })}\n`);
      }
      return after;
    });
  }
}
