import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import type { CertificateName } from '../../ipc/schemas';

/** What mkcert takes as a host name: labels need not be whole ones, and a dash may come first (main.go, hostnameRegexp). */
const hostName = /^(\*\.)?[0-9a-z_-]([0-9a-z._-]*[0-9a-z_-])?$/i;

/** One bare address, as Go's mail.ParseAddress gives back unchanged. */
const mailAddress = /^[^\s@<>()[\],;:\\"]+@[^\s@<>()[\],;:\\"]+$/;

/** A scheme and an authority (RFC 3986 section 3); mkcert asks for no more. */
const uri = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]+/i;

/**
 * A name as mkcert recognises it, in its order: address, e-mail address, URI with a host, host name, the last one in punycode.
 * Undefined when it is none. Sealwax's own forms are stricter (pki/names.ts); this mode promises what mkcert does.
 */
export function recogniseName(text: string): CertificateName | undefined {
  if (isIP(text) !== 0 && !text.includes('%')) return { type: 'ip', value: text, display: text };
  if (mailAddress.test(text)) return { type: 'email', value: text, display: text };
  if (uri.test(text)) return { type: 'uri', value: text, display: text };
  const ascii = toAscii(text);
  return hostName.test(ascii) ? { type: 'dns', value: ascii, display: text } : undefined;
}

function toAscii(text: string): string {
  // Plain names stay as they were typed: capital letters too.
  if (/^[\x21-\x7e]*$/.test(text)) return text;
  const star = text.startsWith('*.') ? '*.' : '';
  return star + domainToASCII(text.slice(star.length));
}
