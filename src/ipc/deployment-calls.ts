import { z } from 'zod';
import { call, nothing } from './call';
import { deploymentIdSchema, deploymentListSchema, deploymentSchema, typedReloadSchema } from './deployment-schemas';
import { idSchema } from './schemas';

const one = z.object({ id: deploymentIdSchema });

/** Where certificates were written to, and what happens there when they are renewed. */
export const deploymentCalls = {
  'deployments.list': call(z.object({ certificateId: idSchema.optional() }), deploymentListSchema),
  /** Writes the files again; asks for a passphrase where they need one, and whether theirs may be replaced. Null for a no. */
  'deployments.write': call(one.extend({ replace: z.boolean() }), deploymentSchema.nullable()),
  'deployments.keepTheirs': call(one, deploymentSchema),
  /** The files stay; `restore` brings the deployment back. */
  'deployments.forget': call(one, nothing),
  'deployments.restore': call(one, deploymentSchema),
  /** Shows the reload in a dialog of the system and sets it when the person agrees; null when not. */
  'deployments.setReload': call(one.extend({ reload: typedReloadSchema.nullable() }), deploymentSchema.nullable()),
  'deployments.reload': call(one, deploymentSchema),
  'deployments.openFolder': call(one, nothing),
} as const;
