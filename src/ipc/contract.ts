import { z } from 'zod';
import { activityCalls } from './activity-calls';
import {
  adoptSchema,
  compatAuthoritySchema,
  createAuthoritySchema,
  mkcertAuthoritySchema,
  restoreReportSchema,
} from './authority-schemas';
import { call, nothing, ofAuthority, one, opened, storeIds } from './call';
import { deploymentCalls } from './deployment-calls';
import { hostsCalls } from './hosts-calls';
import { inspectCalls, inspectEvents } from './inspect-calls';
import {
  batchProgressSchema,
  batchReportSchema,
  batchRowSchema,
  exportFormatSchema,
  issueOptionsSchema,
  issueRequestSchema,
  renewRequestSchema,
  requestPreviewSchema,
  rootFormSchema,
  savedSchema,
  signingRequestSchema,
  typedNameSchema,
  validityPreviewSchema,
} from './issue-schemas';
import { overviewCalls, overviewEvents } from './overview-calls';
import { proxyCalls, proxyEvents } from './proxy-calls';
import { proxyWindowCalls } from './proxy-window-calls';
import { reminderCalls, reminderEvents } from './reminders-calls';
import { renewalCalls } from './renewal-calls';
import { revocationCalls } from './revocation-calls';
import { rolloverCalls } from './rollover-calls';
import {
  authoritySchema,
  certificateDetailSchema,
  certificateSchema,
  idSchema,
  keepSchema,
  keychainSchema,
  keyStateSchema,
  limitsSchema,
  nameCheckSchema,
  nameSchema,
  progressSchema,
  purposeSchema,
} from './schemas';
import { settingsSchema } from './settings-schemas';
import { setupPlanSchema, setupResultSchema } from './setup-schemas';
import { snippetCalls } from './snippet-calls';
import { trustCalls } from './trust-calls';
import { phonePageSchema } from './trust-schemas';
import { fileViewSchema } from './view-schemas';
import { watchedCalls } from './watched-calls';

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
  ...overviewCalls,
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
  'authorities.create': call(createAuthoritySchema, authoritySchema),
  'authorities.setDefault': call(one, authoritySchema),
  'authorities.rename': call(z.object({ id: idSchema, name: z.string().max(200) }), authoritySchema),
  'authorities.makePrivate': call(one, authoritySchema),
  /** Moves an authority out of the way (nothing is destroyed) after its name was typed. */
  'authorities.setAside': call(
    z.object({ id: idSchema, typedName: z.string().max(200) }),
    z.object({ folder: z.string() }),
  ),
  'authorities.findMkcert': call(nothing, z.array(mkcertAuthoritySchema)),
  'authorities.adopt': call(adoptSchema, authoritySchema),
  /** Deletes the unencrypted copy of its key (`plainKeyFile`) that adopting found. */
  'authorities.deletePlainKey': call(one, authoritySchema),
  /** Asks for a passphrase and a place, and writes the one encrypted file. */
  'authorities.backup': call(z.object({ ids: z.array(idSchema).min(1).max(100) }), savedSchema),
  'authorities.restore': call(z.object({ keep: keepSchema }), restoreReportSchema),
  'authorities.exportRoot': call(z.object({ id: idSchema, form: rootFormSchema }), savedSchema),
  /** Asks for the old and the new passphrase in a window of their own. */
  'authorities.changePassphrase': call(one, authoritySchema),
  'authorities.setKeep': call(z.object({ id: idSchema, keep: keepSchema }), authoritySchema),
  /** Shows it in a window of its own: it holds the passphrase. */
  'authorities.showRecoveryKit': call(one, nothing),
  'compat.state': call(nothing, compatAuthoritySchema),
  'compat.enable': call(z.object({ limits: limitsSchema }), compatAuthoritySchema),
  'compat.disable': call(nothing, compatAuthoritySchema),
  'certificates.list': call(nothing, z.array(certificateSchema)),
  'certificates.get': call(one, certificateDetailSchema),
  'certificates.suggestNames': call(ofAuthority, z.array(nameSchema)),
  'certificates.checkNames': call(
    z.object({
      names: z.array(typedNameSchema).max(10_000),
      authorityId: idSchema.optional(),
      purpose: purposeSchema.optional(),
    }),
    z.array(nameCheckSchema),
  ),
  'certificates.previewValidity': call(
    issueOptionsSchema.pick({ authorityId: true, purpose: true, validity: true }),
    validityPreviewSchema,
  ),
  'certificates.issue': call(issueRequestSchema, certificateSchema),
  'certificates.renew': call(renewRequestSchema, certificateSchema),
  /** Moves it to the bin; `restore` brings it back whole. */
  'certificates.remove': call(one, nothing),
  'certificates.restore': call(one, certificateSchema),
  'certificates.openFolder': call(one, nothing),
  /** Asks for a folder, and for a passphrase where a format needs one. With several certificates each gets a folder. */
  'certificates.export': call(
    z.object({
      ids: z.array(idSchema).min(1).max(2000),
      formats: z.array(exportFormatSchema).min(1).max(20),
      /** Write them again at each renewal. */
      deploy: z.boolean().optional(),
    }),
    savedSchema,
  ),
  /** Opens the folder that something was saved in. */
  'files.showSaved': call(opened, nothing),
  /** Asks for files, reads them and shows what is inside; null when the person chose none. */
  'files.open': call(nothing, fileViewSchema.nullable()),
  /** The same with the clipboard, which the main process reads itself. */
  'files.paste': call(nothing, fileViewSchema),
  /** The view of what was dropped on the window or opened by the system (see the event `files.arrived`). */
  'files.view': call(opened, fileViewSchema),
  /** What was dropped or opened by the system before the window listened, each told once. */
  'files.arrived': call(nothing, z.array(z.object({ token: z.string(), title: z.string() }))),
  /** Asks for the passphrase of what is locked in it, and looks again. */
  'files.unlock': call(opened, fileViewSchema),
  'requests.list': call(nothing, z.array(signingRequestSchema)),
  /** Makes a key, which stays here, and a signing request for it. */
  'requests.create': call(issueRequestSchema.omit({ authorityId: true, validity: true }), signingRequestSchema),
  'requests.save': call(one, savedSchema),
  'requests.remove': call(one, nothing),
  /** Takes the certificate that somebody signed for a request made here, and puts it with its key into the list. */
  'requests.complete': call(opened, certificateSchema),
  /** What an opened request asks for. */
  'requests.preview': call(opened.extend({ authorityId: idSchema.optional() }), requestPreviewSchema),
  /** Signs an opened request for these names, which may be fewer or more than it asks for. */
  'requests.sign': call(issueRequestSchema.omit({ keyType: true }).extend(opened.shape), certificateSchema),
  /** Reads a list or a CSV, and checks each row. */
  'batch.read': call(
    z.object({
      text: z.string().max(4_000_000),
      authorityId: idSchema.optional(),
      purpose: purposeSchema.optional(),
    }),
    z.array(batchRowSchema),
  ),
  'batch.openFile': call(nothing, z.object({ text: z.string() }).nullable()),
  'batch.issue': call(
    issueOptionsSchema.extend({ rows: z.array(batchRowSchema.omit({ problem: true })).max(10_000) }),
    batchReportSchema,
  ),
  'batch.cancel': call(nothing, nothing),
  ...rolloverCalls,
  ...trustCalls,
  ...activityCalls,
  ...revocationCalls,
  ...snippetCalls,
  ...watchedCalls,
  ...renewalCalls,
  ...deploymentCalls,
  ...reminderCalls,
  ...hostsCalls,
  ...proxyCalls,
  ...proxyWindowCalls,
  ...inspectCalls,
  'keychain.report': call(nothing, keychainSchema),
  'key.state': call(ofAuthority, keyStateSchema),
  /** Opens the root key; asks for the passphrase in a window of its own where the keychain cannot give it. */
  'key.unlock': call(ofAuthority, keyStateSchema),
  'key.lockOne': call(z.object({ authorityId: idSchema }), keyStateSchema),
  /** Locks every key that is open, and gives the state of the default authority's. */
  'key.lock': call(nothing, keyStateSchema),
  'settings.get': call(nothing, settingsSchema),
  'settings.set': call(settingsSchema.partial(), settingsSchema),
} as const;

/** Every event from the main process to the window. */
export const events = {
  ...overviewEvents,
  'certificates.changed': nothing,
  'authorities.changed': nothing,
  'trust.changed': nothing,
  'phone.changed': phonePageSchema,
  'watched.changed': nothing,
  'key.changed': keyStateSchema,
  'settings.changed': settingsSchema,
  progress: progressSchema,
  'requests.changed': nothing,
  'activity.changed': nothing,
  'deployments.changed': nothing,
  'batch.progress': batchProgressSchema,
  /** Something was dropped on the window or opened by the system; `files.view` shows it. */
  'files.arrived': z.object({ token: z.string(), title: z.string() }),
  /** A wish, or a renewal that failed. */
  'renewal.changed': nothing,
  'renewal.progress': batchProgressSchema,
  /** A menu item or shortcut asks the window to go somewhere. */
  command: z.enum([
    'new-certificate',
    'new-request',
    'batch',
    'open-file',
    'paste',
    'palette',
    'overview',
    'certificates',
    'trust',
    'authorities',
    'tools',
    'proxy',
    'activity',
    'settings',
    'find',
    'lock',
    'check-trust',
    'watched',
    'save-calendar',
    'inspect',
  ]),
  ...reminderEvents,
  ...proxyEvents,
  ...inspectEvents,
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

/** What the preload script puts on the window as `sealwax`. Results are data (see result.ts and packed.ts); api.ts makes them throw. */
export interface Bridge {
  call(name: string, input: unknown): Promise<unknown>;
  /** Calls back with each event's data; the return value ends the subscription. */
  on(name: string, listener: (data: unknown) => void): () => void;
  platform: string;
}
