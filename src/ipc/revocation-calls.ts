import { z } from 'zod';
import { call, one } from './call';
import { savedSchema } from './issue-schemas';
import { portSchema, revocationReasonSchema, revocationStateSchema } from './revocation-schemas';
import { certificateSchema, idSchema } from './schemas';

const authority = z.object({ authorityId: idSchema });

/** Taking certificates back: for good, with a reason, told by a signed list. */
export const revocationCalls = {
  'revocation.state': call(authority, revocationStateSchema),
  'revocation.revoke': call(one.extend({ reason: revocationReasonSchema }), certificateSchema),
  /** The others in use of the same key: with "keyCompromise" they are revoked too. */
  'revocation.sameKey': call(one, z.array(certificateSchema)),
  /** Makes a new list at once. */
  'revocation.makeCrl': call(authority, revocationStateSchema),
  /** Asks where, and writes the list that counts; a new one is made when it is due. */
  'revocation.exportCrl': call(authority.extend({ form: z.enum(['pem', 'der']) }), savedSchema),
  'revocation.serve': call(authority.extend({ on: z.boolean(), port: portSchema.optional() }), revocationStateSchema),
} as const;
