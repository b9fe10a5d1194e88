import { z } from 'zod';
import { idSchema, instant, outcomeSchema, storeSchema } from './schemas';

/** SHA-256 of the DER, lower-case hex without separators. */
const fingerprint256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What the last handshake said of a cell, whichever process made it. */
export const verifiedSchema = z.object({
  at: instant,
  passed: z.boolean(),
  /** The clients that opened the page, or refused to, e.g. "curl", "Chromium". */
  by: z.array(z.string()),
  /** What a client said when it refused. */
  message: z.string().optional(),
});
export type Verified = z.infer<typeof verifiedSchema>;

/**
 * What is known of one authority in one place:
 * "trusted": in the store, and a real client opened a page with it since the last change; "unchecked": in the store, and no client
 * has tried yet; "not-trusted": in the store, but the store's own check or a client refuses it; "absent"; "tool-missing"; "locked": a
 * primary password protects it; "follows": filled from another row, left alone; "unknown": cannot tell, and `message` says why.
 */
export const cellVerdictSchema = z.enum([
  'trusted',
  'unchecked',
  'not-trusted',
  'absent',
  'tool-missing',
  'locked',
  'follows',
  'unknown',
]);
export type CellVerdict = z.infer<typeof cellVerdictSchema>;

const change = z.object({ description: z.string(), commands: z.array(z.string()) });

export const cellSchema = z.object({
  authorityId: idSchema,
  verdict: cellVerdictSchema,
  message: z.string().optional(),
  hint: z.string().optional(),
  verified: verifiedSchema.nullable(),
  /** What can be done here; empty for what only a recipe changes. */
  actions: z.array(z.enum(['install', 'repair', 'remove'])),
  install: change.optional(),
  remove: change.optional(),
});
export type Cell = z.infer<typeof cellSchema>;

export const matrixRowSchema = z.object({
  /** A store's id, or "client:node", "client:python", … for a client that has no store of its own to install into. */
  id: z.string(),
  group: z.enum(['system', 'browsers', 'java', 'clients']),
  label: z.string(),
  /** The folder or file that changes; for a client, the program. */
  location: z.string(),
  privileged: z.boolean(),
  /** Changed only when it is named: another store does the same for this person. */
  optional: z.boolean().optional(),
  /** e.g. "Firefox is running: it notices after a restart." */
  note: z.string().optional(),
  /** The id of the row that fills this one. */
  follows: z.string().optional(),
  /** The id of the recipe that makes this client trust a root. */
  recipe: z.string().optional(),
  /** One for each of the matrix's roots, in their order. */
  cells: z.array(cellSchema),
});
export type MatrixRow = z.infer<typeof matrixRowSchema>;

/** Every place of this machine against every root of ours. */
export const matrixSchema = z.object({
  at: instant,
  roots: z.array(z.object({ authorityId: idSchema, name: z.string(), fingerprint256, isDefault: z.boolean() })),
  rows: z.array(matrixRowSchema),
});
export type Matrix = z.infer<typeof matrixSchema>;

/** How one program, image or device is taught to trust a root, with the real paths of this machine. */
export const recipeSchema = z.object({
  /** e.g. "node", "python-requests", "docker", "android". */
  id: z.string(),
  title: z.string(),
  group: z.enum(['shell', 'containers', 'devices', 'other']),
  /** "works": seen to work now. "needed": its user must follow the steps. "not-here": the program is not on this machine. */
  state: z.enum(['works', 'needed', 'not-here', 'unknown']),
  message: z.string(),
  steps: z.array(z.object({ text: z.string(), command: z.string().optional() })),
  /** The page that says so. */
  source: z.string(),
});
export type Recipe = z.infer<typeof recipeSchema>;

export const recipesSchema = z.object({
  recipes: z.array(recipeSchema),
  /** Lines for a shell's start-up file. */
  shell: z.object({
    lines: z.array(z.object({ variable: z.string(), value: z.string(), why: z.string() })),
    /** The file that "write" makes, to be sourced; and whether it is there and up to date. */
    file: z.string(),
    state: z.enum(['absent', 'current', 'old']),
    sourceLine: z.string(),
  }),
});
export type Recipes = z.infer<typeof recipesSchema>;

/** The page on the LAN that hands out the public root. */
export const phonePageSchema = z.object({
  running: z.boolean(),
  authorityId: idSchema.optional(),
  /** e.g. "http://192.168.1.20:8765/k3n9"; one an address of this machine. */
  urls: z.array(z.string()),
  /** For the first address: rows of "0" and "1", a module each, with the quiet zone left out. */
  qr: z.array(z.string()),
  /** Who came, the newest first: at most 50. */
  visits: z.array(
    z.object({ at: instant, device: z.string(), what: z.enum(['page', 'certificate', 'trusted', 'not-trusted']) }),
  ),
  /** When it stops by itself. */
  until: instant.optional(),
});
export type PhonePage = z.infer<typeof phonePageSchema>;

export const foreignRootSchema = z.object({
  fingerprint256,
  /** e.g. "mkcert dev@laptop". */
  name: z.string(),
  subject: z.string(),
  /** Who made it, as far as it can be told: "mkcert", "caddy", "unknown", …; "sealwax" for a root of ours. */
  tool: z.string(),
  toolLabel: z.string(),
  notBefore: instant,
  notAfter: instant,
  expired: z.boolean(),
  /** One of the authorities in the data folder. */
  authorityId: idSchema.optional(),
  /** The stores that hold it, and what removing would run there. */
  stores: z.array(z.object({ id: z.string(), label: z.string(), trusted: z.boolean(), remove: change })),
  /** Key files found for it: readable without a passphrase or not, and by whom. */
  keys: z.array(z.object({ path: z.string(), encrypted: z.boolean(), mode: z.string(), message: z.string() })),
  /** Where the certificate lies on disk. */
  files: z.array(z.string()),
  /** In a store although the tool, or its key, is gone: nobody can use it, and nobody will remove it. */
  orphan: z.boolean(),
  /** One sentence, what it means and what to do. */
  advice: z.string(),
  severity: z.enum(['danger', 'warning', 'info']),
});
export type ForeignRoot = z.infer<typeof foreignRootSchema>;

export const censusSchema = z.object({
  at: instant,
  roots: z.array(foreignRootSchema),
  /** Stores that could not be read, and why. */
  unread: z.array(z.object({ id: z.string(), label: z.string(), message: z.string() })),
});
export type Census = z.infer<typeof censusSchema>;

/** One line of the record of changes to stores. */
export const trustChangeSchema = z.object({
  at: instant,
  who: z.enum(['window', 'command-line', 'automatic']),
  action: z.enum(['install', 'remove']),
  storeId: z.string(),
  label: z.string(),
  location: z.string(),
  fingerprint256,
  name: z.string(),
  commands: z.array(z.string()),
  outcome: outcomeSchema.shape.outcome,
  message: z.string(),
});
export type TrustChange = z.infer<typeof trustChangeSchema>;

export const removedEverythingSchema = z.object({
  outcomes: z.array(outcomeSchema),
  /** What a scan of every store found afterwards: empty is proof. */
  left: z.array(z.object({ store: storeSchema.shape.label, fingerprint256, name: z.string() })),
  /** Stores that the scan could not read. */
  unread: censusSchema.shape.unread,
  /** How many stores the scan read. */
  scanned: z.number().int().optional(),
});
export type RemovedEverything = z.infer<typeof removedEverythingSchema>;
