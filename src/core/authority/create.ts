import type { CreateAuthority } from '../../ipc/authority-schemas';
import type { Keep } from '../../ipc/schemas';
import { AppError } from '../errors';
import type { RootKeys } from '../keychain/root-keys';
import { buildIntermediate, buildRoot } from '../pki/authority-certificate';
import { viewCertificate } from '../pki/certificate-view';
import { type GeneratedKey, generateKey } from '../pki/keys';
import { randomSerial } from '../pki/leaf';
import { parseLimits } from '../pki/limits';
import { rootYears } from '../pki/profile';
import type { SigningAuthority } from './authorities';
import type { Draft } from './new-authorities';

/** The steps of making an authority, as progress tells them. */
export type CreateStep = 'root-key' | 'keychain' | 'root-certificate';

export interface CreateOptions {
  /** Only when the machine has no authority yet, as set-up does. */
  onlyFirst?: boolean;
  /** The folder of mkcert's that it stands for: path length 0 and no added `localhost`, as mkcert's own. */
  caroot?: string;
  /** The root here whose place it is to take. */
  replaces?: string;
}

export interface DraftContext {
  keys: RootKeys;
  /** The authority that signs an intermediate. */
  parent: SigningAuthority | undefined;
  now: Date;
  random: (bytes: number) => Buffer;
}

export const defaultKeyType = 'ecdsa-p256';

/**
 * Makes the certificate of a new authority for a key that was just made: a root, or an intermediate that its parent signs. Throws
 * `invalid-input`, `name-outside-limits`, `path-length`, and what opening the parent's key throws.
 */
export async function draftAuthority(
  request: CreateAuthority,
  key: GeneratedKey,
  { keys, parent, now, random }: DraftContext,
  { caroot, replaces }: { caroot?: string | undefined; replaces?: string | undefined } = {},
): Promise<Draft & { keep: Keep }> {
  const keyType = request.keyType ?? defaultKeyType;
  const limits = parseLimits(request.limits);
  const asked = {
    name: checkName(request.name),
    ...(request.subject === undefined ? {} : { subject: request.subject }),
    limits,
    keyType,
    years: request.years ?? rootYears,
    key,
    serial: randomSerial(random),
    now,
  };
  // Room for one intermediate, which is then bound to the root's names too; mkcert's roots have none.
  const above = parent === undefined ? [] : [...parent.chainPems, parent.rootPem];
  const built =
    parent === undefined
      ? await buildRoot({ ...asked, pathLength: caroot === undefined ? 1 : 0 })
      : await keys.use(parent.record, (parentKey) =>
          buildIntermediate({ ...asked, issuer: { pem: parent.issuerPem, key: parentKey, chain: above } }),
        );
  const view = viewCertificate(built.pem);
  return {
    keep: request.keep,
    certificatePem: built.pem,
    chain: above,
    pkcs8: key.pkcs8,
    record: {
      version: 1,
      id: `${parent === undefined ? 'root' : 'intermediate'}-${view.fingerprint256.slice(0, 16)}`,
      name: asked.name,
      kind: parent === undefined ? 'root' : 'intermediate',
      ...(parent === undefined ? {} : { parentId: parent.summary.id }),
      origin: 'made',
      ...(caroot === undefined ? {} : { caroot }),
      ...(replaces === undefined ? {} : { replaces }),
      ...(above.length === 0 ? {} : { chain: above.map((pem) => viewCertificate(pem).fingerprint256) }),
      subject: view.subject,
      createdAt: now.toISOString(),
      notBefore: view.notBefore.toISOString(),
      notAfter: view.notAfter.toISOString(),
      keyType,
      limits,
      serial: view.serial,
      fingerprint: view.fingerprint256,
      rootSpki: key.spki.toString('base64'),
    },
  };
}

/** Makes the key pair, lends it to the work, and wipes its bytes. */
export async function withNewKey<T>(request: CreateAuthority, work: (key: GeneratedKey) => Promise<T>): Promise<T> {
  const key = await generateKey(request.keyType ?? defaultKeyType);
  try {
    return await work(key);
  } finally {
    key.pkcs8.fill(0);
  }
}

function checkName(typed: string): string {
  const name = typed.trim();
  if (name !== '') return name;
  throw new AppError('invalid-input', 'The root needs a name.', {
    field: 'name',
    hint: 'Trust stores list it by this name.',
  });
}
