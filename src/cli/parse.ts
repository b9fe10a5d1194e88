import { parseArgs } from 'node:util';
import { type CommandSpec, type OptionSpec, type Parsed, UsageError } from './command-line';
import { suggest } from './suggest';

/** Every command takes these. */
export const commonOptions: readonly OptionSpec[] = [
  { name: 'json', help: 'print the result as JSON (docs/cli.md has the shapes)' },
  { name: 'quiet', short: 'q', help: 'no messages on standard error, but for errors' },
  { name: 'help', short: 'h', help: 'show the help of this command' },
];

export const optionsOf = (spec: CommandSpec): readonly OptionSpec[] => [...spec.options, ...commonOptions];

const label = (option: OptionSpec) => `--${option.name}`;

/**
 * Reads the arguments of one command with Node's own parser. Throws `UsageError` for an unknown option, a missing or needless
 * value, and too few or too many arguments. Everything after `--` is an argument, whatever it begins with.
 */
export function parseCommand(spec: CommandSpec, args: readonly string[]): Parsed {
  const known = new Map(optionsOf(spec).map((option) => [option.name, option]));
  const { tokens } = parseArgs({
    args: spec.singleDash === true ? args.map((word) => withTwoDashes(word, known)) : [...args],
    options: Object.fromEntries(
      [...known.values()].map((option) => [
        option.name,
        {
          type: option.value === undefined ? ('boolean' as const) : ('string' as const),
          ...(option.short === undefined ? {} : { short: option.short }),
        },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const option = known.get(token.name);
    if (option === undefined) throw unknownOption(token.rawName, spec);
    const before = given.get(option.name) ?? [];
    given.set(option.name, [...before, readValue(option, token)]);
    if (before.length > 0 && option.value !== undefined && option.many !== true) {
      throw new UsageError(`${label(option)} was given twice.`, usageHint(spec));
    }
  }
  if (!given.has('help')) checkCount(spec, positionals);
  return {
    positionals,
    value: (name) => given.get(name)?.at(-1),
    values: (name) => given.get(name) ?? [],
    has: (name) => given.has(name),
  };
}

/** "-from=x" as "--from=x", when there is such an option; "-q" stays what it is. */
function withTwoDashes(word: string, known: ReadonlyMap<string, OptionSpec>): string {
  const name = /^-([a-zA-Z][^=]+)/.exec(word)?.[1];
  return name !== undefined && known.has(name) ? `-${word}` : word;
}

function readValue(
  option: OptionSpec,
  token: { value?: string | undefined; inlineValue?: boolean | undefined },
): string {
  if (option.value === undefined) {
    if (token.value !== undefined) throw new UsageError(`${label(option)} takes no value.`);
    return '';
  }
  if (token.value === undefined || token.value === '') {
    throw new UsageError(`${label(option)} needs a value: ${option.value}.`, `Write ${label(option)} ${option.value}.`);
  }
  // "--out --json" is a forgotten value, not a folder of that name. "-" alone is standard input.
  if (token.inlineValue !== true && token.value.startsWith('-') && token.value !== '-') {
    throw new UsageError(
      `${label(option)} needs a value, and ${token.value} looks like an option.`,
      `If it is the value, write ${label(option)}=${token.value}.`,
    );
  }
  return token.value;
}

function unknownOption(rawName: string, spec: CommandSpec): UsageError {
  const near = suggest(
    rawName.replace(/^-+/, ''),
    optionsOf(spec).map((option) => option.name),
  );
  const help = near === undefined ? usageHint(spec) : `Did you mean --${near}?`;
  return new UsageError(`There is no option ${rawName} in “sealwax ${spec.path.join(' ')}”.`, help);
}

export const usageHint = (spec: CommandSpec): string => `See “sealwax ${spec.path.join(' ')} --help”.`;

function checkCount(spec: CommandSpec, positionals: readonly string[]): void {
  const [least, most] = spec.count;
  const command = `sealwax ${spec.path.join(' ')}`;
  if (positionals.length < least) {
    throw new UsageError(`Something is missing: ${command} ${spec.args}.`, usageHint(spec));
  }
  if (positionals.length > most) {
    const extra = positionals[most];
    throw new UsageError(`“${extra}” is one argument too many for “${command}”.`, usageHint(spec));
  }
}
