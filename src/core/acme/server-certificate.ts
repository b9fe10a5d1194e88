import type { CertificateName } from '../../ipc/schemas';
import type { Authorities } from '../authority/authorities';
import { AppError } from '../errors';
import type { RootKeys } from '../keychain/root-keys';
import { generateKeyPairBytes, pkcs8ToPem } from '../pki/keys';
import { buildLeaf, randomSerial } from '../pki/leaf';
import { isPermitted } from '../pki/limits';
import { parseName } from '../pki/names';
import type { ProbeCertificate } from '../trust/probe-server';

export interface ServerCertificateOptions {
  authorities: Authorities;
  keys: RootKeys;
  now: () => Date;
  random: (bytes: number) => Buffer;
}

/** Days that the server's own certificate lives; it is made anew after half of it, and at each start. */
const days = 7;

export interface ServerCertificate extends ProbeCertificate {
  /** The names that it holds, those that the authority may sign for. */
  names: string[];
  renewAt: Date;
}

/**
 * The server's own certificate, from the authority that it serves for. Neither it nor its key is written to disk, as with the page
 * for phones: it ends with the server. Throws `name-outside-limits` when the authority may sign for none of the names, and what
 * opening its key throws.
 */
export async function serverCertificate(
  { authorities, keys, now, random }: ServerCertificateOptions,
  authorityId: string | undefined,
  wanted: readonly string[],
): Promise<ServerCertificate> {
  const authority = await authorities.forSigning(authorityId);
  const names = wanted.flatMap((typed): CertificateName[] => {
    const parsed = parseName(typed, 'server');
    return 'name' in parsed && isPermitted(parsed.name, authority.summary.limits) ? [parsed.name] : [];
  });
  if (names.length === 0) {
    throw new AppError(
      'name-outside-limits',
      `${authority.summary.name} may sign neither for localhost nor for an address of this machine.`,
      {
        hint: 'Name another authority: sealwax acme serve --ca NAME.',
      },
    );
  }
  const { pkcs8, spki } = await generateKeyPairBytes('ecdsa-p256');
  try {
    const leaf = await keys.use(authority.record, (key) =>
      buildLeaf({
        names,
        purpose: 'server',
        keyType: 'ecdsa-p256',
        spki,
        issuer: { pem: authority.issuerPem, key, chain: [...authority.chainPems, authority.rootPem] },
        validity: { kind: 'days', days },
        now: now(),
        serial: randomSerial(random),
      }),
    );
    return {
      certPem: leaf.pem + authority.chainPems.join(''),
      keyPem: pkcs8ToPem(pkcs8),
      names: names.map(({ value }) => value),
      renewAt: new Date((now().getTime() + leaf.notAfter.getTime()) / 2),
    };
  } finally {
    pkcs8.fill(0);
  }
}
