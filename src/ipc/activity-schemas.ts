import { z } from 'zod';

/** What a line of the history is about. */
export const activityGroupSchema = z.enum([
  'certificate',
  'authority',
  'trust',
  'key',
  'export',
  'deploy',
  'revoke',
  'watch',
  'proxy',
  'settings',
  'other',
]);
export type ActivityGroup = z.infer<typeof activityGroupSchema>;

export const activityActorSchema = z.enum(['window', 'command-line', 'automatic']);
export type ActivityActor = z.infer<typeof activityActorSchema>;

export const activityFilterSchema = z.object({
  /** Words that must all be found, in whatever order and case. */
  search: z.string().max(500).optional(),
  group: activityGroupSchema.optional(),
  who: activityActorSchema.optional(),
  /** The first and the last instant, ISO 8601. */
  since: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
});
export type ActivityFilter = z.infer<typeof activityFilterSchema>;

export const activityEntrySchema = z.object({
  /** Where its line begins in the file (bytes): later lines have higher numbers, and none ever changes. */
  id: z.number().int().nonnegative(),
  /** ISO 8601, UTC; empty for a line that cannot be read. */
  at: z.string(),
  who: z.union([activityActorSchema, z.literal('unknown')]),
  /** As in the file, e.g. "certificate.issued"; "unreadable" for a line that cannot be read. */
  what: z.string(),
  group: activityGroupSchema,
  /** What happened, as a sentence without its full stop. */
  sentence: z.string(),
  /** How it ended, where that is not simply done. */
  mark: z.enum(['failed', 'attention']).optional(),
  subject: z.string(),
  /** All that was noted, for people. */
  facts: z.array(z.object({ label: z.string(), value: z.string() })),
  /** SHA-256 of the line before, as this line has it. */
  previous: z.string(),
});
export type ActivityEntry = z.infer<typeof activityEntrySchema>;

export const activityPageSchema = z.object({
  /** The newest first. */
  entries: z.array(activityEntrySchema),
  /** Where to go on; null at the beginning of the history. A page may be short, or empty, and still have a next one. */
  next: z.number().int().nonnegative().nullable(),
});
export type ActivityPage = z.infer<typeof activityPageSchema>;

export const chainProblemSchema = z.object({
  /**
   * `start`: lines before the first are missing. `link`: a line does not follow from the one before. `unreadable`: a line cannot
   * be read. `tail`: lines at the end were taken out or changed. `torn`: a crash tore a line off; the chain itself holds.
   */
  kind: z.enum(['start', 'link', 'unreadable', 'tail', 'torn']),
  /** Counted from 1, as an editor does. */
  line: z.number().int().positive(),
  message: z.string(),
});
export type ChainProblem = z.infer<typeof chainProblemSchema>;

export const chainSchema = z.object({
  state: z.enum(['intact', 'broken']),
  lines: z.number().int().nonnegative(),
  /** The first line where the chain breaks; absent when it holds. */
  brokenAt: z.number().int().positive().optional(),
  /** The first hundred. */
  problems: z.array(chainProblemSchema),
  problemCount: z.number().int().nonnegative(),
  /** When it was read, ISO 8601. */
  at: z.string(),
});
export type Chain = z.infer<typeof chainSchema>;

export const activityFormatSchema = z.enum(['jsonl', 'csv']);
export type ActivityFormat = z.infer<typeof activityFormatSchema>;
