import { domainToUnicode } from 'node:url';
import { parseDnsName } from './dns-name';
import { type NameProblem, quoted } from './name-problem';
import type { ParsedName } from './names';
import { isPublicSuffix } from './public-suffix';

const wrong = (message: string, hint: string): NameProblem => ({ code: 'wildcard', message, hint });

/**
 * A name with a "*". It must be the whole first label and stand for one label (RFC 9525 section 6.3), with two labels or
 * more below it that are no public suffix: OpenSSL (valid_star), mozilla::pkix and Chromium (X509Certificate::VerifyHostname)
 * match neither *.test nor *.com with any host.
 */
export function parseWildcard(text: string): ParsedName | NameProblem {
  const [first = '', ...rest] = text.replace(/\.$/, '').split('.');
  if (rest.length === 0) {
    return wrong(`${quoted(text)} names no domain for the wildcard.`, 'Put the domain after it: *.app.test.');
  }
  const base = rest.join('.');
  if (base.includes('*')) {
    return wrong(
      `${quoted(text)} has a * in a later part; a wildcard is the first part and nothing else.`,
      'Write it as *.app.test; each level of names needs its own wildcard.',
    );
  }
  if (first !== '*') {
    return wrong(
      `${quoted(text)} has a * within a part; a wildcard is the whole first part.`,
      `Write it as *.${base.includes('.') ? base : `app.${base}`}, or name the hosts one by one.`,
    );
  }
  const parsed = parseDnsName(base);
  if ('code' in parsed) return parsed;
  const { value, note } = parsed;
  if (isPublicSuffix(value)) {
    return wrong(
      `${quoted(text)} would stand for every name under ${value}: browsers refuse a wildcard directly under a public suffix.`,
      `Put a domain in between: *.${value === 'home.arpa' ? 'app' : 'example'}.${value}.`,
    );
  }
  if (!value.includes('.')) {
    return wrong(
      `${quoted(text)} is a wildcard directly under a top-level name, which browsers and OpenSSL refuse.`,
      `Put a name in between: *.app.${value} covers www.app.${value}.`,
    );
  }
  const display = domainToUnicode(value);
  return {
    name: { type: 'dns', value: `*.${value}`, display: `*.${display}` },
    note: note ?? `Covers one level, such as www.${display}; it does not cover ${display} itself.`,
  };
}
