import { shellQuote } from '../trust/shell-quote';

/** How one program reads a path in its text. Undefined: it has no way to write this one. */
export type Quote = (path: string) => string | undefined;

/** A line break or another control character would end a line or a word in most of these forms; no form needs one. */
export const isPlain = (path: string): boolean => !/\p{Cc}/u.test(path);

/** A string of JavaScript, Python, Go, Rust, C#, Java, TOML, JSON, redis.conf or YAML (double-quoted): what JSON writes is one in each. */
export const stringQuote: Quote = (path) => JSON.stringify(path);

/** A word of a POSIX shell, or of PowerShell on Windows. */
export const shellQuoteFor =
  (platform: NodeJS.Platform): Quote =>
  (path) =>
    platform === 'win32' ? `'${path.replaceAll("'", "''")}'` : shellQuote(path);

/** The paths of one option between commas, as a word of a shell. A comma in a path would divide it. */
export const listQuote =
  (platform: NodeJS.Platform) =>
  (...words: readonly string[]): string | undefined =>
    words.some((word) => word.includes(',')) ? undefined : shellQuoteFor(platform)(words.join(','));

/** ngx_conf_file.c: in quotes a backslash keeps the next character; a $ begins a variable, and nothing keeps it. */
export const nginxQuote: Quote = (path) => (path.includes('$') ? undefined : backslashed(path));

/** Apache's ap_getword_conf: a backslash keeps a quote and a backslash. ${…} is replaced before (core documentation, Define). */
export const apacheQuote: Quote = (path) => (path.includes('${') ? undefined : backslashed(path));

const backslashed = (path: string) => `"${path.replace(/[\\"]/g, '\\$&')}"`;

/** The Caddyfile takes everything between backticks as it stands, but for placeholders in braces. */
export const caddyQuote: Quote = (path) => (/[`{}]/.test(path) ? undefined : `\`${path}\``);

/** A string of PHP, Ruby or libpq in single quotes: a backslash keeps a quote and a backslash, and nothing else is read. */
export const singleQuote: Quote = (path) => `'${path.replace(/[\\']/g, '\\$&')}'`;

/** postgresql.conf (GUC_scanstr): a quote is doubled, and a backslash begins an escape. */
export const postgresQuote: Quote = (path) => `'${path.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

/** my.cnf takes the quotes off at both ends and reads escapes; what a quote within does differs between versions. */
export const mysqlQuote: Quote = (path) => (/["']/.test(path) ? undefined : backslashed(path));

/** mosquitto.conf and rabbitmq.conf take the rest of the line, and have no quotes. */
export const lineQuote: Quote = (path) => (/^\s|\s$|["'#\\]/.test(path) ? undefined : path);

/** An attribute of XML. Tomcat replaces ${…} in it. */
export const xmlQuote: Quote = (path) =>
  path.includes('${')
    ? undefined
    : `"${path.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')}"`;

/** A string of a Compose file: YAML, in which Compose takes $$ for a $. */
export const composeQuote: Quote = (path) => JSON.stringify(path.replaceAll('$', '$$$$'));

/** A resource of Spring, as a string of YAML: a file URL, in which the braces of a placeholder cannot occur either. */
export const springQuote: Quote = (path) => {
  const slashed = path.replaceAll('\\', '/');
  const url = encodeURI(slashed).replaceAll('#', '%23').replaceAll('?', '%3F');
  return JSON.stringify(`file:${slashed.startsWith('/') ? '' : '/'}${url}`);
};
