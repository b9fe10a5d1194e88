import type { Quote } from './quotes';
import type { SnippetId } from './snippet-ids';

/** What the texts need to know of a certificate. */
export interface SnippetFacts {
  platform: NodeJS.Platform;
  /** The certificate with what is above it, but for the root. */
  chain: string;
  key: string;
  root: string;
  /** For a web address, and as the certificate has it. */
  host: { url: string; name: string };
  /** The host that a client asks: this certificate's, or localhost where the certificate serves nothing; for a web address. */
  target: string;
  /** The same, without the brackets of an IPv6 address. */
  bare: string;
  /** The host is an IP address. */
  address: boolean;
  /** Of what speaks HTTP; databases and brokers have their own. */
  port: number;
}

/** A file or some commands. */
export interface SnippetPart {
  /** Where it belongs, e.g. "nginx.conf". */
  place: string;
  /** Undefined when the program cannot write one of the paths. */
  text: string | undefined;
  /** How a comment begins in it. */
  comment: '#' | '//' | '<!--';
  /** Why there may be no text, as a sentence. */
  cannot?: string;
}

/** The parts of one kind; `mutual` tells whether both sides show a certificate. Undefined: the program has no such thing. */
export type SnippetWriter = (facts: SnippetFacts, mutual: boolean) => SnippetPart[] | undefined;

export interface SnippetRecipe {
  id: SnippetId;
  title: string;
  group: string;
  server?: SnippetWriter;
  client?: SnippetWriter;
  note?: string;
  /** The program and the version that test/recipes runs the very texts with. */
  checked?: string;
  /** What they were run with by hand where no test does. With neither they were written from the documentation, and not run. */
  tried?: string;
  /** The vendor's documentation of it. */
  source: string;
}

/** Words for the groups, in which the picker of the window shows them. */
export const snippetGroups = {
  shell: 'Command line',
  web: 'Web servers',
  javascript: 'JavaScript',
  python: 'Python',
  languages: 'Other languages',
  containers: 'Containers',
  data: 'Databases and queues',
} as const;

/** A text of several paths, or undefined when one of them cannot be written. */
export function withPaths<P extends string>(
  quote: Quote,
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

/** A part whose text has the three paths of the certificate in it. */
export function part(
  place: string,
  comment: SnippetPart['comment'],
  quote: Quote,
  { chain, key, root }: { chain: string; key: string; root: string },
  text: (at: { chain: string; key: string; root: string }) => string,
  cannot = noControl,
): SnippetPart {
  return { place, comment, cannot, text: withPaths(quote, { chain, key, root }, text) };
}

/** Lines of which some are left out, joined. */
export const lines = (...each: (string | false)[]): string => each.filter((line) => line !== false).join('\n');
