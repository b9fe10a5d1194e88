import { malformed } from './problem';

/**
 * The bytes of a base64url text as JWS has it. Throws `malformed` for padding, for any other character (RFC 8555 section 6.1),
 * and for a text that no encoder makes.
 */
export function decodeBase64url(text: unknown, what: string): Buffer {
  if (typeof text !== 'string' || !/^[A-Za-z0-9_-]*$/.test(text)) {
    throw malformed(`${what} is not base64url without padding.`);
  }
  const bytes = Buffer.from(text, 'base64url');
  // Bits that mean nothing must be zero, or two texts would be the same value.
  if (bytes.toString('base64url') !== text) throw malformed(`${what} is not whole base64url.`);
  return bytes;
}

/** A JSON object from a text. Throws `malformed`. */
export function parseJsonObject(text: string, what: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed(`${what} is not JSON.`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw malformed(`${what} is no JSON object.`);
  return value as Record<string, unknown>;
}

/** Bytes as UTF-8 text (RFC 8555 section 5). Throws `malformed`. */
export function utf8Of(bytes: Uint8Array, what: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw malformed(`${what} is not UTF-8.`);
  }
}
