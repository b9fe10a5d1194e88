import { basename } from 'node:path';
import { finishWork } from './after-work';
import { type CommandSpec, UsageError } from './command-line';
import { type CommandContext, createContext } from './context';
import { connectKeychainFor } from './early-keychain';
import { explainError } from './errors';
import { exitCodes } from './exit-codes';
import { type CliIo, processIo } from './io';
import { commonOptions, parseCommand } from './parse';
import { suggest } from './suggest';
import { type Command, commandsOf, firstWords } from './table';

/** Written by the build out of package.json. */
declare const sealwaxVersion: string;

const shorts = new Map(commonOptions.flatMap(({ name, short }) => (short === undefined ? [] : [[`-${short}`, name]])));
const isCommon = (word: string) =>
  shorts.has(word) || word === '--version' || word === '-V' || commonOptions.some(({ name }) => word === `--${name}`);

/** Common options may also stand before the command. */
function split(argv: readonly string[]): { before: string[]; rest: string[] } {
  const first = argv.findIndex((word) => !isCommon(word));
  return first < 0 ? { before: [...argv], rest: [] } : { before: argv.slice(0, first), rest: argv.slice(first) };
}

/** Finds the command that the words name. Throws `UsageError` with what may have been meant. */
export function findCommand(words: readonly string[]): { command: Command; args: string[] } {
  const [word = '', second = ''] = words;
  const group = commandsOf(word);
  if (group.length === 0) throw unknownCommand(word);
  const [only] = group;
  if (only !== undefined && only.spec.path.length === 1) return { command: only, args: words.slice(1) };
  const named = group.find(({ spec }) => spec.path[1] === second);
  if (named !== undefined) return { command: named, args: words.slice(2) };
  const standIn = group.find(({ spec }) => spec.default === true);
  if (standIn !== undefined && (second === '' || second.startsWith('-'))) {
    return { command: standIn, args: words.slice(1) };
  }
  throw unknownSubcommand(word, second, group);
}

function unknownCommand(word: string): UsageError {
  if (word.startsWith('-')) {
    return new UsageError(`There is no option ${word} before a command.`, 'See “sealwax --help”.');
  }
  const near = suggest(word, firstWords);
  const hint = near === undefined ? 'See “sealwax --help”.' : `Did you mean “sealwax ${near}”?`;
  return new UsageError(`There is no command “${word}”.`, hint);
}

function unknownSubcommand(word: string, second: string, group: readonly Command[]): UsageError {
  const words = group.map(({ spec }) => spec.path[1] ?? '');
  const near = suggest(second, words);
  const hint = near === undefined ? `One of: ${words.join(', ')}.` : `Did you mean “sealwax ${word} ${near}”?`;
  return new UsageError(`There is no command “sealwax ${word} ${second}”.`, hint);
}

/** Runs one command line (without the program's name) and gives back the exit code. It does not throw. */
export async function runCli(argv: readonly string[], io: CliIo): Promise<number> {
  const { before, rest } = split(argv);
  const has = (...words: string[]) => words.some((word) => before.includes(word));
  // Before anything else is read, so that an unknown command and a wrong option are told in the form that was asked for. What
  // stands behind the names of these two is theirs.
  const json = has('--json') || (!/^(mkcert|__complete)$/.test(rest[0] ?? '') && beforeDashes(rest).includes('--json'));
  let context = createContext({ io, json, quiet: has('-q', '--quiet') });
  try {
    const [word] = rest;
    if (word === 'mkcert') return await (await import('./mkcert/main')).runMkcert(rest.slice(1), io);
    if (word === '__complete') return await (await import('./completions/engine')).printCompletions(rest.slice(1), io);
    if (has('--version', '-V')) {
      context.result({ version: sealwaxVersion }, () => [`sealwax ${sealwaxVersion}`]);
      return exitCodes.ok;
    }
    if (word === undefined) return await showHelp(context, undefined);
    if (has('-h', '--help')) return await showHelp(context, rest);
    // Of a group, not of the command that stands in for it.
    if (/^(-h|--help)$/.test(rest[1] ?? '')) return await showHelp(context, [word]);
    const { command, args } = findCommand(rest);
    const parsed = parseCommand(command.spec, args);
    context = createContext({ io, json, quiet: has('-q', '--quiet') || parsed.has('quiet') });
    if (parsed.has('help')) return await showHelp(context, command.spec.path);
    connectKeychainFor(command.spec.path[0], io);
    return await (await command.load())(context, parsed);
  } catch (error) {
    return explainError(context, error);
  }
}

function beforeDashes(args: readonly string[]): readonly string[] {
  const end = args.indexOf('--');
  return end < 0 ? args : args.slice(0, end);
}

async function showHelp(context: CommandContext, words: CommandSpec['path'] | readonly string[] | undefined) {
  const { helpFor } = await import('./help');
  context.io.out(helpFor(words ?? []));
  return exitCodes.ok;
}

/** Whether the program was started under mkcert's name, by a link or a copy. */
export const startedAsMkcert = (program: string | undefined): boolean =>
  program !== undefined && /^mkcert(\.exe|\.cjs)?$/i.test(basename(program));

/** Starts the program: called by bin/sealwax.cjs and bin/mkcert.cjs. */
export async function main(argv: readonly string[], program: string | undefined): Promise<void> {
  const { io, flush } = processIo();
  const code = await (startedAsMkcert(program)
    ? import('./mkcert/main').then((module) => module.runMkcert([...argv], io)).catch((error) => lastWords(io, error))
    : runCli(argv, io));
  const flushed = await flush().then(
    () => true,
    (error: unknown) => lastWords(io, error) === exitCodes.ok,
  );
  await finishWork();
  // Not left to the event loop: an open keychain connection would hold the process for seconds.
  process.exit(code === exitCodes.ok && !flushed ? exitCodes.failed : code);
}

function lastWords(io: CliIo, error: unknown): number {
  return explainError(createContext({ io, json: false, quiet: false }), error);
}
