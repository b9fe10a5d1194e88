import { z } from 'zod';

/** An error as it crosses the process boundary: data, never a thrown object (Electron would pass its message only). */
export const errorDataSchema = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
  field: z.string().optional(),
});
export type ErrorData = z.infer<typeof errorDataSchema>;

export type Result<T> = { ok: true; value: T } | { ok: false; error: ErrorData };
