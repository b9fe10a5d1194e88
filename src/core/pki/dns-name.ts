import { domainToASCII, domainToUnicode } from 'node:url';
import { type NameProblem, quoted } from './name-problem';

export interface DnsName {
  /** Lower-case ASCII, punycode where needed, without a dot at the end. */
  value: string;
  /** As a person reads it. */
  display: string;
  note?: string;
}

/** Octets of one label, and of a whole name without its last dot (RFC 1035 section 2.3.4). */
const labelMax = 63;
const nameMax = 253;

const isAscii = (text: string) => /^[\x20-\x7e]*$/.test(text);

/** Two alphabets with look-alike letters in one label, as in a forged "аpple" (Unicode TR 39 section 5.1). */
const mixedAlphabets = (label: string) =>
  /\p{Script=Latin}/u.test(label) && /\p{Script=Cyrillic}|\p{Script=Greek}/u.test(label);

const bad = (message: string, hint: string): NameProblem => ({ code: 'bad-name', message, hint });

/**
 * A host name as typed, without wildcard, to the form that stands in a certificate: IDN to punycode (UTS 46 as browsers do
 * it), lower case, no dot at the end. A number as the last label is refused: browsers read such a name as an address.
 */
export function parseDnsName(typed: string): DnsName | NameProblem {
  const text = typed.replace(/[.。．｡]$/u, '');
  const tooLong = lengthProblem(text);
  if (tooLong !== undefined) return tooLong;
  const ascii = isAscii(text) ? text.toLowerCase() : toAscii(text);
  if (typeof ascii !== 'string') return ascii;
  const problem = lengthProblem(ascii) ?? labelProblem(ascii);
  if (problem !== undefined) return problem;
  const display = domainToUnicode(ascii);
  if (!isTruePunycode(ascii, display)) {
    return bad(
      `${quoted(ascii)} has a part that starts with xn-- but is not valid punycode.`,
      'Type the name with its own letters, such as bücher.test.',
    );
  }
  const note = noteOf(ascii, display);
  return { value: ascii, display: display === '' ? ascii : display, ...(note === undefined ? {} : { note }) };
}

/** Some versions of Node leave punycode that decodes to nothing as it is, so each label must have become another one, and come back. */
function isTruePunycode(ascii: string, display: string): boolean {
  if (!/(^|\.)xn--/.test(ascii)) return true;
  const labels = display.split('.');
  return (
    domainToASCII(display) === ascii &&
    ascii.split('.').every((label, index) => !label.startsWith('xn--') || !isAscii(labels[index] ?? ''))
  );
}

function toAscii(text: string): string | NameProblem {
  const refused = bad(
    `${quoted(text)} has a character that no host name may have.`,
    'Use letters, digits and hyphens, with dots between the parts, such as bücher.test.',
  );
  // The URL rules behind domainToASCII decode %41 and cut at "/": such text is refused before it gets there.
  if (/[%/\\?#@:[\]*]/.test(text) || /(^|\.)-|-(\.|$)/.test(text)) return refused;
  const ascii = domainToASCII(text);
  return ascii === '' ? refused : ascii;
}

function lengthProblem(name: string): NameProblem | undefined {
  const long = name.split('.').find((label) => [...label].length > labelMax);
  if (long !== undefined) {
    return {
      code: 'label-too-long',
      message: `${quoted(long)} has ${[...long].length} characters; a part between dots may have ${labelMax} at most.`,
      hint: 'Shorten that part, or divide it with dots.',
    };
  }
  if ([...name].length > nameMax) {
    return {
      code: 'name-too-long',
      message: `${quoted(name)} has ${[...name].length} characters; a name may have ${nameMax} at most.`,
      hint: 'Leave out some of the parts on the left.',
    };
  }
  return undefined;
}

function labelProblem(name: string): NameProblem | undefined {
  const labels = name.split('.');
  if (labels.includes('')) {
    const parts = labels.filter((label) => label !== '');
    return bad(
      `${quoted(name)} has a dot with nothing ${name.startsWith('.') ? 'before' : 'beside'} it.`,
      `Leave out the extra dot: ${parts.length === 0 ? 'app.test' : parts.join('.')}.`,
    );
  }
  for (const label of labels) {
    const odd = /[^a-z0-9_-]/u.exec(label);
    if (odd !== null) {
      return bad(
        `${quoted(name)} has the character ${quoted(odd[0])}, which no host name may have.`,
        'Use letters, digits and hyphens, with dots between the parts, such as app.test.',
      );
    }
    if (label.startsWith('-') || label.endsWith('-')) {
      const trimmed = label.replace(/^-+|-+$/g, '');
      return bad(
        `${quoted(label)} ${label.startsWith('-') ? 'starts' : 'ends'} with a hyphen (RFC 1123 section 2.1 allows it only inside).`,
        trimmed === '' ? 'Use a name such as app.test.' : `Leave the hyphen out: ${name.replace(label, trimmed)}.`,
      );
    }
  }
  const last = labels[labels.length - 1] ?? '';
  if (isNumber(last)) {
    return {
      code: 'bad-ip',
      message: `${quoted(name)} ends in a number, so browsers read it as an IP address.`,
      hint: 'Type a full address such as 127.0.0.1, or a name that ends in letters.',
    };
  }
  return undefined;
}

/** The rule by which browsers take a host for an IPv4 address (URL Standard, "ends in a number"). */
export const isNumber = (label: string) => /^(\d+|0x[0-9a-f]*)$/i.test(label);

function noteOf(ascii: string, display: string): string | undefined {
  if (display.split('.').some(mixedAlphabets)) {
    return `${display} mixes Latin letters with look-alike letters of another alphabet.`;
  }
  if (ascii.includes('_'))
    return 'Browsers accept an underscore, but it is not allowed in host names; some tools refuse it.';
  return undefined;
}
