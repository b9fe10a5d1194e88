import type { Snippet } from '../../ipc/snippet-schemas';

/** What the texts need to know of a certificate. */
export interface SnippetFacts {
  platform: NodeJS.Platform;
  /** The certificate with what is above it, but for the root. */
  chain: string;
  key: string;
  root: string;
  /** For a web address, and as the certificate has it. */
  host: { url: string; name: string };
  port: number;
}

export interface SnippetText extends Omit<Snippet, 'text'> {
  /** Undefined when the program cannot write one of the paths. */
  text: string | undefined;
  /** Why that would be, as a sentence. */
  cannot: string;
}

/** A text of several paths, or undefined when one of them cannot be written. */
export function withPaths<P extends string>(
  quote: (path: string) => string | undefined,
  paths: Record<P, string>,
  text: (quoted: Record<P, string>) => string,
): string | undefined {
  const quoted = {} as Record<P, string>;
  for (const [name, path] of Object.entries(paths) as [P, string][]) {
    const word = quote(path);
    if (word === undefined) return undefined;
    quoted[name] = word;
  }
  return text(quoted);
}

/** For every form that has strings of its own: nothing but a control character is in its way. */
export const noControl = 'A line break or another control character in a path cannot be written here.';
