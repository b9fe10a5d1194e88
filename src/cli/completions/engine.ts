import type { CommandSpec, Completer, OptionSpec } from '../command-line';
import type { CliIo } from '../io';
import { commonOptions, optionsOf } from '../parse';
import { commands, commandsOf, firstWords } from '../table';

/** A word that may stand there, and what it is. */
export interface Candidate {
  word: string;
  about: string;
}

/** What may come next: words, or files or folders, which the shell itself knows best. */
export interface Completion {
  candidates: Candidate[];
  files: 'none' | 'files' | 'folders';
}

/** Gives the things of the data folder; empty when there are none, or when it cannot be read. */
export type Things = (kind: Exclude<Completer, 'file' | 'folder' | object>) => Promise<Candidate[]>;

const none: Completion = { candidates: [], files: 'none' };

/**
 * What may stand in the place of the last of the words, which is being typed (and may be empty). The words begin after the
 * program's name.
 */
export async function complete(words: readonly string[], things: Things): Promise<Completion> {
  const current = words.at(-1) ?? '';
  const before = words.slice(0, -1).filter((word) => !isCommon(word));
  const [word, second] = before;
  if (word === undefined) return matching(current, [...topWords(), ...asOptions(current, commonOptions)]);
  const group = commandsOf(word);
  const [only] = group;
  if (word === 'help') return matching(current, helpWords(before.slice(1)));
  if (only === undefined) return none;
  if (only.spec.path.length === 1) return argumentOf(only.spec, before.slice(1), current, things);
  const named = group.find(({ spec }) => spec.path[1] === second);
  if (named !== undefined) return argumentOf(named.spec, before.slice(2), current, things);
  if (second !== undefined) return none;
  const subcommands = group.map(({ spec }) => ({ word: spec.path[1] ?? '', about: spec.summary }));
  return matching(current, [...subcommands, ...asOptions(current, commonOptions)]);
}

const isCommon = (word: string) =>
  commonOptions.some(({ name, short }) => word === `--${name}` || (short !== undefined && word === `-${short}`));

function topWords(): Candidate[] {
  return firstWords.map((word) => {
    const group = commandsOf(word);
    return { word, about: group.length === 1 ? (group[0]?.spec.summary ?? '') : 'more commands' };
  });
}

function helpWords(before: readonly string[]): Candidate[] {
  const [word] = before;
  if (word === undefined) return topWords();
  return commands
    .filter(({ spec }) => spec.path[0] === word && spec.path.length > 1)
    .map(({ spec }) => ({ word: spec.path[1] ?? '', about: spec.summary }));
}

async function argumentOf(
  spec: CommandSpec,
  before: readonly string[],
  current: string,
  things: Things,
): Promise<Completion> {
  const options = optionsOf(spec);
  const byName = (name: string) => options.find((option) => option.name === name);
  const afterDashes = before.includes('--');
  const last = before.at(-1);
  const waiting = !afterDashes && last?.startsWith('--') === true ? byName(last.slice(2)) : undefined;
  if (waiting?.value !== undefined) return values(waiting.complete, current, things);
  const inline = /^--([^=]+)=(.*)$/s.exec(current);
  if (inline !== null && !afterDashes) {
    const option = byName(inline[1] ?? '');
    const found = await values(option?.complete, inline[2] ?? '', things);
    // The whole word is replaced by the shell, so what comes before the value goes with it.
    const whole = found.candidates.map(({ word, about }) => ({ word: `--${inline[1]}=${word}`, about }));
    return { ...found, candidates: whole };
  }
  if (current.startsWith('-') && !afterDashes) {
    const free = options.filter(({ name, many }) => many === true || !before.includes(`--${name}`));
    return matching(current, asOptions(current, free));
  }
  const position = positionalsIn(before, options);
  if (position >= spec.count[1]) return none;
  const completers = spec.complete ?? [];
  return values(completers[Math.min(position, completers.length - 1)], current, things);
}

/** How many of the words are arguments: neither an option nor the value of one. */
function positionalsIn(before: readonly string[], options: readonly OptionSpec[]): number {
  let count = 0;
  for (let at = 0; at < before.length; at += 1) {
    const word = before[at] ?? '';
    if (word === '--') return count + before.length - at - 1;
    const option = word.startsWith('--') ? options.find(({ name }) => `--${name}` === word) : undefined;
    if (option?.value !== undefined) at += 1;
    else if (!word.startsWith('-') || word === '-') count += 1;
  }
  return count;
}

async function values(completer: Completer | undefined, current: string, things: Things): Promise<Completion> {
  if (completer === undefined) return none;
  if (completer === 'file') return { candidates: [], files: 'files' };
  if (completer === 'folder') return { candidates: [], files: 'folders' };
  if (typeof completer === 'string') return matching(current, await things(completer));
  const plain = completer.words.map((word) => ({ word, about: '' }));
  if (completer.list !== true) return matching(current, plain);
  const comma = current.lastIndexOf(',') + 1;
  const taken = current.slice(0, comma).split(',');
  const left = plain.filter(({ word }) => !taken.includes(word));
  return matching(
    current,
    left.map(({ word, about }) => ({ word: current.slice(0, comma) + word, about })),
  );
}

/** Options are offered when a dash was typed: before that they would hide the arguments. */
const asOptions = (current: string, options: readonly OptionSpec[]): Candidate[] =>
  current.startsWith('-') ? options.map(({ name, help }) => ({ word: `--${name}`, about: help })) : [];

function matching(current: string, candidates: readonly Candidate[]): Completion {
  return { candidates: candidates.filter(({ word }) => word.startsWith(current)), files: 'none' };
}

/**
 * `sealwax __complete WORD…`: for the scripts of the shells. One line a candidate, word and meaning with a tab between; a first
 * line ":files" or ":folders" leaves it to the shell. A failure completes nothing and says nothing.
 */
export async function printCompletions(words: readonly string[], io: CliIo): Promise<number> {
  try {
    const { thingsOf } = await import('./things');
    const { candidates, files } = await complete(words[0] === '--' ? words.slice(1) : words, thingsOf(io));
    const lines = candidates.map(({ word, about }) => (about === '' ? word : `${word}\t${oneLine(about)}`));
    io.out([...(files === 'none' ? [] : [`:${files}`]), ...lines].map((line) => `${line}\n`).join(''));
  } catch {
    // The person is in the middle of a line: an error text would land in it.
  }
  return 0;
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').slice(0, 100);
