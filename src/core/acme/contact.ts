import { parseEmail } from '../pki/uri-name';
import { AcmeProblem } from './problem';

/** Addresses that one account may give. */
const most = 10;

/**
 * The contact addresses of an account; only "mailto:" with one address and nothing else (RFC 8555 section 7.3). They are kept for
 * whoever looks at the list: nothing is ever sent. Throws `unsupportedContact`, `invalidContact`.
 */
export function readContact(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || value.length > most) {
    throw new AcmeProblem('invalidContact', `"contact" is a list of at most ${most} addresses.`);
  }
  return value.map((each) => {
    if (typeof each !== 'string' || each.length > 320) throw invalid('A contact is no text, or too long.');
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(each)?.[1]?.toLowerCase();
    if (scheme === undefined) throw invalid('A contact is no URL. Write mailto:me@app.test.');
    if (scheme !== 'mailto') {
      throw new AcmeProblem('unsupportedContact', `Contacts with “${scheme}:” are not taken; use mailto: addresses.`);
    }
    const address = each.slice('mailto:'.length);
    // "hfields" (?subject=…) and a second address are ruled out; both would also let an address hide another.
    if (/[?,%\s]/.test(address) || !isMailbox(address)) throw invalid('A contact is not one plain e-mail address.');
    return `mailto:${address}`;
  });
}

const invalid = (message: string) => new AcmeProblem('invalidContact', message);

function isMailbox(address: string): boolean {
  return /^[^@\s]{1,64}@[^@\s]+$/.test(address) && !('code' in parseEmail(address, 'email'));
}
