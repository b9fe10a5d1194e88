import { z } from 'zod';

/** What a certificate can be put into, in the order in which they are offered. */
export const snippetIdSchema = z.enum([
  'nginx',
  'apache',
  'caddy',
  'traefik',
  'node',
  'vite',
  'python',
  'flask',
  'uwsgi',
  'go',
  'curl',
  'curl-client',
  'python-client',
  'node-client',
]);
export type SnippetId = z.infer<typeof snippetIdSchema>;

/** A text to copy, with the real paths of one certificate. */
export const snippetSchema = z.object({
  id: snippetIdSchema,
  title: z.string(),
  /** Whether it serves with the certificate, shows it as a client, or looks at the server. */
  role: z.enum(['server', 'client', 'check']),
  /** Where it belongs, e.g. "a server block of nginx". */
  place: z.string(),
  /** Absent when the program has no way to write these paths; `note` then says why. */
  text: z.string().optional(),
  /** What else is needed. */
  note: z.string().optional(),
});
export type Snippet = z.infer<typeof snippetSchema>;
