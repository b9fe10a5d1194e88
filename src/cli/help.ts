import { type CommandSpec, type OptionSpec, UsageError } from './command-line';
import { commonOptions, optionsOf } from './parse';
import { suggest } from './suggest';
import { commandsOf, firstWords } from './table';

const width = 100;

const groupSummaries: Readonly<Record<string, string>> = {
  csr: 'signing requests made here: new, list, show, complete, delete',
  ca: 'authorities: list, show, create, intermediate, adopt, backup, export …',
  trust: 'trust stores of this machine: status, install, remove, prove',
  mkcert: 'as mkcert 1.4.4, with its own arguments',
};

const exitTable = [
  '0  ok',
  '1  the answer is no, or the work failed',
  '2  the command line is wrong',
  '3  a person or an open keychain is needed, and there is none',
  '4  some of several failed (rows of a batch, trust stores)',
  '130  Ctrl-C',
];

/** The help of the program, of a group or of a command. Throws `UsageError` when the words name none. */
export function helpFor(words: readonly string[]): string {
  const [word, second] = words;
  if (word === undefined) return overview();
  if (word === 'mkcert') return 'Usage: sealwax mkcert …\n\nThe arguments are mkcert’s: see “sealwax mkcert -help”.\n';
  const group = commandsOf(word);
  const [only] = group;
  if (only === undefined) {
    const near = suggest(word, firstWords);
    throw new UsageError(
      `There is no command “${word}”.`,
      near === undefined ? 'See “sealwax --help”.' : `Did you mean “sealwax help ${near}”?`,
    );
  }
  if (only.spec.path.length === 1) return commandHelp(only.spec);
  if (second === undefined || second.startsWith('-'))
    return groupHelp(
      word,
      group.map(({ spec }) => spec),
    );
  const named = group.find(({ spec }) => spec.path[1] === second);
  if (named !== undefined) return commandHelp(named.spec);
  throw new UsageError(`There is no command “sealwax ${word} ${second}”.`, `See “sealwax help ${word}”.`);
}

function overview(): string {
  const rows = firstWords.map((word): [string, string] => [
    word,
    groupSummaries[word] ?? commandsOf(word)[0]?.spec.summary ?? '',
  ]);
  return lines([
    'Sealwax: locally trusted HTTPS for web developers.',
    '',
    'Usage: sealwax COMMAND …',
    '',
    'Commands:',
    ...table(rows),
    '',
    'Options of every command:',
    ...table([...commonOptions.map(optionRow), ['-V, --version', 'print the version']]),
    '',
    'Exit codes:',
    ...exitTable.map((line) => `  ${line}`),
    '',
    'Environment:',
    ...table([
      ['SEALWAX_HOME', 'the data folder'],
      ['SEALWAX_PASSPHRASE_FILE', 'a private file with the passphrase of the authorities (containers, CI)'],
    ]),
    '',
    'More: sealwax help COMMAND, and docs/cli.md',
  ]);
}

function groupHelp(word: string, specs: readonly CommandSpec[]): string {
  const usual = specs.find((spec) => spec.default === true);
  return lines([
    `Usage: sealwax ${word} COMMAND …`,
    '',
    'Commands:',
    ...table(specs.map((spec): [string, string] => [spec.path.slice(1).join(' '), spec.summary])),
    '',
    ...(usual === undefined ? [] : [`Without a command: ${usual.path.join(' ')}.`, '']),
    `More: sealwax help ${word} COMMAND`,
  ]);
}

function commandHelp(spec: CommandSpec): string {
  const usage = ['sealwax', ...spec.path, '[OPTION…]', spec.args].filter((part) => part !== '').join(' ');
  return lines([
    `Usage: ${usage}`,
    '',
    ...wrap(`${spec.summary[0]?.toUpperCase()}${spec.summary.slice(1)}.`, width),
    ...(spec.details ?? []).flatMap((text) => ['', ...wrap(text, width)]),
    '',
    'Options:',
    ...table(optionsOf(spec).map(optionRow)),
    '',
    'Examples:',
    ...spec.examples.flatMap(([command, meaning]) => [`  ${command}`, ...(meaning === '' ? [] : [`      ${meaning}`])]),
  ]);
}

function optionRow(option: OptionSpec): [string, string] {
  const short = option.short === undefined ? '    ' : `-${option.short}, `;
  const value = option.value === undefined ? '' : ` ${option.value}`;
  return [`${short}--${option.name}${value}`, `${option.help}${option.many === true ? ' (again and again)' : ''}`];
}

/** Two columns; the second is broken into lines of its own. */
function table(rows: readonly (readonly [string, string])[]): string[] {
  const left = Math.min(28, Math.max(...rows.map(([name]) => name.length)));
  return rows.flatMap(([name, text]) => {
    const [first = '', ...more] = wrap(text, width - left - 4);
    const head =
      name.length > left ? [`  ${name}`, `  ${' '.repeat(left)}  ${first}`] : [`  ${name.padEnd(left)}  ${first}`];
    return [...head, ...more.map((line) => `  ${' '.repeat(left)}  ${line}`)].map((line) => line.trimEnd());
  });
}

function wrap(text: string, columns: number): string[] {
  return text.split(' ').reduce<string[]>(
    (all, word) => {
      const last = all.at(-1) ?? '';
      if (last !== '' && last.length + 1 + word.length > columns) all.push(word);
      else all[all.length - 1] = last === '' ? word : `${last} ${word}`;
      return all;
    },
    [''],
  );
}

const lines = (all: readonly string[]): string => `${all.join('\n')}\n`;
