import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CompatAuthority as CompatState } from '../../ipc/authority-schemas';
import type { NameLimits } from '../../ipc/schemas';
import { publicHalf } from '../authority/public-half';
import { AppError } from '../errors';
import type { Journal } from '../journal';
import { buildRoot } from '../pki/authority-certificate';
import { viewCertificate } from '../pki/certificate-view';
import { generateKey, pkcs8ToPem } from '../pki/keys';
import { randomSerial } from '../pki/leaf';
import { limitsOf, parseLimits } from '../pki/limits';
import { createFolderWhole } from '../system/atomic-file';
import type { FolderLock } from '../system/lock';
import { isFolder } from '../system/present';
import type { TrustStore } from '../trust/trust-store';
import { rootCertificateName, rootKeyName } from './caroot';

export interface CompatAuthorityOptions {
  /** The data folder. */
  dir: string;
  journal: Journal;
  lock: FolderLock;
  stores: () => Promise<TrustStore[]>;
  now: () => Date;
  random: (bytes: number) => Buffer;
}

/** Its key lies open on the disk, so it is shorter-lived than the others (years). */
const years = 2;

/**
 * An authority whose key is NOT encrypted, for the tools that read rootCA-key.pem themselves (ddev copies the folder into its
 * containers). It is turned on by hand, always limited by name, and apart from every other (docs/adr/0011-mkcert.md).
 */
export class CompatAuthority {
  private readonly folder: string;

  constructor(private readonly options: CompatAuthorityOptions) {
    this.folder = join(options.dir, 'mkcert-compat');
  }

  async state(): Promise<CompatState> {
    const certificateFile = join(this.folder, rootCertificateName);
    const place = { folder: this.folder, certificateFile };
    if (!(await isFolder(this.folder))) return { ...place, enabled: false };
    const view = await readFile(certificateFile, 'utf8')
      .then(viewCertificate)
      .catch(() => undefined);
    // Whatever became of its certificate: a key may lie there still.
    if (view === undefined) return { ...place, enabled: true };
    return {
      ...place,
      enabled: true,
      name: view.commonName,
      limits: limitsOf(view.der),
      fingerprint: view.fingerprint256,
      notAfter: view.notAfter.toISOString(),
    };
  }

  /** Makes it. Throws `already-exists`, `invalid-input` for limits that limit nothing, `disk-full`, `read-only`. */
  async enable(limits: NameLimits): Promise<CompatState> {
    const parsed = parseLimits(limits);
    if (parsed.kind === 'none') {
      throw new AppError('invalid-input', 'An authority whose key lies open on the disk must be limited by name.', {
        field: 'dns',
        hint: 'Name the domains that the tool needs, e.g. ddev.site and localhost.',
      });
    }
    const { lock, journal, now, random } = this.options;
    const key = await generateKey('ecdsa-p256');
    try {
      const root = await buildRoot({
        name: 'Sealwax compatibility CA (key not encrypted)',
        limits: parsed,
        keyType: 'ecdsa-p256',
        years,
        key,
        serial: randomSerial(random),
        now: now(),
        pathLength: 0,
      });
      await lock.hold(async () => {
        if ((await this.state()).enabled) {
          throw new AppError('already-exists', 'The compatibility authority is on already.', {
            hint: 'Turn it off first to give it other limits.',
          });
        }
        await createFolderWhole(this.options.dir, 'mkcert-compat', [
          { name: rootCertificateName, data: root.pem, mode: 0o644 },
          // As mkcert itself writes it.
          { name: rootKeyName, data: pkcs8ToPem(key.pkcs8), mode: 0o400 },
        ]);
        const { fingerprint256 } = viewCertificate(root.pem);
        await journal.note('compat.enabled', fingerprint256, { limits: parsed });
      });
      return await this.state();
    } finally {
      key.pkcs8.fill(0);
    }
  }

  /** Deletes it with its key. Refused while a store trusts it: throws `not-allowed` with the stores. */
  async disable(): Promise<CompatState> {
    const { lock, journal, stores } = this.options;
    const state = await this.state();
    if (!state.enabled) return state;
    if (state.fingerprint !== undefined) await this.refuseTrusted(state.certificateFile, stores);
    await lock.hold(async () => {
      await rm(this.folder, { recursive: true, force: true });
      await journal.note('compat.disabled', state.fingerprint ?? 'unreadable');
    });
    return this.state();
  }

  private async refuseTrusted(certificateFile: string, stores: () => Promise<TrustStore[]>): Promise<void> {
    const root = publicHalf(await readFile(certificateFile, 'utf8'), certificateFile);
    const all = await stores();
    const states = await Promise.all(all.map((store) => store.status(root)));
    const holders = all.filter((_store, index) => ['trusted', 'present'].includes(states[index]?.state ?? ''));
    if (holders.length === 0) return;
    throw new AppError('not-allowed', `It is still trusted: ${holders.map(({ label }) => label).join(', ')}.`, {
      hint: `Take it out first: CAROOT='${this.folder}' sealwax mkcert -uninstall`,
    });
  }
}
