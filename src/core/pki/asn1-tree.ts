import forge from 'node-forge';
import { type DerSlice, derElements, oidText } from './der-slices';

const { asn1 } = forge;

/** Numbers of X.690 section 8.1.2 and X.680 section 8.4, by themselves: to read DER, node-forge is not loaded on the command line. */
const universal = 0;
const contextSpecific = 0x80;
const types = { integer: 2, octetString: 4, oid: 6, sequence: 16, set: 17 };

/** One element of DER or BER, with its children or its content. */
export type Asn1Node = forge.asn1.Asn1;

/** The bytes are no DER, or not of the shape that was looked for. The message goes into a sentence: "it is cut off". */
export class Asn1Error extends Error {}

const latin = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
const make = (type: forge.asn1.Type, value: string | Asn1Node[]) =>
  asn1.create(asn1.Class.UNIVERSAL, type, Array.isArray(value), value);

export const sequence = (...items: Asn1Node[]): Asn1Node => make(asn1.Type.SEQUENCE, items);
export const set = (...items: Asn1Node[]): Asn1Node => make(asn1.Type.SET, items);
export const octets = (bytes: Uint8Array): Asn1Node => make(asn1.Type.OCTETSTRING, latin(bytes));
export const oid = (text: string): Asn1Node => make(asn1.Type.OID, asn1.oidToDer(text).getBytes());
export const integer = (value: number): Asn1Node => make(asn1.Type.INTEGER, asn1.integerToDer(value).getBytes());
export const nothing = (): Asn1Node => make(asn1.Type.NULL, '');
/** node-forge itself writes the characters as UTF-16, high byte first. */
export const bmpString = (text: string): Asn1Node => make(asn1.Type.BMPSTRING, text);

/** [n] EXPLICIT, or with several items the contents of [n] IMPLICIT SET or SEQUENCE. */
export const context = (tag: number, ...items: Asn1Node[]): Asn1Node =>
  asn1.create(asn1.Class.CONTEXT_SPECIFIC, tag, true, items);

/** [n] IMPLICIT OCTET STRING. */
export const contextOctets = (tag: number, bytes: Uint8Array): Asn1Node =>
  asn1.create(asn1.Class.CONTEXT_SPECIFIC, tag, false, latin(bytes));

export function encode(node: Asn1Node): Buffer {
  return Buffer.from(asn1.toDer(node).getBytes(), 'latin1');
}

/** The types of node-forge know its first option only. */
type FromDer = (
  text: string,
  options: { strict: boolean; parseAllBytes: boolean; decodeBitStrings: boolean },
) => Asn1Node;
/** Read at the call, not before: the command line loads node-forge when it is first used. */
const fromDer: FromDer = (text, options) => (asn1.fromDer as unknown as FromDer)(text, options);

/** Elements of one structure. A certificate with 10,000 names has 10,100; node-forge takes about 150 ms for so many. */
const elementLimit = 200_000;

/**
 * Walks the outermost element without building anything: four megabytes of empty elements would keep the parser busy for
 * seconds, and for BER it takes a structure that is cut off.
 */
function checkElements(bytes: Uint8Array): void {
  let at = 0;
  let end = bytes.length;
  for (let count = 0; at < end; count += 1) {
    if (count > elementLimit) throw new Asn1Error('it has too many parts');
    const tag = bytes[at] ?? 0;
    at += 1;
    // A long tag goes on as long as the top bit is set (X.690 section 8.1.2.4).
    if ((tag & 0x1f) === 0x1f) {
      while (((bytes[at] ?? 0) & 0x80) !== 0) at += 1;
      at += 1;
    }
    const first = bytes[at] ?? 0;
    at += 1;
    let length = first;
    if (first > 0x80) {
      length = 0;
      for (let left = first & 0x7f; left > 0; left -= 1, at += 1) length = length * 256 + (bytes[at] ?? 0);
    }
    if (first !== 0x80 && at + length > end) throw new Asn1Error('it is cut off');
    if (count === 0 && first !== 0x80) end = at + length;
    // What a constructed element holds is counted too; 0x80 is BER's indefinite length, for those alone.
    if ((tag & 0x20) === 0) at += length;
  }
}

/** The usual DER as node-forge would read it, without loading it. Throws an Error for the rest, which node-forge then judges. */
function plainNode({ tag, content }: DerSlice): Asn1Node {
  const constructed = (tag & 0x20) !== 0;
  return {
    tagClass: tag & 0xc0,
    type: tag & 0x1f,
    constructed,
    composed: constructed,
    value: constructed ? derElements(content).map(plainNode) : latin(content),
  };
}

function readPlain(bytes: Uint8Array): Asn1Node | undefined {
  try {
    const [only, ...rest] = derElements(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    return only === undefined || rest.length > 0 ? undefined : plainNode(only);
  } catch {
    return undefined;
  }
}

/** Strict DER, or BER too, which older programs write for PKCS#12 and PKCS#7. Throws Asn1Error. */
export function decode(bytes: Uint8Array, rules: 'der' | 'ber' = 'der'): Asn1Node {
  checkElements(bytes);
  const plain = rules === 'der' ? readPlain(bytes) : undefined;
  if (plain !== undefined) return plain;
  try {
    // The bits of a BIT STRING are taken as they are: what looks like DER in a signature is chance.
    return fromDer(latin(bytes), { strict: rules === 'der', parseAllBytes: rules === 'der', decodeBitStrings: false });
  } catch {
    throw new Asn1Error(rules === 'der' ? 'it is not DER' : 'it is cut off or damaged');
  }
}

/** The children of a SEQUENCE or SET. Throws Asn1Error when it is none, or has fewer. */
export function children(node: Asn1Node | undefined, atLeast = 0): Asn1Node[] {
  const isList = node !== undefined && (typeOf(node) === types.sequence || typeOf(node) === types.set);
  if (!isList || classOf(node) !== universal) throw shape();
  return items(node, atLeast);
}

/** The children of [n]. Throws Asn1Error when the element is another one. */
export function contextChildren(node: Asn1Node | undefined, tag: number, atLeast = 1): Asn1Node[] {
  if (!isContext(node, tag)) throw shape();
  return items(node as Asn1Node, atLeast);
}

export const isContext = (node: Asn1Node | undefined, tag: number): boolean =>
  node !== undefined && classOf(node) === contextSpecific && typeOf(node) === tag;

export const isInteger = (node: Asn1Node): boolean => isOf(node, types.integer);
export const isSequence = (node: Asn1Node): boolean => isOf(node, types.sequence);

/** The bytes of an OCTET STRING or of [n] IMPLICIT OCTET STRING; BER may cut them into pieces (X.690 section 8.7). */
export function bytesOf(node: Asn1Node | undefined): Buffer {
  const fits = node !== undefined && (classOf(node) === contextSpecific || typeOf(node) === types.octetString);
  if (!fits) throw shape();
  if (typeof node.value === 'string') return Buffer.from(node.value, 'latin1');
  return Buffer.concat(node.value.map(bytesOf));
}

/** An object identifier in dots. */
export function oidOf(node: Asn1Node | undefined): string {
  if (node === undefined || !isOf(node, types.oid) || typeof node.value !== 'string') throw shape();
  return oidText(Buffer.from(node.value, 'latin1'));
}

/** A number of at most 31 bits, 0 or more; undefined when it is larger or negative. Throws Asn1Error when it is no INTEGER. */
export function numberOf(node: Asn1Node | undefined): number | undefined {
  if (node === undefined || !isInteger(node) || typeof node.value !== 'string') throw shape();
  const bytes = Buffer.from(node.value, 'latin1');
  const value = bytes.length >= 1 && bytes.length <= 4 ? bytes.readIntBE(0, bytes.length) : -1;
  return value < 0 ? undefined : value;
}

const classOf = (node: Asn1Node): number => node.tagClass;
const typeOf = (node: Asn1Node): number => node.type;

function isOf(node: Asn1Node, type: number): boolean {
  return classOf(node) === universal && typeOf(node) === type;
}

function items(node: Asn1Node, atLeast: number): Asn1Node[] {
  if (!Array.isArray(node.value) || node.value.length < atLeast) throw shape();
  return node.value;
}

const shape = () => new Asn1Error('its structure is not right');
