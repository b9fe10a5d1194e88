import { z } from 'zod';
import { reminderSettings } from './reminder-settings';

/** What the user chose, as the settings screen shows it. */
export const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** Minutes that an opened root key stays open, 0 (lock after each use) to 15. */
  unlockMinutes: z.number().int().min(0).max(15),
  /** Days that a new certificate is valid for, 1 to 825. */
  validityDays: z.number().int().min(1).max(825),
  /** Whether certificates are renewed without being asked for, unless one says otherwise. */
  renewAutomatically: z.boolean(),
  /** Days before its end that a certificate is due for renewal; null is the last third of its life. */
  renewDaysBefore: z.number().int().min(1).max(825).nullable(),
  ...reminderSettings,
});
export type Settings = z.infer<typeof settingsSchema>;
