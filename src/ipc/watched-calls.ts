import { z } from 'zod';
import { call, nothing, one } from './call';
import { idSchema } from './schemas';
import {
  findReportSchema,
  hostCheckSchema,
  renewalPlanSchema,
  renewedInPlaceSchema,
  watchedSchema,
} from './watched-schemas';

const ofSeen = z.object({ id: idSchema, seenId: idSchema });
const typedHost = z.object({ host: z.string().max(500) });

/** Certificates in files, folders and on servers that are looked at again and again, whoever made them. */
export const watchedCalls = {
  'watched.list': call(nothing, z.array(watchedSchema)),
  /** Looks now; at all without ids. */
  'watched.check': call(z.object({ ids: z.array(idSchema).max(1000).optional() }), z.array(watchedSchema)),
  'watched.checkHost': call(typedHost, hostCheckSchema),
  'watched.addHost': call(typedHost, watchedSchema),
  /** Asks for files; null when the person chose none. */
  'watched.addFiles': call(nothing, z.array(watchedSchema).nullable()),
  /** Asks for a folder; null when the person chose none. */
  'watched.addFolder': call(nothing, watchedSchema.nullable()),
  'watched.remove': call(one, nothing),
  /** Watches again what was removed in this run. */
  'watched.undoRemove': call(one, watchedSchema),
  /** The places in the home folder where other tools keep certificates. */
  'watched.find': call(nothing, findReportSchema),
  /** Asks for a folder of projects and looks through it too; null when the person chose none. */
  'watched.findInFolder': call(nothing, findReportSchema.nullable()),
  /** Watches some of those that were found last. */
  'watched.addFound': call(z.object({ ids: z.array(idSchema).min(1).max(500) }), z.array(watchedSchema)),
  /** Reads it anew and opens it in "Look inside". */
  'watched.look': call(ofSeen, z.object({ token: z.string() })),
  'watched.planRenewal': call(ofSeen, renewalPlanSchema),
  /** Writes a new certificate and key over the two files of the plan, whose fingerprint says that they are still the same. */
  'watched.renew': call(ofSeen.extend({ fingerprint: z.string().max(64) }), renewedInPlaceSchema),
  /** Writes the kept pair back over the renewed one. */
  'watched.putBack': call(renewedInPlaceSchema.pick({ backup: true }), nothing),
} as const;
