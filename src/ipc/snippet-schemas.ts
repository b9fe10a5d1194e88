import { z } from 'zod';

/** A text to copy, with the real paths of one certificate, for one program. The programs are `snippetIds` of core/recipes. */
export const snippetSchema = z.object({
  /** What `sealwax show --snippet` takes. */
  id: z.string(),
  title: z.string(),
  /** What it stands under, e.g. "Web servers". */
  group: z.string(),
  /** Whether it serves with the certificate, reaches the server, or does it where both sides show one. */
  kind: z.enum(['server', 'client', 'mutual']),
  /** Files and commands, in the order in which they are needed; none when the program has no way to write these paths. */
  parts: z.array(
    z.object({
      /** Where it belongs, e.g. "a server block of nginx". */
      place: z.string(),
      text: z.string(),
      /** How a comment begins in it. */
      comment: z.enum(['#', '//', '<!--']),
    }),
  ),
  /** What else is needed, or why there are no parts. */
  note: z.string().optional(),
  /** The program and the version that the tests run this text with. */
  checked: z.string().optional(),
  /** What it was run with by hand where no test does; with neither it was written from the documentation, and not run. */
  tried: z.string().optional(),
  /** The address of the vendor's documentation. */
  source: z.string(),
});
export type Snippet = z.infer<typeof snippetSchema>;
