import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** An address in normal form: dotted decimal, or RFC 5952 for IPv6. */
export interface IpAddress {
  /** 4 or 16 bytes, as a certificate holds them (RFC 5280 section 4.2.1.6). */
  bytes: Buffer;
  text: string;
}

/** A range of addresses: the first address and how many leading bits are fixed. */
export interface IpRange {
  bytes: Buffer;
  prefix: number;
  /** CIDR form, e.g. "10.0.0.0/8". */
  text: string;
}

/**
 * Reads an address in the strict forms only: four decimal octets without leading zeros, or IPv6 (RFC 4291 section 2.2)
 * without zone and brackets. Anything else is undefined.
 */
export function parseIp(text: string): IpAddress | undefined {
  // Most names are no addresses; Node's own test, with its long pattern for IPv6, takes milliseconds the first time.
  if (!/^[\d.]+$|:/.test(text) || isIP(text) === 0 || text.includes('%')) return undefined;
  const bytes = Buffer.from(ipaddr.parse(text).toByteArray());
  return { bytes, text: formatIp(bytes) };
}

/** The normal text of 4 or 16 bytes; other lengths, which no address has, are shown in hex. */
export function formatIp(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.length !== 16) return `0x${Buffer.from(bytes).toString('hex')}`;
  return new ipaddr.IPv6([...bytes]).toRFC5952String();
}

/** Reads "10.0.0.0/8" or a single address; bits outside the prefix are cleared. Undefined when it is neither. */
export function parseIpRange(text: string): IpRange | undefined {
  const [addressText = '', prefixText, ...rest] = text.split('/');
  const address = parseIp(addressText);
  if (address === undefined || rest.length > 0) return undefined;
  const bits = address.bytes.length * 8;
  if (prefixText !== undefined && !/^\d{1,3}$/.test(prefixText)) return undefined;
  const prefix = prefixText === undefined ? bits : Number(prefixText);
  if (prefix > bits) return undefined;
  const mask = maskOf(prefix, address.bytes.length);
  const bytes = Buffer.from(address.bytes.map((byte, index) => byte & (mask[index] ?? 0)));
  return { bytes, prefix, text: `${formatIp(bytes)}/${prefix}` };
}

/** The netmask of a prefix, as many bytes as the address has. */
export function maskOf(prefix: number, length: number): Buffer {
  return Buffer.from(
    Array.from({ length }, (_, index) => (0xff00 >> Math.min(8, Math.max(0, prefix - index * 8))) & 0xff),
  );
}

/** Whether an address lies in base/mask, all of the same family; RFC 5280 section 4.2.1.10 for iPAddress. */
export function matchesMask(address: Uint8Array, base: Uint8Array, mask: Uint8Array): boolean {
  return (
    address.length === base.length &&
    address.every((byte, index) => ((byte ^ (base[index] ?? 0)) & (mask[index] ?? 0)) === 0)
  );
}

export function inRange(address: IpAddress, range: IpRange): boolean {
  return matchesMask(address.bytes, range.bytes, maskOf(range.prefix, range.bytes.length));
}

/**
 * The iPAddress of a name constraint, address and mask of one family (RFC 5280 section 4.2.1.10), in CIDR form. Undefined for
 * a wrong length and for a mask with holes.
 */
export function formatSubtree(bytes: Uint8Array): string | undefined {
  if (bytes.length !== 8 && bytes.length !== 32) return undefined;
  const half = bytes.length / 2;
  const mask = Buffer.from(bytes.subarray(half));
  const bits = [...mask].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const prefix = bits.replace(/0+$/, '').length;
  return maskOf(prefix, half).equals(mask) ? `${formatIp(bytes.subarray(0, half))}/${prefix}` : undefined;
}
