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
});

/** What the user chose, in `settings.json`. A missing or damaged file means the defaults. */
export class SettingsFile {
  private readonly file: string;

  constructor(folder: string) {
    this.file = join(folder, 'settings.json');
  }

  async read(): Promise<Settings> {
    try {
      return stored.parse(JSON.parse(await readFile(this.file, 'utf8')));
    } catch {
      return { ...defaults };
    }
  }

  /** Changes the given fields and gives back all. Throws `disk-full` or `read-only`. */
  async change(change: { [K in keyof Settings]?: Settings[K] | undefined }): Promise<Settings> {
    const current = await this.read();
    const next: Settings = {
      theme: change.theme ?? current.theme,
      unlockMinutes: change.unlockMinutes ?? current.unlockMinutes,
      validityDays: change.validityDays ?? current.validityDays,
    };
    await writeFileAtomic(this.file, `${JSON.stringify(next, null, 2)}\n`);
    return next;
  }
}
