import { z } from 'zod';

/** A name that Sealwax wrote into the hosts file, with the addresses that stand there for it. */
export const hostsNameSchema = z.object({ name: z.string(), addresses: z.array(z.string()) });
export type HostsName = z.infer<typeof hostsNameSchema>;

export const hostsStateSchema = z.object({
  /** The file, e.g. "/etc/hosts". */
  path: z.string(),
  names: z.array(hostsNameSchema),
});
export type HostsState = z.infer<typeof hostsStateSchema>;

export const hostsActionSchema = z.enum(['add', 'remove']);
export type HostsAction = z.infer<typeof hostsActionSchema>;

/** What would be changed, exactly, before anything is. */
export const hostsPlanSchema = z.object({
  action: hostsActionSchema,
  path: z.string(),
  /** The lines as they will be written, or are taken out. Empty when there is nothing to do. */
  lines: z.array(z.string()),
  /** Names that need nothing: they stand there already, or are not there. */
  already: z.array(z.string()),
  /** Of the file as it was read; the change is refused when it is another by then. */
  fingerprint: z.string(),
});
export type HostsPlan = z.infer<typeof hostsPlanSchema>;

/** Where a name leads on this machine. */
export const reachSchema = z.object({
  name: z.string(),
  /** `loopback`: to this machine. `elsewhere`: to another address. `nowhere`: it does not resolve, or not in time. */
  state: z.enum(['loopback', 'elsewhere', 'nowhere']),
  addresses: z.array(z.string()),
});
export type Reach = z.infer<typeof reachSchema>;
