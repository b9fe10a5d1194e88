import { randomBytes } from 'node:crypto';
import { buildIntermediate, buildRoot } from '../../src/core/pki/authority-certificate';
import { type GeneratedKey, generateKey } from '../../src/core/pki/keys';
import { type BuiltLeaf, buildLeaf, type LeafRequest, randomSerial } from '../../src/core/pki/leaf';
import { defaultLimits } from '../../src/core/pki/limits';
import { parseName } from '../../src/core/pki/names';
import type { CertificateName, KeyType, NameLimits } from '../../src/ipc/schemas';

const keys = new Map<KeyType, Promise<GeneratedKey>>();

/** One key of each kind for a whole test file: RSA 4096 takes seconds. */
export function leafKey(type: KeyType): Promise<GeneratedKey> {
  const known = keys.get(type) ?? generateKey(type);
  keys.set(type, known);
  return known;
}

export interface TestAuthority {
  pem: string;
  key: GeneratedKey;
  /** Certificates above it, the root last; none for a root. */
  above: string[];
}

interface AuthoritySpec {
  keyType?: KeyType;
  limits?: NameLimits;
  name?: string;
  years?: number;
  pathLength?: number;
  /** One that was made before, to make a second certificate for it. */
  key?: GeneratedKey;
}

export async function testRoot(now: Date, spec: AuthoritySpec = {}): Promise<TestAuthority> {
  const { keyType = 'ecdsa-p256', limits = defaultLimits(), name = 'Sealwax Root (me@host)', years = 10 } = spec;
  const key = spec.key ?? (await generateKey(keyType));
  const serial = randomSerial(randomBytes);
  const length = spec.pathLength === undefined ? {} : { pathLength: spec.pathLength };
  const { pem } = await buildRoot({ name, limits, keyType, years, key, serial, now, ...length });
  return { pem, key, above: [] };
}

export async function testIntermediate(
  now: Date,
  parent: TestAuthority,
  spec: AuthoritySpec = {},
): Promise<TestAuthority> {
  const { keyType = 'ecdsa-p256', limits = defaultLimits(), name = 'Sealwax Team CA', years = 5 } = spec;
  const key = await generateKey(keyType);
  const serial = randomSerial(randomBytes);
  const issuer = issuerOf(parent);
  const { pem } = await buildIntermediate({ name, limits, keyType, years, key, serial, now, issuer });
  return { pem, key, above: [parent.pem, ...parent.above] };
}

export function issuerOf({ pem, key, above }: TestAuthority): LeafRequest['issuer'] {
  return { pem, key: key.privateKey, chain: above };
}

/** Names as typed, recognised by their form alone. */
export function namesOf(typed: readonly string[]): CertificateName[] {
  return typed.map((text) => {
    const parsed = parseName(text, 'server-client');
    if ('code' in parsed) throw new Error(parsed.message);
    return parsed.name;
  });
}

type LeafSpec = Partial<Omit<LeafRequest, 'names'>> & { names: readonly string[]; keyType?: KeyType };

/** A leaf, and the chain from it up to the root, as `openssl verify` is given it. */
export async function testLeaf(
  now: Date,
  authority: TestAuthority,
  { names, keyType = 'ecdsa-p256', ...spec }: LeafSpec,
): Promise<BuiltLeaf & { chain: string[] }> {
  const leaf = await buildLeaf({
    names: namesOf(names),
    purpose: 'server',
    spki: (await leafKey(keyType)).spki,
    issuer: issuerOf(authority),
    validity: { kind: 'days', days: 90 },
    now,
    serial: randomSerial(randomBytes),
    ...spec,
  });
  return { ...leaf, chain: [leaf.pem, authority.pem, ...authority.above] };
}
