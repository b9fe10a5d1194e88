/** A flag as Go's flag package knows it: one that is there or not, or one with a text. */
export type FlagKinds = Readonly<Record<string, 'boolean' | 'text'>>;

export type ParsedFlags =
  | { ok: true; flags: Record<string, string | boolean>; rest: string[] }
  /** `help`: -h or -help was asked for and is no flag of the program. */
  | { ok: false; help: boolean; message: string };

/** Go's strconv.ParseBool. */
const truths: Readonly<Record<string, boolean>> = {
  1: true,
  t: true,
  T: true,
  true: true,
  TRUE: true,
  True: true,
  0: false,
  f: false,
  F: false,
  false: false,
  FALSE: false,
  False: false,
};

/**
 * Reads arguments as Go's flag package does (pkg.go.dev/flag, "Command line flag syntax"): one dash or two, `-x=v` or `-x v`, and
 * the first argument that is no flag ends the flags; so does `--`. The messages are those of that package, since callers of
 * mkcert see them.
 */
export function parseGoFlags(argv: readonly string[], kinds: FlagKinds): ParsedFlags {
  const flags: Record<string, string | boolean> = {};
  const rest = [...argv];
  const fail = (message: string, help = false): ParsedFlags => ({ ok: false, help, message });
  for (;;) {
    const [text] = rest;
    if (text === undefined || text.length < 2 || !text.startsWith('-')) return { ok: true, flags, rest };
    rest.shift();
    if (text === '--') return { ok: true, flags, rest };
    const body = text.replace(/^--?/, '');
    if (body === '' || body.startsWith('-') || body.startsWith('=')) return fail(`bad flag syntax: ${text}`);
    const [, name = '', given] = /^([^=]+)(?:=(.*))?$/s.exec(body) ?? [];
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind === undefined) {
      if (name === 'h' || name === 'help') return fail('flag: help requested', true);
      return fail(`flag provided but not defined: -${name}`);
    }
    if (kind === 'boolean') {
      const value = given === undefined ? true : truths[given];
      if (value === undefined) return fail(`invalid boolean value "${given}" for -${name}: parse error`);
      flags[name] = value;
      continue;
    }
    const value = given ?? rest.shift();
    if (value === undefined) return fail(`flag needs an argument: -${name}`);
    flags[name] = value;
  }
}
