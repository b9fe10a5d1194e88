/** One option of a command, as the parser, the help and the completion know it. */
export interface OptionSpec {
  /** Without the dashes. */
  name: string;
  short?: string;
  /** What the value is called in help, e.g. "FILE"; absent for a switch. */
  value?: string;
  /** May be given more than once. */
  many?: boolean;
  help: string;
  /** What completes the value. */
  complete?: Completer;
}

/** Where the words that complete a value come from. A list is those words themselves, comma-separated ones with `list`. */
export type Completer =
  | 'file'
  | 'folder'
  | 'certificate'
  | 'authority'
  | 'request'
  | 'store'
  | 'deployment'
  | { words: readonly string[]; list?: boolean };

export interface CommandSpec {
  /** e.g. ["csr", "new"]. */
  path: readonly [string, ...string[]];
  /** The positional arguments as help shows them, e.g. "NAME…". */
  args: string;
  /** How many positional arguments there may be. */
  count: readonly [number, number];
  summary: string;
  /** More to know, as paragraphs. */
  details?: readonly string[];
  options: readonly OptionSpec[];
  examples: readonly (readonly [command: string, meaning: string])[];
  /** What completes a positional argument, by position; the last one also serves those after it. */
  complete?: readonly Completer[];
  /** Takes long options with one dash, too, as Go's programs do. */
  singleDash?: boolean;
  /** Stands in for a group that is called without a subcommand. */
  default?: boolean;
}

/** What a command was called with. */
export interface Parsed {
  positionals: string[];
  /** The last value of an option; undefined when it was not given. */
  value: (name: string) => string | undefined;
  /** All values of an option that may be given more than once. */
  values: (name: string) => string[];
  has: (name: string) => boolean;
}

/** The command line is wrong: exit code 2. */
export class UsageError extends Error {
  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message);
    this.name = 'UsageError';
  }
}
