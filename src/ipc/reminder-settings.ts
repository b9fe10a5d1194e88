import { z } from 'zod';

/** Days before the end, the largest first once they are stored. */
const reminderDays = z.array(z.number().int().min(1).max(3650)).min(1).max(10);

/** The settings of reminders and of the life without a window. */
export const reminderSettings = {
  /** Whether desktop notifications tell what expires. */
  reminders: z.boolean(),
  /** So many days before its end a certificate is told of. */
  reminderDays,
  /** The same for roots and intermediates. */
  rootReminderDays: reminderDays,
  /** Watching goes on after the window is closed: where a tray shows the app, always, or never. */
  background: z.enum(['automatic', 'on', 'off']),
  /** What the person wants; what the desktop does is in `WatchState`. */
  startAtLogin: z.boolean(),
};
