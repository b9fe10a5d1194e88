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

/** What the window's client throws when a call answers with an error. */
export class CallError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly field: string | undefined;

  constructor(data: ErrorData) {
    super(data.message);
    this.name = 'CallError';
    this.code = data.code;
    this.hint = data.hint;
    this.field = data.field;
  }
}
