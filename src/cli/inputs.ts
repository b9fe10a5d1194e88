import type { ExportFormat } from '../ipc/issue-schemas';
import type { Keep, KeyType, NameLimits, Purpose, SubjectFields, Validity } from '../ipc/schemas';
import { type Parsed, UsageError } from './command-line';
import { exportFormats, formatShorthands, keeps, keyTypes, purposes } from './specs/words';
import { suggest } from './suggest';

/** One of some words. Throws `UsageError` that lists them. */
export function oneOf<T extends string>(option: string, typed: string, words: readonly T[]): T {
  const found = words.find((word) => word === typed);
  if (found !== undefined) return found;
  const near = suggest(typed, words);
  throw new UsageError(
    `${option} cannot be “${typed}”.`,
    near === undefined ? `One of: ${words.join(', ')}.` : `Did you mean ${near}? One of: ${words.join(', ')}.`,
  );
}

/** A whole number in a range. Throws `UsageError`. */
export function wholeNumber(option: string, typed: string, least: number, most: number): number {
  const number = /^\d{1,9}$/.test(typed) ? Number(typed) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new UsageError(`${option} must be a whole number from ${least} to ${most}, not “${typed}”.`);
}

/** A day (its last second, or its first) or an instant, UTC. Throws `UsageError`. */
export function instantOf(option: string, typed: string, ofDay: 'first' | 'last'): Date {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(typed);
  const whole = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(typed);
  const date = new Date(day ? `${typed}T${ofDay === 'first' ? '00:00:00' : '23:59:59'}Z` : typed);
  const real = !Number.isNaN(date.getTime()) && (!day || date.toISOString().startsWith(typed));
  if ((day || whole) && real) return date;
  throw new UsageError(
    `${option} must be a day or an instant, not “${typed}”.`,
    'Write 2027-12-24, or 2027-12-24T10:00:00Z.',
  );
}

/** What --days, --hours and --until say; undefined when none was given. Throws `UsageError` for two of them. */
export function validityOf(parsed: Parsed): Validity | undefined {
  const given = ['days', 'hours', 'until'].filter((name) => parsed.has(name));
  if (given.length > 1) {
    throw new UsageError(
      `--${given[0]} and --${given[1]} cannot both be given.`,
      'Choose one of --days, --hours, --until.',
    );
  }
  const [days, hours, until] = [parsed.value('days'), parsed.value('hours'), parsed.value('until')];
  if (days !== undefined) return { kind: 'days', days: wholeNumber('--days', days, 1, 3660) };
  if (hours !== undefined) return { kind: 'hours', hours: wholeNumber('--hours', hours, 1, 24) };
  if (until !== undefined) return { kind: 'until', until: instantOf('--until', until, 'last').toISOString() };
  return undefined;
}

const attributes: Readonly<Record<string, keyof SubjectFields>> = {
  C: 'country',
  ST: 'state',
  S: 'state',
  L: 'locality',
  O: 'organization',
  OU: 'organizationalUnit',
  CN: 'commonName',
};

/**
 * Reads "C=DE,O=Example" (RFC 4514, the part that people type) and openssl's "/C=DE/O=Example"; a backslash keeps the next
 * separator in the value. Throws `UsageError`.
 */
export function subjectOf(typed: string): SubjectFields {
  const separator = typed.startsWith('/') ? '/' : ',';
  const parts = splitKept(separator === '/' ? typed.slice(1) : typed, separator);
  const fields: SubjectFields = {};
  for (const part of parts) {
    const equals = part.indexOf('=');
    const name = part.slice(0, Math.max(equals, 0)).trim().toUpperCase();
    const field = attributes[name];
    const value = part.slice(equals + 1).trim();
    if (field === undefined || value === '') {
      throw new UsageError(
        `--subject has a part that cannot be read: “${part.trim()}”.`,
        'Write e.g. "C=DE,O=Example,CN=app.test" (C, ST, L, O, OU, CN).',
      );
    }
    if (fields[field] !== undefined) throw new UsageError(`--subject has ${name} twice.`);
    fields[field] = value;
  }
  return fields;
}

function splitKept(text: string, separator: string): string[] {
  const parts: string[] = [];
  let part = '';
  for (let at = 0; at < text.length; at += 1) {
    const kept = text[at] === '\\' && at + 1 < text.length;
    if (kept) at += 1;
    const character = text.charAt(at);
    if (character !== separator || kept) part += character;
    else {
      parts.push(part);
      part = '';
    }
  }
  return [...parts, part];
}

const commaWords = (typed: readonly string[]): string[] =>
  typed
    .flatMap((each) => each.split(','))
    .map((word) => word.trim())
    .filter((word) => word !== '');

/** The formats of --format, shorthands written out, each once. Throws `UsageError`. */
export function formatsOf(parsed: Parsed): ExportFormat[] {
  const words = commaWords(parsed.values('format'));
  if (words.length === 0) return [...(formatShorthands.get('pem') ?? [])];
  const found = words.flatMap(
    (word) => formatShorthands.get(word) ?? [oneOf('--format', word, [...exportFormats, 'pem' as ExportFormat])],
  );
  return [...new Set(found)];
}

/**
 * --limits and --no-limits; undefined when neither was given. A text with a slash, or of nothing but an address's letters, is
 * an address range. Throws `UsageError` for both at once.
 */
export function limitsOf(parsed: Parsed): NameLimits | undefined {
  if (parsed.has('no-limits')) {
    if (parsed.has('limits')) throw new UsageError('--limits and --no-limits cannot both be given.');
    return { kind: 'none' };
  }
  if (!parsed.has('limits')) return undefined;
  const words = commaWords(parsed.values('limits'));
  const isAddress = (word: string) => word.includes('/') || word.includes(':') || /^\d+(\.\d+){3}$/.test(word);
  const wholeAddress = (word: string) => (word.includes('/') ? word : `${word}/${word.includes(':') ? 128 : 32}`);
  return {
    kind: 'limited',
    dns: words.filter((word) => !isAddress(word)),
    ip: words.filter(isAddress).map(wholeAddress),
  };
}

const word =
  <T extends string>(option: string, words: readonly T[]) =>
  (parsed: Parsed): T | undefined => {
    const typed = parsed.value(option);
    return typed === undefined ? undefined : oneOf(`--${option}`, typed, words);
  };

export const purposeOf = word<Purpose>('purpose', purposes);
export const keyTypeOf = word<KeyType>('key', keyTypes);
export const keepOf = word<Keep>('keep', keeps);

/** An object without the entries that are undefined: absent and undefined are not the same to the types. */
export function given<T extends object>(entries: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as never;
}
