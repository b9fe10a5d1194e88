import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { CertificatePolicies, KeyUsageFlags, PolicyInformation, Version } from '@peculiar/asn1-x509';
import {
  clientAuth,
  daysFrom,
  emailProtection,
  extension,
  issue,
  type Made,
  type Spec,
  serverAuth,
} from './path-certificates';
import type { PathVector } from './path-vectors';

/** A leaf below an intermediate below a root, each with the faults that are asked for. */
function three(
  title: string,
  fails: PathVector['fails'],
  specs: { root?: Spec; middle?: Spec; leaf?: Spec; more?: Partial<PathVector> },
) {
  const root = issue({ subject: 'Root', ...specs.root });
  const middle = issue({ subject: 'Middle', issuer: root, ca: true, ...specs.middle });
  const leaf = issue({ issuer: middle, ...specs.leaf });
  return { title, leaf, intermediates: [middle], roots: [root], fails, ...specs.more } satisfies PathVector;
}

const year = (number: number) => new Date(Date.UTC(number, 0, 1));

function validityVectors(): PathVector[] {
  const ends = daysFrom(30);
  const begins = daysFrom(-30);
  const lasting = { from: year(2020), to: year(2080) };
  return [
    three('a leaf, an intermediate and a root', [], {}),
    three('the last second of the validity', [], {
      leaf: { to: daysFrom(10) },
      more: {
        at: daysFrom(10),
        differs: 'X509_cmp_time counts the moment of notAfter as past; RFC 5280 section 4.1.2.5 has it inclusive',
      },
    }),
    three('the second after the last', ['expired'], {
      leaf: { to: daysFrom(10) },
      more: { at: new Date(daysFrom(10).getTime() + 1000) },
    }),
    three('the second before the last', [], { more: { at: new Date(ends.getTime() - 1000) } }),
    three('the first second of the validity', [], { more: { at: begins } }),
    three('the second before the first', ['not-yet-valid'], {
      root: { from: daysFrom(-60) },
      middle: { from: daysFrom(-60) },
      more: { at: new Date(begins.getTime() - 1000) },
    }),
    three('an expired leaf', ['expired'], { leaf: { to: daysFrom(-1) } }),
    three('an expired intermediate', ['expired'], { middle: { to: daysFrom(-1) } }),
    three('an expired root', ['expired'], { root: { to: daysFrom(-1) } }),
    three('an intermediate that is not valid yet', ['not-yet-valid'], { middle: { from: daysFrom(1) } }),
    three('a root that is not valid yet', ['not-yet-valid'], { root: { from: daysFrom(1) } }),
    three('dates beyond 2049, at a time beyond 2049', [], {
      root: lasting,
      middle: lasting,
      leaf: { from: year(2055), to: year(2056) },
      more: { at: new Date('2055-06-01T00:00:00Z') },
    }),
    three('dates beyond 2049, not yet reached', ['not-yet-valid'], {
      root: lasting,
      middle: lasting,
      leaf: { from: year(2055), to: year(2056) },
    }),
    three('a validity without a good end (9999)', [], {
      leaf: { to: new Date('9999-12-31T23:59:59Z') },
    }),
    three('a beginning in 1950, which UTCTime has as 50', [], { root: { from: year(1950) } }),
    three('an end before the beginning', ['expired'], { leaf: { from: daysFrom(5), to: daysFrom(-5) } }),
  ];
}

function authorityVectors(): PathVector[] {
  const certSign = KeyUsageFlags.keyCertSign;
  const root = issue({ pathLength: 0 });
  const rollover = issue({ subject: 'Root', issuer: root, ca: true });
  const one = issue({ pathLength: 1, subject: 'One' });
  const a = issue({ subject: 'A', issuer: one, ca: true });
  const b = issue({ subject: 'B', issuer: a, ca: true });
  const again = issue({ subject: 'A', issuer: a, ca: true });
  const two = issue({ subject: 'Two' });
  const upper = issue({ subject: 'Upper', issuer: two, ca: true, pathLength: 0 });
  const lower = issue({ subject: 'Lower', issuer: upper, ca: true });
  const ending = issue({ subject: 'end', issuer: root, ca: true });
  const below = (title: string, fails: PathVector['fails'], top: Made, chain: Made[]): PathVector => ({
    title,
    leaf: issue({ issuer: chain[0] ?? top }),
    intermediates: chain,
    roots: [top],
    fails,
  });
  return [
    three('an intermediate that is no authority', ['basic-constraints'], { middle: { ca: false, usages: certSign } }),
    three('an intermediate without basic constraints', ['basic-constraints'], {
      middle: { ca: 'left-out', usages: certSign },
    }),
    three('an intermediate of version 1', ['basic-constraints'], { middle: { version: Version.v1 } }),
    three('a root of version 1', ['basic-constraints'], { root: { version: Version.v1 } }),
    three('extensions in version 1', ['malformed'], {
      leaf: { version: Version.v1, more: [extension('2.5.29.99', false, Buffer.from('0500', 'hex'))] },
    }),
    three('basic constraints that are not critical', [], {
      middle: { criticalConstraints: false },
      more: { differs: 'strict mode wants them critical (RFC 5280 section 4.2.1.9); browsers do not' },
    }),
    three('an authority without key usage', [], {
      middle: { usages: 'left-out' },
      more: { differs: 'strict mode wants a key usage in every authority; section 6.1.4 (n) does not' },
    }),
    three('an authority whose key may not sign certificates', ['key-usage'], {
      middle: { usages: KeyUsageFlags.cRLSign },
    }),
    three('a root whose key may not sign certificates', ['key-usage'], { root: { usages: KeyUsageFlags.cRLSign } }),
    three('an authority without a subject key identifier', [], {
      middle: { own: 'left-out' },
      more: { differs: 'strict mode wants one in every authority (section 4.2.1.2); validation does not' },
    }),
    three('a leaf without an authority key identifier', [], {
      leaf: { above: 'left-out' },
      more: { differs: 'strict mode wants one in all but self-signed certificates; validation does not' },
    }),
    three('a root that allows one authority below, with one', [], { root: { pathLength: 1 } }),
    three('a root that allows none, with one', ['path-length'], { root: { pathLength: 0 } }),
    below('a path length of 0 and no authority below', [], root, []),
    below('a path length of 0 and a self-issued authority below, which does not count', [], root, [rollover]),
    below('a path length of 1 and two authorities below', ['path-length'], one, [b, a]),
    below('a path length of 1, one authority, and the same one self-issued', [], one, [again, a]),
    {
      title: 'a leaf that is an authority under a path length of 0, which counts only what is in between',
      leaf: ending,
      roots: [root],
      fails: [],
    },
    below('an intermediate that allows no other below it', ['path-length'], two, [lower, upper]),
  ];
}

function purposeVectors(): PathVector[] {
  const server = { purpose: 'server' as const };
  const email = { rfc822Name: 'me@app.test' };
  const strange = '1.3.6.1.4.1.99999.1';
  return [
    three('a server certificate for a server', [], { leaf: { extended: [serverAuth] }, more: server }),
    three('no extended key usage, for a server', [], { more: server }),
    three('a client certificate for a server', ['extended-key-usage'], {
      leaf: { extended: [clientAuth] },
      more: server,
    }),
    three('a client certificate for a client', [], { leaf: { extended: [clientAuth] }, more: { purpose: 'client' } }),
    three('a server certificate for a client', ['extended-key-usage'], {
      leaf: { extended: [serverAuth] },
      more: { purpose: 'client' },
    }),
    three('a client certificate with no purpose asked', [], { leaf: { extended: [clientAuth] } }),
    three('any purpose is not the purpose', ['extended-key-usage'], {
      leaf: { extended: ['2.5.29.37.0'] },
      more: server,
    }),
    three('a strange purpose alone', ['extended-key-usage'], { leaf: { extended: [strange] }, more: server }),
    three('an intermediate for servers, above a server', [], {
      middle: { extended: [serverAuth, clientAuth] },
      leaf: { extended: [serverAuth] },
      more: server,
    }),
    three('an intermediate for clients, above a server', ['extended-key-usage'], {
      middle: { extended: [clientAuth] },
      leaf: { extended: [serverAuth] },
      more: server,
    }),
    three('a root for clients, above a server', ['extended-key-usage'], {
      root: { extended: [clientAuth] },
      leaf: { extended: [serverAuth] },
      more: server,
    }),
    three('a server whose key may only sign certificates', ['key-usage'], {
      leaf: { extended: [serverAuth], usages: KeyUsageFlags.keyCertSign, ca: true },
      more: server,
    }),
    three('a server with key encipherment alone, as RSA has it', [], {
      leaf: { extended: [serverAuth], usages: KeyUsageFlags.keyEncipherment },
      more: server,
    }),
    three('a client with key encipherment alone', ['key-usage'], {
      leaf: { extended: [clientAuth], usages: KeyUsageFlags.keyEncipherment },
      more: { purpose: 'client' },
    }),
    three('an e-mail certificate for e-mail', [], {
      leaf: { extended: [emailProtection], names: [email] },
      more: { purpose: 'email' },
    }),
    three('a server certificate for e-mail', ['extended-key-usage'], {
      leaf: { extended: [serverAuth], names: [email] },
      more: { purpose: 'email' },
    }),
  ];
}

function criticalVectors(): PathVector[] {
  const nothing = Buffer.from('0500', 'hex');
  // An extension of the arc for private enterprises, which nobody knows.
  const strange = (critical: boolean) => [extension('1.3.6.1.4.1.99999.1', critical, nothing)];
  const policies = new CertificatePolicies([new PolicyInformation({ policyIdentifier: '1.3.6.1.4.1.99999.2' })]);
  const identifier = AsnConvert.serialize(new OctetString(Buffer.alloc(20, 7)));
  return [
    three('a critical extension in the leaf that nobody knows', ['unknown-critical'], {
      leaf: { more: strange(true) },
    }),
    three('a critical extension in the intermediate', ['unknown-critical'], { middle: { more: strange(true) } }),
    three('a critical extension in the root', ['unknown-critical'], { root: { more: strange(true) } }),
    three('the same extension, not critical', [], { leaf: { more: strange(false) }, middle: { more: strange(false) } }),
    three('critical certificate policies, which bind nobody who asks for none', [], {
      leaf: { more: [extension('2.5.29.32', true, AsnConvert.serialize(policies))] },
    }),
    three('critical policy constraints that want a policy', ['unknown-critical'], {
      // SEQUENCE { requireExplicitPolicy [0] 0 }
      middle: { more: [extension('2.5.29.36', true, Buffer.from('3003800100', 'hex'))] },
      more: { differs: 'openssl passes over policies unless it is told -policy_check; here no policies are processed' },
    }),
    three('a critical subject key identifier', [], {
      leaf: { own: 'left-out', more: [extension('2.5.29.14', true, identifier)] },
      more: { differs: 'openssl does not count it among what it understands; section 4.2.1.2 has it not critical' },
    }),
  ];
}

/** Validity, basic constraints, path length, key usage, extended key usage, critical extensions. */
export function ruleVectors(): PathVector[] {
  return [...validityVectors(), ...authorityVectors(), ...purposeVectors(), ...criticalVectors()];
}
