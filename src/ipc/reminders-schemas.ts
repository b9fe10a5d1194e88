import { z } from 'zod';
import { idSchema } from './schemas';

/** Where a notification or the tray sends the window. */
export const destinationSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('overview') }),
  z.object({ kind: z.literal('proxy') }),
  z.object({ kind: z.literal('new-certificate') }),
  z.object({ kind: z.literal('certificate'), id: idSchema }),
  z.object({ kind: z.literal('authority'), id: idSchema }),
]);
export type Destination = z.infer<typeof destinationSchema>;

/** What this desktop can do, and what of it is on. */
export const watchStateSchema = z.object({
  /** The system shows notifications. */
  notifications: z.boolean(),
  /** A tray or menu bar shows the app. */
  tray: z.boolean(),
  /** Closing the window leaves the app watching. */
  background: z.boolean(),
  /** "off-by-desktop": Sealwax asked for it, and the settings of the desktop turned it off. */
  startAtLogin: z.enum(['on', 'off', 'off-by-desktop']),
});
export type WatchState = z.infer<typeof watchStateSchema>;
