import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Settings } from '../ipc/schemas';
import { defaultValidityDays, maxValidityDays } from './pki/profile';
import { writeFileAtomic } from './system/atomic-file';

const defaults: Settings = { theme: 'system', unlockMinutes: 5, validityDays: defaultValidityDays };

// Each field falls back by itself, so that one bad value in the file does not lose the others.
const stored = z.object({
  theme: z.enum(['system', 'light', 'dark']).catch(defaults.theme),
  unlockMinutes: z.number().int().min(0).max(15).catch(defaults.unlockMinutes),
  validityDays: z.number().int().min(1).max(maxValidityDays).catch(defaults.validityDays),
  /** Which authority signs when none is named. It is chosen on the authorities' page, so it is no part of `Settings`. */
  defaultAuthority: z.string().optional().catch(undefined),
});
type Stored = z.infer<typeof stored>;

/** What the user chose, in `settings.json`. A missing or damaged file means the defaults. */
export class SettingsFile {
  private readonly file: string;

  constructor(folder: string) {
    this.file = join(folder, 'settings.json');
  }

  async read(): Promise<Settings> {
    const { defaultAuthority: _defaultAuthority, ...settings } = await this.readAll();
    return settings;
  }

  /** Changes the given fields and gives back all. Throws `disk-full` or `read-only`. */
  async change(change: { [K in keyof Settings]?: Settings[K] | undefined }): Promise<Settings> {
    const current = await this.readAll();
    const next: Settings = {
      theme: change.theme ?? current.theme,
      unlockMinutes: change.unlockMinutes ?? current.unlockMinutes,
      validityDays: change.validityDays ?? current.validityDays,
    };
    await this.write({ ...current, ...next });
    return next;
  }

  /** The id of the chosen default authority; it may not exist any more. */
  async defaultAuthority(): Promise<string | undefined> {
    return (await this.readAll()).defaultAuthority;
  }

  /** Throws `disk-full` or `read-only`. */
  async setDefaultAuthority(id: string): Promise<void> {
    await this.write({ ...(await this.readAll()), defaultAuthority: id });
  }

  private async readAll(): Promise<Stored> {
    try {
      return stored.parse(JSON.parse(await readFile(this.file, 'utf8')));
    } catch {
      return { ...defaults };
    }
  }

  private write(all: Stored): Promise<void> {
    return writeFileAtomic(this.file, `${JSON.stringify(all, null, 2)}\n`);
  }
}
