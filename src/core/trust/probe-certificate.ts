import { randomBytes } from 'node:crypto';
import type { CertificateName } from '../../ipc/schemas';
import type { Authorities } from '../authority/authorities';
import { AppError } from '../errors';
import type { RootKeys } from '../keychain/root-keys';
import { buildRoot } from '../pki/authority-certificate';
import { generateKey, importSigningKey, pkcs8ToPem } from '../pki/keys';
import { buildLeaf, randomSerial } from '../pki/leaf';
import { isPermitted } from '../pki/limits';
import type { ProbeCertificate } from './probe-server';

/** How long the certificate of a throw-away server lives (days): the shortest that is whole. */
const probeDays = 1;

export interface ProbeIssuer {
  authorities: Authorities;
  keys: RootKeys;
  now: () => Date;
  random: (bytes: number) => Buffer;
}

/**
 * A fresh certificate for a throw-away server of ours; neither it nor its key is ever written to disk. Throws
 * `name-outside-limits` for an authority that may not sign for the name, and what opening its key throws.
 */
export async function issueProbe(
  { authorities, keys, now, random }: ProbeIssuer,
  authorityId: string | undefined,
  name: CertificateName,
): Promise<ProbeCertificate> {
  const authority = await authorities.forSigning(authorityId);
  if (!isPermitted(name, authority.summary.limits)) {
    throw new AppError('name-outside-limits', `${authority.summary.name} may not sign for ${name.display}.`, {
      hint: `The check opens a page on ${name.display}, so it cannot be made with this authority.`,
    });
  }
  const pair = await generateKey('ecdsa-p256');
  const leaf = await keys.use(authority.record, (key) =>
    buildLeaf({
      names: [name],
      purpose: 'server',
      keyType: 'ecdsa-p256',
      spki: pair.spki,
      issuer: { pem: authority.issuerPem, key, chain: [...authority.chainPems, authority.rootPem] },
      validity: { kind: 'days', days: probeDays },
      now: now(),
      serial: randomSerial(random),
    }),
  );
  const keyPem = pkcs8ToPem(pair.pkcs8);
  pair.pkcs8.fill(0);
  return { certPem: leaf.pem + authority.chainPems.join(''), keyPem };
}

/** A certificate for "localhost" of an authority that is made for it and forgotten: nobody can trust it. */
export async function untrustedProbe(now: Date): Promise<ProbeCertificate> {
  const [authority, pair] = await Promise.all([generateKey('ecdsa-p256'), generateKey('ecdsa-p256')]);
  const root = await buildRoot({
    name: 'Sealwax check, trusted by nobody',
    limits: { kind: 'none' },
    keyType: 'ecdsa-p256',
    years: 1,
    key: authority,
    serial: randomSerial(randomBytes),
    now,
  });
  const leaf = await buildLeaf({
    names: [{ type: 'dns', value: 'localhost', display: 'localhost' }],
    purpose: 'server',
    keyType: 'ecdsa-p256',
    spki: pair.spki,
    issuer: { pem: root.pem, key: await importSigningKey(authority.pkcs8), chain: [root.pem] },
    validity: { kind: 'days', days: probeDays },
    now,
    serial: randomSerial(randomBytes),
  });
  const keyPem = pkcs8ToPem(pair.pkcs8);
  authority.pkcs8.fill(0);
  pair.pkcs8.fill(0);
  return { certPem: leaf.pem, keyPem };
}
