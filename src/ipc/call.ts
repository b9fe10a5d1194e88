import { z } from 'zod';
import { idSchema } from './schemas';

export interface Call<I extends z.ZodType, O extends z.ZodType> {
  input: I;
  output: O;
}

/** One entry of the contract: what goes in and what comes out, both checked in the main process. */
export const call = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Call<I, O> => ({ input, output });

export const nothing = z.undefined();
export const storeIds = z.array(z.string().min(1).max(4096)).max(200);
export const one = z.object({ id: idSchema });
/** The default authority unless one is named. */
export const ofAuthority = z.object({ authorityId: idSchema.optional() });
/** Names what the main process read from a file or the clipboard. */
export const opened = z.object({ token: z.string().max(100) });
