import { createHash } from 'node:crypto';
import { bitStringTag, contentOf, derElements, inside, oidTag, oidText, sequenceTag } from './der-slices';

/** The parts of SubjectPublicKeyInfo in DER (RFC 5280 section 4.1): the algorithm's object identifier, and the bits of the key. */
export function spkiParts(spki: Uint8Array): { algorithm: string; key: Buffer } {
  const [info] = derElements(Buffer.from(spki.buffer, spki.byteOffset, spki.byteLength));
  const [identifier, bits] = inside(info, sequenceTag);
  const [algorithm] = inside(identifier, sequenceTag);
  return { algorithm: oidText(contentOf(algorithm, oidTag)), key: contentOf(bits, bitStringTag).subarray(1) };
}

/** Key identifier by method 1 of RFC 5280 section 4.2.1.2: SHA-1 of the bits of the public key. It is a label, not a seal. */
export function keyIdentifierOf(spki: Uint8Array): Buffer {
  return createHash('sha1').update(spkiParts(spki).key).digest();
}
