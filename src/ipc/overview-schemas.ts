import { z } from 'zod';
import { certificateSchema, idSchema, instant, problemSchema, statusSchema } from './schemas';

export const countsSchema = z.object({
  healthy: z.number(),
  expiring: z.number(),
  expired: z.number(),
  broken: z.number(),
  notYetValid: z.number(),
  revoked: z.number(),
  /** Watched things that did not come from here, and how many of them need a person; absent when nothing is watched. */
  unmanaged: z.object({ total: z.number(), attention: z.number() }).optional(),
});
export type Counts = z.infer<typeof countsSchema>;

export const overviewSchema = z.object({
  readiness: z.enum(['ready', 'attention', 'not-set-up']),
  headline: z.string(),
  detail: z.string(),
  problems: z.array(problemSchema),
  counts: countsSchema,
  /** Those that will end next, at most ten, the soonest first; what has ended, is broken or was given up is not among them. */
  next: z.array(certificateSchema),
});
export type Overview = z.infer<typeof overviewSchema>;

/** How much of the coming year a timeline shows. */
export const timelineMonthsSchema = z.union([z.literal(12), z.literal(3), z.literal(1)]);
export type TimelineMonths = z.infer<typeof timelineMonthsSchema>;

export const timelineZoomSchema = z.object({
  months: timelineMonthsSchema,
  /** The instant to show in the middle, as far as it lies in the coming year; the beginning unless told. */
  around: instant.optional(),
  /** Into how many equal parts the span is cut: what falls into one stands above one another, or in one cluster. */
  slots: z.number().int().min(6).max(120),
});
export type TimelineZoom = z.infer<typeof timelineZoomSchema>;

const markSchema = z.object({
  slot: z.number().int(),
  /** 0 stands on the line, the next above it. */
  lane: z.number().int(),
  /** When it ends; of a cluster, when its first one ends. */
  at: instant,
  /** The worst of a cluster's. */
  status: statusSchema,
});

export const timelineMarkSchema = z.discriminatedUnion('kind', [
  markSchema.extend({ kind: z.literal('certificate'), id: idSchema, name: z.string() }),
  markSchema.extend({ kind: z.literal('authority'), id: idSchema, name: z.string() }),
  markSchema.extend({
    kind: z.literal('cluster'),
    count: z.number().int(),
    /** How many of them have the status that is shown. */
    worst: z.number().int(),
    /** How many of them are authorities. */
    authorities: z.number().int(),
    /** When its last one ends. */
    until: instant,
  }),
]);
export type TimelineMark = z.infer<typeof timelineMarkSchema>;

export const timelineSchema = z.object({
  months: timelineMonthsSchema,
  from: instant,
  to: instant,
  now: instant,
  /** The whole year that can be shown, of which this is a part. */
  year: z.object({ from: instant, to: instant }),
  slots: z.number().int(),
  lanes: z.number().int(),
  /** In the order of time. */
  marks: z.array(timelineMarkSchema),
  /** What is not shown: ended before the year, outside the part of the year, and after the year. */
  hidden: z.object({
    ended: z.number(),
    earlier: z.number(),
    later: z.number(),
    beyond: z.object({ certificates: z.number(), authorities: z.number() }),
  }),
});
export type Timeline = z.infer<typeof timelineSchema>;
