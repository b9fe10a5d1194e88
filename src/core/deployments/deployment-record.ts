import { z } from 'zod';
import type { ExportFormat } from '../../ipc/issue-schemas';

const formats = [
  'certificate',
  'key',
  'full-chain',
  'combined',
  'ca',
  'der',
  'pkcs12',
  'pkcs12-legacy',
  'encrypted-key',
  'traditional-key',
  'java-trust-store',
  'kubernetes-secret',
] as const satisfies readonly ExportFormat[];

/** "d-" and eight hex digits: short enough to be typed, and a file name of ours. */
const id = z.string().regex(/^d-[0-9a-f]{8}$/);
const certificateId = z.string().regex(/^[a-z0-9][a-z0-9._+-]{0,119}$/);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const instant = z.iso.datetime();
/** One name inside the folder; nothing in it climbs out, and a NUL would cut it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what is refused.
const fileName = z.string().regex(/^(?!\.{1,2}$)[^/\\\u0000]{1,255}$/);
const seconds = z.number().int().min(1).max(600);

export const reloadSignals = ['SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const;

/** What makes a server read its files again. */
export const reloadSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('command'),
    /** An absolute path: what PATH leads to later is not run in its place. */
    program: z.string().min(1).max(4096),
    args: z.array(z.string().max(4096)).max(100),
    timeoutSeconds: seconds,
  }),
  z.object({ kind: z.literal('signal'), pidFile: z.string().min(1).max(4096), signal: z.enum(reloadSignals) }),
  z.object({
    kind: z.literal('http'),
    url: z.string().max(2048),
    method: z.enum(['GET', 'POST']),
    timeoutSeconds: seconds,
  }),
]);
export type Reload = z.infer<typeof reloadSchema>;

/** What came of a reload. */
const reloadedSchema = z.object({
  at: instant,
  ok: z.boolean(),
  /** Exit code of the command, or status of the HTTP answer; absent when there was none. */
  code: z.number().int().optional(),
  message: z.string(),
  hint: z.string().optional(),
  /** What it printed or answered, cut. */
  output: z.string(),
  durationMs: z.number(),
});
export type Reloaded = z.infer<typeof reloadedSchema>;

const fileSchema = z.object({
  name: fileName,
  format: z.enum(formats),
  /** Of what Sealwax wrote there. Another content is somebody else's. */
  sha256,
  /** As it was when it was written last; what is on the disk counts as long as it is there. */
  mode: z.number().int().min(0).max(0o777),
  uid: z.number().int().optional(),
  gid: z.number().int().optional(),
});
export type DeployedFile = z.infer<typeof fileSchema>;

/** Why the files were not written. */
const problemSchema = z.object({
  /** "conflict": somebody else changed something, and a person decides. "passphrase": a person must type it. "failed": tried again. */
  kind: z.enum(['conflict', 'passphrase', 'failed']),
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
  at: instant,
});
export type DeploymentProblem = z.infer<typeof problemSchema>;

/** `deployments/<id>.json`: where a certificate was written to, and is written again when it is renewed. */
export const deploymentRecordSchema = z.object({
  version: z.literal(1),
  id,
  /** The certificate that belongs there: the newest of its line. */
  certificateId,
  /** Absolute, without symbolic links at the time. */
  folder: z.string().min(1).max(4096),
  createdAt: instant,
  files: z.array(fileSchema).min(1).max(20),
  /** What lies there. */
  deployed: z.object({ certificateId, at: instant }),
  reload: reloadSchema.optional(),
  /** The files are new, and the reload has not run yet. */
  reloadDue: z.boolean().optional(),
  lastReload: reloadedSchema.optional(),
  problem: problemSchema.optional(),
  /** The person keeps what lies there instead of this certificate. */
  keptInsteadOf: certificateId.optional(),
  /** Files on their way: what a kill leaves behind is finished, or taken away, at the next start. */
  writing: z
    .object({
      certificateId,
      /** "over": what lay there before, when it was a plain file. */
      files: z.array(z.object({ name: fileName, temporary: fileName, sha256, over: sha256.optional() })),
    })
    .optional(),
});
export type DeploymentRecord = z.infer<typeof deploymentRecordSchema>;

/** Formats that hold the certificate, and formats that hold the key, in a file of their own. */
const certificateAlone: ReadonlySet<ExportFormat> = new Set(['certificate', 'full-chain', 'der']);
const keyAlone: ReadonlySet<ExportFormat> = new Set(['key', 'traditional-key', 'encrypted-key']);

/**
 * True when certificate and key lie in two files: a program that opens one before a renewal and the other after it gets halves
 * that fit only when the key stayed (docs/adr/0019-deployments.md).
 */
export function isPair(records: readonly Pick<DeploymentRecord, 'files'>[]): boolean {
  const formatsOf = records.flatMap(({ files }) => files.map(({ format }) => format));
  return (
    formatsOf.some((format) => keyAlone.has(format)) &&
    formatsOf.some((format) => certificateAlone.has(format) || format === 'combined')
  );
}
