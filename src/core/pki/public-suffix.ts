import { parse } from 'tldts';

/**
 * Names that the public suffix list has, but that are reserved for private use: home.arpa (RFC 8375). Nobody else can own a
 * name below them.
 */
const privateUse = new Set(['home.arpa']);

/** Private sections of the list (github.io and the like) are owned by one party, so only the ICANN section counts. */
const options = { allowPrivateDomains: false, extractHostname: false, validateHostname: false };

/** Whether anybody can register names directly below this one, as under com or co.uk (publicsuffix.org, ICANN section). */
export function isPublicSuffix(name: string): boolean {
  const found = parse(name, options);
  return found.isIcann === true && found.publicSuffix === name;
}

/** Whether a name is a public suffix that strangers hold names under, which a root must not be limited to. */
export function isSharedSuffix(name: string): boolean {
  return isPublicSuffix(name) && !privateUse.has(name);
}

/** The part that one party registered, e.g. "example.co.uk" of "a.b.example.co.uk"; the name itself where there is none. */
export function registeredDomain(name: string): string {
  return parse(name, options).domain ?? name;
}
