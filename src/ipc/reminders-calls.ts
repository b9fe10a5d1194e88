import { z } from 'zod';
import { call, nothing } from './call';
import { savedSchema } from './issue-schemas';
import { destinationSchema, watchStateSchema } from './reminders-schemas';

/** Reminders, and life without a window. */
export const reminderCalls = {
  'reminders.state': call(nothing, watchStateSchema),
  /** Registers the app with the desktop, or takes it out again, and keeps the choice. */
  'reminders.setStartAtLogin': call(z.object({ on: z.boolean() }), watchStateSchema),
  /** Shows a notification now, to try it; `shown` is false when the system did not take it. */
  'reminders.showTest': call(nothing, z.object({ shown: z.boolean() })),
  /** Asks where, and writes an iCalendar file of all that will end. */
  'reminders.saveCalendar': call(nothing, savedSchema),
  /** Where to go first: asked for before the window listened; taking it empties it. */
  'reminders.takeDestination': call(nothing, destinationSchema.nullable()),
} as const;

export const reminderEvents = {
  /** A notification or the tray sends the window somewhere. */
  destination: destinationSchema,
} as const;
