/**
 * The text of a hosts file (hosts(5)) with a part of ours in it: between two comments, one line a name and address. All that
 * stands outside of them is somebody else's and comes back byte for byte. The text is read as latin1, so every byte is a character.
 */

/** One line of ours. */
export interface HostsLine {
  address: string;
  name: string;
}

/** One line of somebody else's that names something. */
export interface ForeignLine {
  /** Counted from 1, as an editor does. */
  line: number;
  address: string;
  names: string[];
}

export interface HostsText {
  before: string;
  after: string;
  ours: HostsLine[];
  foreign: ForeignLine[];
  /** How lines end in this file. */
  eol: '\n' | '\r\n';
}

/** Our part is not as it was written; `line` is where (from 1). */
export interface DamagedHosts {
  damagedAt: number;
}

const begin = '# Sealwax begin: names of servers on this machine, changed by "sealwax hosts"';
/** The file ended without a line break, which is taken out again with the part. */
const beginJoined = `${begin} (no line break before)`;
const end = '# Sealwax end';

const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
const bare = (line: string): string => line.replace(/\r?\n$/, '');

/** Address and names of a line; undefined for an empty one and a comment. */
function entryOf(line: string): { address: string; names: string[] } | undefined {
  const [address = '', ...names] = line.replace(/#.*/s, '').trim().split(/\s+/);
  return address === '' ? undefined : { address, names: names.map((name) => name.toLowerCase()) };
}

/** Takes a hosts file apart. A part of ours that somebody wrote into, or that is there twice, is not guessed at. */
export function readHosts(text: string): HostsText | DamagedHosts {
  const lines = linesOf(text);
  const isBegin = (line: string) => bare(line).startsWith('# Sealwax begin');
  const from = lines.findIndex(isBegin);
  const to = lines.findIndex((line) => bare(line) === end);
  const eol = lines[0]?.endsWith('\r\n') === true ? '\r\n' : '\n';
  if (from < 0 && to < 0) return { before: text, after: '', ours: [], foreign: foreignIn(lines, 0), eol };
  if (from < 0 || to < from) return { damagedAt: Math.max(from, to) + 1 };
  const twice = lines.findIndex((line, index) => index > from && index !== to && (isBegin(line) || bare(line) === end));
  if (twice >= 0) return { damagedAt: twice + 1 };
  const ours: HostsLine[] = [];
  for (const [index, line] of lines.slice(from + 1, to).entries()) {
    const entry = entryOf(line);
    const [name, ...more] = entry?.names ?? [];
    if (entry === undefined || name === undefined || more.length > 0) return { damagedAt: from + index + 2 };
    ours.push({ address: entry.address, name });
  }
  const before = lines.slice(0, from).join('');
  const after = lines.slice(to + 1).join('');
  const joined = bare(lines[from] ?? '') === beginJoined && after === '';
  return {
    before: joined ? bare(before) : before,
    after,
    ours,
    foreign: [...foreignIn(lines.slice(0, from), 0), ...foreignIn(lines.slice(to + 1), to + 1)],
    eol,
  };
}

function foreignIn(lines: readonly string[], offset: number): ForeignLine[] {
  return lines.flatMap((line, index) => {
    const entry = entryOf(line);
    return entry === undefined ? [] : [{ line: offset + index + 1, ...entry }];
  });
}

/** The lines of our part as they stand in the file, without their ends. */
export const hostsLines = (ours: readonly HostsLine[]): string[] =>
  ours.map(({ address, name }) => `${address.padEnd(9)} ${name}`);

/** The file with these lines as our part, where it stood before or at the end; without any, as if we had never been there. */
export function writeHosts({ before, after, eol }: Omit<HostsText, 'ours'>, ours: readonly HostsLine[]): string {
  if (ours.length === 0) return before + after;
  const joined = before !== '' && !before.endsWith('\n');
  const part = [joined ? beginJoined : begin, ...hostsLines(ours), end].map((line) => line + eol).join('');
  return `${before}${joined ? eol : ''}${part}${after}`;
}
