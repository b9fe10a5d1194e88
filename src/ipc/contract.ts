import { z } from 'zod';
import {
  authoritySchema,
  certificateDetailSchema,
  certificateSchema,
  idSchema,
  keepSchema,
  keychainSchema,
  keyStateSchema,
  keyTypeSchema,
  limitsSchema,
  nameCheckSchema,
  nameSchema,
  outcomeSchema,
  overviewSchema,
  progressSchema,
  proveReportSchema,
  purposeSchema,
  settingsSchema,
  setupPlanSchema,
  setupResultSchema,
  storeSchema,
} from './schemas';

interface Call<I extends z.ZodType, O extends z.ZodType> {
  input: I;
  output: O;
}
const call = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Call<I, O> => ({ input, output });

const nothing = z.undefined();
const storeIds = z.array(z.string().min(1).max(4096)).max(200);
/** What a person typed as a name, before any check; longer text is refused before it reaches the checker. */
const typedName = z.string().max(2000);

/** Every call from the window to the main process: "group.method" is its channel. Nothing else can be called. */
export const calls = {
  'app.info': call(
    nothing,
    z.object({
      version: z.string(),
      electron: z.string(),
      platform: z.string(),
      dataFolder: z.string(),
      sandboxed: z.boolean(),
      /** Things a person must know at start-up, e.g. a data folder that cannot be written. */
      notices: z.array(z.string()),
    }),
  ),
  'app.copy': call(z.object({ text: z.string().max(1_000_000) }), nothing),
  'app.openDataFolder': call(nothing, nothing),
  'overview.get': call(nothing, overviewSchema),
  'setup.plan': call(nothing, setupPlanSchema),
  /** Checks limits as typed; gives them back in normal form or fails with code, message, hint and field. */
  'setup.checkLimits': call(z.object({ limits: limitsSchema }), limitsSchema),
  'setup.run': call(
    z.object({
      name: z.string().min(1).max(64),
      limits: limitsSchema,
      keep: keepSchema,
      stores: storeIds,
    }),
    setupResultSchema,
  ),
  'authorities.list': call(nothing, z.array(authoritySchema)),
  'authorities.makePrivate': call(z.object({ id: idSchema }), authoritySchema),
  /** Moves a damaged authority out of the way (nothing is destroyed) after its name was typed. */
  'authorities.setAside': call(
    z.object({ id: idSchema, typedName: z.string().max(200) }),
    z.object({ folder: z.string() }),
  ),
  'certificates.list': call(nothing, z.array(certificateSchema)),
  'certificates.get': call(z.object({ id: idSchema }), certificateDetailSchema),
  'certificates.suggestNames': call(nothing, z.array(nameSchema)),
  'certificates.checkNames': call(
    z.object({
      names: z.array(typedName).max(1000),
      authorityId: idSchema.optional(),
      purpose: purposeSchema.optional(),
    }),
    z.array(nameCheckSchema),
  ),
  'certificates.issue': call(
    z.object({
      names: z.array(typedName).max(1000),
      authorityId: idSchema.optional(),
      purpose: purposeSchema.optional(),
      keyType: keyTypeSchema.optional(),
      validityDays: z.number().int().min(1).max(825).optional(),
    }),
    certificateSchema,
  ),
  /** Moves it to the bin; `restore` brings it back whole. */
  'certificates.remove': call(z.object({ id: idSchema }), nothing),
  'certificates.restore': call(z.object({ id: idSchema }), certificateSchema),
  'certificates.openFolder': call(z.object({ id: idSchema }), nothing),
  'trust.list': call(nothing, z.array(storeSchema)),
  'trust.install': call(z.object({ stores: storeIds }), z.array(outcomeSchema)),
  'trust.remove': call(z.object({ stores: storeIds }), z.array(outcomeSchema)),
  'trust.prove': call(nothing, proveReportSchema),
  'trust.lastProof': call(nothing, proveReportSchema.nullable()),
  'keychain.report': call(nothing, keychainSchema),
  'key.state': call(nothing, keyStateSchema),
  /** Opens the root key; asks for the passphrase in a window of its own where the keychain cannot give it. */
  'key.unlock': call(nothing, keyStateSchema),
  'key.lock': call(nothing, keyStateSchema),
  'settings.get': call(nothing, settingsSchema),
  'settings.set': call(settingsSchema.partial(), settingsSchema),
} as const;

/** Every event from the main process to the window. */
export const events = {
  'certificates.changed': nothing,
  'authorities.changed': nothing,
  'trust.changed': nothing,
  'key.changed': keyStateSchema,
  'settings.changed': settingsSchema,
  progress: progressSchema,
  /** A menu item or shortcut asks the window to go somewhere. */
  command: z.enum([
    'new-certificate',
    'palette',
    'overview',
    'certificates',
    'trust',
    'settings',
    'find',
    'lock',
    'check-trust',
  ]),
} as const;

export type CallName = keyof typeof calls;
export type EventName = keyof typeof events;
export type CallInput<N extends CallName> = z.input<(typeof calls)[N]['input']>;
export type CallOutput<N extends CallName> = z.output<(typeof calls)[N]['output']>;
export type EventData<N extends EventName> = z.output<(typeof events)[N]>;

type Group<N extends string> = N extends `${infer G}.${string}` ? G : never;
type Method<N extends string, G extends string> = N extends `${G}.${infer M}` ? M : never;

/** The client's shape, derived: `api.certificates.issue(request)`. */
export type Api = {
  [G in Group<CallName>]: {
    [M in Method<CallName, G>]: `${G}.${M}` extends infer N extends CallName
      ? undefined extends CallInput<N>
        ? () => Promise<CallOutput<N>>
        : (input: CallInput<N>) => Promise<CallOutput<N>>
      : never;
  };
};

/** What the preload script puts on the window as `sealwax`. Results are data (see result.ts); api.ts makes them throw. */
export interface Bridge {
  call(name: string, input: unknown): Promise<unknown>;
  /** Calls back with each event's data; the return value ends the subscription. */
  on(name: string, listener: (data: unknown) => void): () => void;
  platform: string;
}
