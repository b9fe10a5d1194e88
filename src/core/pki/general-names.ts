import { AsnConvert } from '@peculiar/asn1-schema';
import { Name } from '@peculiar/asn1-x509';
import forge from 'node-forge';
import { type CanonicalName, canonicalName } from './distinguished-name';

/** A GeneralName (RFC 5280 section 4.2.1.6) as the checks need it: addresses as bytes, since a subtree's mask is part of them. */
export type GeneralName =
  | { type: 'dns' | 'email' | 'uri'; text: string }
  | { type: 'ip'; bytes: Buffer }
  | { type: 'directory'; name: CanonicalName }
  | { type: 'other'; tag: number };

export interface NameSubtrees {
  permitted: GeneralName[];
  excluded: GeneralName[];
}

const { asn1 } = forge;
type Node = forge.asn1.Asn1;

/** The contents of a subject alternative name extension. Throws an Error for bad DER. */
export function parseGeneralNames(der: Buffer): GeneralName[] {
  return items(read(der)).map(generalName);
}

/**
 * The contents of a name constraints extension. Throws an Error for bad DER, and for a subtree with minimum or maximum, which
 * RFC 5280 section 4.2.1.10 rules out.
 */
export function parseNameConstraints(der: Buffer): NameSubtrees {
  const subtrees = (tag: number) =>
    items(read(der))
      .filter((node) => isContext(node, tag))
      .flatMap(items)
      .map((subtree) => {
        const [base, ...bounds] = items(subtree);
        if (base === undefined || bounds.length > 0) throw new Error('a subtree has bounds');
        return generalName(base);
      });
  return { permitted: subtrees(0), excluded: subtrees(1) };
}

function read(der: Buffer): Node {
  return asn1.fromDer(der.toString('latin1'), true);
}

function items(node: Node): Node[] {
  if (!Array.isArray(node.value)) throw new Error('a list was expected');
  return node.value;
}

const isContext = (node: Node, tag: number) =>
  node.tagClass === asn1.Class.CONTEXT_SPECIFIC && (node.type as number) === tag;

const textTags = { 1: 'email', 2: 'dns', 6: 'uri' } as const;

function generalName(node: Node): GeneralName {
  const tag = node.type as number;
  if (node.tagClass !== asn1.Class.CONTEXT_SPECIFIC) throw new Error('a general name was expected');
  if (tag === 1 || tag === 2 || tag === 6) return { type: textTags[tag], text: content(node) };
  if (tag === 7) return { type: 'ip', bytes: Buffer.from(content(node), 'latin1') };
  if (tag === 4) return { type: 'directory', name: directoryName(node) };
  return { type: 'other', tag };
}

function content(node: Node): string {
  if (typeof node.value !== 'string') throw new Error('a text was expected');
  return node.value;
}

function directoryName(node: Node): CanonicalName {
  // Name is a CHOICE, so its tag is explicit: one element inside.
  const [inner] = items(node);
  if (inner === undefined) throw new Error('an empty directory name');
  return canonicalName(AsnConvert.parse(Buffer.from(asn1.toDer(inner).getBytes(), 'latin1'), Name));
}
