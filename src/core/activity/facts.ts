/** What a line says besides what happened. It comes from a file, so it may be anything. */
export type Facts = Readonly<Record<string, unknown>>;

/** A fact as a text; undefined when it is none, or an empty one. */
export const textOf = (facts: Facts, name: string): string | undefined => {
  const value = facts[name];
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;
};

/** A fact that is a list of texts; empty when it is not. */
export const listOf = (facts: Facts, name: string): string[] => {
  const value = facts[name];
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
};

/** What a table of ours says of a word from a file: never what every object has, such as "constructor". */
export const entryFor = <T>(table: Readonly<Record<string, T>>, word: string): T | undefined =>
  Object.hasOwn(table, word) ? table[word] : undefined;

/** Longer values are cut off for people (characters); an export has them whole. */
const longestValue = 30_000;

const labels: Readonly<Record<string, string>> = {
  authority: 'Authority',
  bytes: 'Size found (bytes)',
  certificate: 'Certificate',
  changes: 'Changes',
  code: 'Reason',
  command: 'Command',
  device: 'Device',
  expectedBytes: 'Size expected (bytes)',
  exitCode: 'Exit code',
  file: 'File',
  files: 'Files',
  fingerprint: 'SHA-256 fingerprint',
  folder: 'Folder',
  form: 'Format',
  formats: 'Formats',
  from: 'Before',
  keep: 'Passphrase kept',
  keyType: 'Key',
  kind: 'Kind',
  label: 'Place',
  limits: 'Limits',
  location: 'Location',
  message: 'Message',
  mkcert: 'By mkcert’s command line',
  name: 'Name',
  names: 'Names',
  notAfter: 'Valid until',
  number: 'Number',
  origin: 'Origin',
  outcome: 'Outcome',
  output: 'Output',
  parent: 'Signed by',
  reason: 'Reason',
  renews: 'Takes the place of',
  request: 'For a signing request',
  serial: 'Serial number',
  store: 'Trust store',
  tool: 'Tool',
  to: 'Now',
};

/** "notAfter" as "Not after", for a fact of which nothing is known here. */
const inWords = (name: string): string => {
  const spaced = name.replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after}`);
  return spaced.charAt(0).toUpperCase() + spaced.slice(1).toLowerCase();
};

/** A value in one line: lists with commas, yes and no, anything deeper as JSON. */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value) && value.every((each) => typeof each === 'string' || typeof each === 'number')) {
    return value.join(', ');
  }
  if (isChange(value)) return `${valueText(value.from)} → ${valueText(value.to)}`;
  return JSON.stringify(value) ?? '';
}

const isChange = (value: unknown): value is { from: unknown; to: unknown } =>
  typeof value === 'object' && value !== null && Object.keys(value).join() === 'from,to';

/** Every fact with a label for people, in the order in which it was noted. */
export function labelled(facts: Facts): { label: string; value: string }[] {
  return Object.entries(facts).map(([name, value]) => {
    const text = valueText(value);
    return {
      label: entryFor(labels, name) ?? inWords(name),
      value: text.length > longestValue ? `${text.slice(0, longestValue)}…` : text,
    };
  });
}
