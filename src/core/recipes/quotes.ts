import { shellQuote } from '../trust/shell-quote';

/** How one program reads a path in its text. Undefined: it has no way to write this one. */
export type Quote = (path: string) => string | undefined;

/** A line break or another control character would end a line or a word in most of these forms; no form needs one. */
export const isPlain = (path: string): boolean => !/\p{Cc}/u.test(path);

/** A string of JavaScript, Python, Go, TOML or YAML (double-quoted): what JSON writes is one in each of them. */
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
