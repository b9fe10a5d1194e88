import type { ActivityActor, ActivityEntry } from '../../ipc/activity-schemas';
import type { JournalLine } from '../journal';
import { type Facts, labelled } from './facts';
import type { RawLine } from './journal-lines';
import { wordsOf } from './words';

const actors: readonly string[] = ['window', 'command-line', 'automatic'] satisfies ActivityActor[];

/** A line with all that every line has; undefined for a torn, damaged or foreign one. */
export function parseLine(line: Pick<RawLine, 'bytes' | 'tooLong'>): JournalLine | undefined {
  if (line.tooLong) return undefined;
  try {
    const read = JSON.parse(line.bytes.toString('utf8')) as Partial<JournalLine> | null;
    const whole =
      typeof read?.at === 'string' &&
      !Number.isNaN(Date.parse(read.at)) &&
      typeof read.what === 'string' &&
      typeof read.subject === 'string' &&
      typeof read.previous === 'string';
    return whole ? (read as JournalLine) : undefined;
  } catch {
    return undefined;
  }
}

/** What was noted besides what happened. A line from a file may have anything there. */
export function factsOf(line: JournalLine): Facts {
  const { data } = line as { data?: unknown };
  return typeof data === 'object' && data !== null && !Array.isArray(data) ? (data as Facts) : {};
}

/** So much of an unreadable line is shown (characters). */
const rawShown = 500;

/** A line for people. One that cannot be read is an entry too: that something stands there is said, not hidden. */
export function entryOf(raw: RawLine): ActivityEntry {
  const line = parseLine(raw);
  if (line === undefined) {
    const value = raw.tooLong ? 'longer than a megabyte' : raw.bytes.toString('utf8').slice(0, rawShown);
    return {
      id: raw.start,
      at: '',
      who: 'unknown',
      what: 'unreadable',
      group: 'other',
      sentence: 'A line that cannot be read',
      mark: 'attention',
      subject: '',
      facts: [{ label: 'As it stands in the file', value }],
      previous: '',
    };
  }
  const facts = factsOf(line);
  return {
    id: raw.start,
    at: new Date(line.at).toISOString(),
    who: actors.includes(line.who) ? line.who : 'unknown',
    what: line.what,
    ...wordsOf(line.what, line.subject, facts),
    subject: line.subject,
    facts: labelled(facts),
    previous: line.previous,
  };
}
