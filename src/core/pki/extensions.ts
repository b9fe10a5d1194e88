import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AuthorityKeyIdentifier,
  BasicConstraints,
  ExtendedKeyUsage,
  Extension,
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  KeyIdentifier,
  KeyUsage,
  NameConstraints,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
} from '@peculiar/asn1-x509';
import type { CertificateName, NameLimits } from '../../ipc/schemas';

/** One extension in DER. */
function extension(extnID: string, critical: boolean, value: unknown): Extension {
  return new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });
}

/** RFC 5280 section 4.2.1.9; critical, as Python's strict mode wants it of an authority. */
export function basicConstraints(authority: boolean, pathLength?: number): Extension {
  const value = new BasicConstraints({
    cA: authority,
    ...(pathLength === undefined ? {} : { pathLenConstraint: pathLength }),
  });
  return extension(id_ce_basicConstraints, true, value);
}

/** RFC 5280 section 4.2.1.3; `flags` are the library's KeyUsageFlags. */
export function keyUsage(flags: number): Extension {
  return extension(id_ce_keyUsage, true, new KeyUsage(flags));
}

/** RFC 5280 section 4.2.1.12, not critical: a client that does not know a purpose may pass over it. */
export function extendedKeyUsage(purposes: readonly string[]): Extension {
  return extension(id_ce_extKeyUsage, false, new ExtendedKeyUsage([...purposes]));
}

export function subjectKeyIdentifier(identifier: Uint8Array): Extension {
  return extension(id_ce_subjectKeyIdentifier, false, new SubjectKeyIdentifier(identifier));
}

export function authorityKeyIdentifier(identifier: Uint8Array): Extension {
  const value = new AuthorityKeyIdentifier({ keyIdentifier: new KeyIdentifier(identifier) });
  return extension(id_ce_authorityKeyIdentifier, false, value);
}

/** RFC 5280 section 4.2.1.6; it has to be critical where the subject is empty, and only there. */
export function subjectAlternativeName(names: readonly CertificateName[], critical = false): Extension {
  return extension(id_ce_subjectAltName, critical, new SubjectAlternativeName(names.map(generalName)));
}

function generalName({ type, value }: CertificateName): GeneralName {
  switch (type) {
    case 'dns':
      return new GeneralName({ dNSName: value });
    case 'ip':
      return new GeneralName({ iPAddress: value });
    case 'email':
      return new GeneralName({ rfc822Name: value });
    case 'uri':
      return new GeneralName({ uniformResourceIdentifier: value });
  }
}

/**
 * The limits of a root as critical name constraints (RFC 5280 section 4.2.1.10). A type of name without any subtree is not
 * limited at all, so each type that clients read gets some: DNS and IP; e-mail and URI for the same domains, once for the
 * host itself and once, with a dot, for the hosts below. With no address permitted, all are excluded, as the Baseline
 * Requirements 7.1.2.5.2 have it.
 *
 * Directory names stay free: that constraint would bind the whole subject of every leaf, and no client of TLS takes a host
 * from a subject while there is a subject alternative name (RFC 6125 section 6.4.4), which our leaves always have.
 */
export function nameConstraints(limits: Extract<NameLimits, { kind: 'limited' }>): Extension {
  const hosts = limits.dns.flatMap((domain) => [domain, `.${domain}`]);
  const permitted = [
    ...limits.dns.map((dNSName) => ({ dNSName })),
    ...limits.ip.map((iPAddress) => ({ iPAddress })),
    ...hosts.map((rfc822Name) => ({ rfc822Name })),
    ...hosts.map((uniformResourceIdentifier) => ({ uniformResourceIdentifier })),
  ];
  const excluded = limits.ip.length > 0 ? [] : [{ iPAddress: '0.0.0.0/0' }, { iPAddress: '::/0' }];
  const subtrees = (bases: Partial<GeneralName>[]) =>
    new GeneralSubtrees(bases.map((base) => new GeneralSubtree({ base: new GeneralName(base) })));
  const value = new NameConstraints({
    permittedSubtrees: subtrees(permitted),
    ...(excluded.length === 0 ? {} : { excludedSubtrees: subtrees(excluded) }),
  });
  return extension(id_ce_nameConstraints, true, value);
}
