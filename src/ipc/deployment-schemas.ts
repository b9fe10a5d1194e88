import { z } from 'zod';
import { exportFormatSchema } from './issue-schemas';
import { idSchema, instant } from './schemas';

/** "d-" and eight hex digits. */
export const deploymentIdSchema = z.string().regex(/^d-[0-9a-f]{8}$/);

const signal = z.enum(['SIGHUP', 'SIGUSR1', 'SIGUSR2']);
const method = z.enum(['GET', 'POST']);
const timeoutSeconds = z.number().int().min(1).max(600);

/** A reload as the window asks for it. A pid file is chosen in a dialog of the main process, which shows all of it before it is set. */
export const typedReloadSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('command'),
    program: z.string().min(1).max(4096),
    args: z.array(z.string().max(4096)).max(100),
    timeoutSeconds,
  }),
  z.object({ kind: z.literal('signal'), signal }),
  z.object({ kind: z.literal('http'), url: z.string().max(2048), method, timeoutSeconds }),
]);
export type TypedReload = z.infer<typeof typedReloadSchema>;

/** As a person reads it. */
const text = z.string();
const shownReloadSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('command'), program: z.string(), args: z.array(z.string()), timeoutSeconds, text }),
  z.object({ kind: z.literal('signal'), pidFile: z.string(), signal, text }),
  z.object({ kind: z.literal('http'), url: z.string(), method, timeoutSeconds, text }),
]);
export type ShownReload = z.infer<typeof shownReloadSchema>;

/** Where a certificate was written to. Paths are shown, and never taken back from the window: calls name the id. */
export const deploymentSchema = z.object({
  id: deploymentIdSchema,
  certificateId: idSchema,
  folder: z.string(),
  folderName: z.string(),
  files: z.array(
    z.object({
      name: z.string(),
      format: exportFormatSchema,
      mode: z.number().int(),
      state: z.enum(['ours', 'changed', 'gone', 'link', 'not-a-file', 'unreadable']),
    }),
  ),
  /**
   * "pending": renewed and not written yet. "waiting": a passphrase is needed. "conflict": somebody else changed a file. "kept":
   * the person keeps what is there. "failed": it is tried again at the next start.
   */
  state: z.enum(['current', 'pending', 'waiting', 'conflict', 'kept', 'failed']),
  message: z.string(),
  hint: z.string().optional(),
  /** What lies there, and since when. */
  deployed: z.object({ certificateId: idSchema, at: instant }),
  reload: shownReloadSchema.optional(),
  lastReload: z
    .object({
      at: instant,
      ok: z.boolean(),
      code: z.number().int().optional(),
      message: z.string(),
      hint: z.string().optional(),
      output: z.string(),
      durationMs: z.number(),
    })
    .optional(),
});
export type Deployment = z.infer<typeof deploymentSchema>;

export const deploymentListSchema = z.object({
  deployments: z.array(deploymentSchema),
  /** Of one certificate: certificate and key lie in two files, so renewing it keeps the key unless told. */
  keepsKey: z.boolean(),
  /** Paths of records that cannot be read. */
  damaged: z.array(z.string()),
});
export type DeploymentList = z.infer<typeof deploymentListSchema>;
