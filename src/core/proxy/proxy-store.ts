import { join } from 'node:path';
import { z } from 'zod';
import type { ProxyOptions } from '../../ipc/proxy-schemas';
import { writeFileAtomic } from '../system/atomic-file';
import { readKeptList } from '../system/kept-list';
import type { FolderLock } from '../system/lock';

/** Far more than the definitions that anybody has (bytes). */
const maxBytes = 4 * 1024 * 1024;
/** Definitions that are kept at once. */
export const proxiesAtMost = 200;

/** What an option is unless a person says otherwise. */
export const proxyDefaults: ProxyOptions = {
  redirectFrom: null,
  hstsSeconds: null,
  clientCertificates: 'off',
  tls13Only: false,
  keyLog: false,
  trustForwarded: false,
  keepHost: true,
};

const port = z.number().int().min(1).max(65_535);
const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,119}$/);
const route = z.object({
  path: z.string().startsWith('/').max(1024),
  host: z.string().min(1).max(253),
  port,
  protocol: z.enum(['http1', 'h2c']),
});
const record = z.object({
  id,
  address: z.string().min(1).max(64),
  port,
  names: z
    .array(z.object({ name: z.string().min(1).max(300), routes: z.array(route).min(1).max(50) }))
    .min(1)
    .max(100),
  options: z.object({
    redirectFrom: port.nullable().default(null),
    hstsSeconds: z.number().int().positive().nullable().default(null),
    clientCertificates: z.enum(['off', 'required']).default('off'),
    tls13Only: z.boolean().default(false),
    keyLog: z.boolean().default(false),
    trustForwarded: z.boolean().default(false),
    keepHost: z.boolean().default(true),
  }),
  authorityId: z.string().max(120).optional(),
  createdAt: z.iso.datetime(),
  wish: z.enum(['running', 'paused', 'stopped']),
  /** What it was served with last. */
  certificateId: z.string().max(120).optional(),
});
/** A definition as it is kept. `own`: the person's own certificate, for one that is not kept. */
export type ProxyRecord = z.infer<typeof record> & { own?: { chainPem: string; keyPem: string; notAfter: string } };

/** The definitions, in `proxies.json`. An entry that is damaged is left out; a file that cannot be read is not written over. */
export class ProxyStore {
  readonly file: string;

  constructor(
    folder: string,
    private readonly lock: FolderLock,
  ) {
    this.file = join(folder, 'proxies.json');
  }

  /** In the order in which they were added. Throws `file-unreadable` for a file that is none of ours, `newer-format`. */
  async read(): Promise<ProxyRecord[]> {
    const words = { of: 'proxies', again: 'proxies' };
    const entries = await readKeptList({ file: this.file, maxBytes, key: 'proxies', words });
    return entries.flatMap((each) => {
      const known = record.safeParse(each);
      return known.success ? [known.data] : [];
    });
  }

  /** Changes the list under the folder's lock, and gives back what `of` does. Throws as `read`, `busy`, `disk-full`, `read-only`. */
  change<T>(of: (records: ProxyRecord[]) => Promise<T> | T): Promise<T> {
    return this.lock.hold(async () => {
      const records = await this.read();
      const before = JSON.stringify(records);
      const result = await of(records);
      if (JSON.stringify(records) !== before) {
        await writeFileAtomic(this.file, `${JSON.stringify({ version: 1, proxies: records }, null, 1)}\n`);
      }
      return result;
    });
  }
}
