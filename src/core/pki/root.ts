import { KeyUsageFlags } from '@peculiar/asn1-x509';
import type { KeyType, NameLimits } from '../../ipc/schemas';
import { AppError } from '../errors';
import { basicConstraints, keyIdentifierOf, keyUsage, nameConstraints, subjectKeyIdentifier } from './extensions';
import { describeSpki, type GeneratedKey } from './keys';
import { backdateMs, commonNameMax } from './profile';
import { nameOf, type SignedCertificate, signCertificate } from './sign-certificate';

export interface RootRequest {
  /** The common name; trust stores list the root by it. */
  name: string;
  /** In normal form, as `parseLimits` gives them. */
  limits: NameLimits;
  keyType: KeyType;
  years: number;
  key: GeneratedKey;
  /** Hex, from `randomSerial`. */
  serial: string;
  now: Date;
}

/** Kinds of keys that a root may have: RSA-2048 is too short for ten years (NIST SP 800-57 part 1, table 4: to 2030). */
const descriptions: Partial<Record<KeyType, string>> = {
  'ecdsa-p256': 'ECDSA P-256',
  'ecdsa-p384': 'ECDSA P-384',
  'rsa-3072': 'RSA 3072',
  'rsa-4096': 'RSA 4096',
};

/**
 * A self-signed root that signs leaves only (path length 0), with its limits as critical name constraints. Throws
 * `invalid-input` with the field "name" for a name that a certificate cannot hold, and for a kind of key that is no root's;
 * `key-mismatch` when the key is not of the kind asked for.
 */
export async function buildRoot(request: RootRequest): Promise<SignedCertificate> {
  const { limits, key, serial, now } = request;
  checkKey(request);
  const name = nameOf('commonName', checkCommonName(request.name));
  const notBefore = wholeSecond(now.getTime() - backdateMs);
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + request.years);
  const extensions = [
    basicConstraints(true, 0),
    keyUsage(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign),
    subjectKeyIdentifier(keyIdentifierOf(key.spki)),
    ...(limits.kind === 'limited' ? [nameConstraints(limits)] : []),
  ];
  return signCertificate(
    { serial, subject: name, issuer: name, notBefore, notAfter, spki: key.spki, extensions },
    key.privateKey,
  );
}

function checkKey({ keyType, key }: RootRequest): void {
  const wanted = descriptions[keyType];
  if (wanted === undefined) {
    throw new AppError('invalid-input', `Making the root failed: ${keyType} is too weak for a root.`, {
      field: 'keyType',
      hint: 'Choose ECDSA P-256, or RSA 3072.',
    });
  }
  if (describeSpki(key.spki) !== wanted) {
    throw new AppError('key-mismatch', `Making the root failed: its key is not ${wanted}.`, {
      hint: 'Make a new key of that kind.',
    });
  }
}

function checkCommonName(name: string): string {
  const fail = (message: string, hint: string) => new AppError('invalid-input', message, { field: 'name', hint });
  const text = name.trim();
  if (text === '') throw fail('The root needs a name.', 'Trust stores list it by this name.');
  if ([...text].length > commonNameMax) {
    throw fail(
      `The name has ${[...text].length} characters.`,
      `Use ${commonNameMax} at most; certificates have no more room.`,
    );
  }
  // Control characters, and the ones that turn the direction of text, could make a root look like another one in a list.
  if (/[\p{Cc}\p{Cf}\p{Cs}]/u.test(text)) throw fail('The name has a character that cannot be seen.', 'Type it anew.');
  return text;
}

function wholeSecond(time: number): Date {
  return new Date(Math.floor(time / 1000) * 1000);
}
