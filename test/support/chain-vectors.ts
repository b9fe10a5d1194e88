import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  Extension,
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_nameConstraints,
  KeyUsageFlags,
  type Name,
  NameConstraints,
} from '@peculiar/asn1-x509';
import {
  authorityKeyIdentifier,
  basicConstraints,
  extendedKeyUsage,
  keyUsage,
  subjectAlternativeName,
  subjectKeyIdentifier,
} from '../../src/core/pki/extensions';
import { type GeneratedKey, generateKey } from '../../src/core/pki/keys';
import { dayMs } from '../../src/core/pki/profile';
import { nameOf, signCertificate } from '../../src/core/pki/sign-certificate';
import { keyIdentifierOf } from '../../src/core/pki/spki-parts';
import type { EdgeCheck } from '../../src/ipc/chain-schemas';
import type { CertificateName } from '../../src/ipc/schemas';

/** The moment at which every vector is judged. */
export const vectorTime = new Date('2026-06-01T12:00:00Z');

export interface Made {
  pem: string;
  subject: Name;
  key: GeneratedKey;
}

interface Spec {
  subject?: string;
  organization?: boolean;
  /** Signed by itself without one. */
  issuer?: Made;
  /** The certificate says that this one issued it, whoever signs. */
  issuerName?: string;
  signedBy?: GeneratedKey;
  authorityKeyId?: Buffer;
  key?: GeneratedKey;
  authority?: boolean | 'left-out';
  pathLength?: number;
  usages?: number;
  names?: CertificateName[];
  constraints?: Extension;
  more?: Extension[];
  /** Days from vectorTime. */
  from?: number;
  to?: number;
}

let serial = 0x1000;

/** Builds a certificate with whatever faults the specification has; nothing is checked. */
export async function make(spec: Spec): Promise<Made> {
  const key = spec.key ?? (await generateKey('ecdsa-p256'));
  const subject = nameOf(spec.organization ? 'organization' : 'commonName', spec.subject ?? 'Root');
  const issuer = spec.issuer;
  const authority = spec.authority ?? issuer === undefined;
  const identifier = spec.authorityKeyId ?? (issuer === undefined ? undefined : keyIdentifierOf(issuer.key.spki));
  const usages =
    spec.usages ??
    (authority === true ? KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign : KeyUsageFlags.digitalSignature);
  serial += 1;
  const { pem } = await signCertificate(
    {
      serial: serial.toString(16),
      subject,
      issuer: spec.issuerName === undefined ? (issuer?.subject ?? subject) : nameOf('commonName', spec.issuerName),
      notBefore: new Date(vectorTime.getTime() + (spec.from ?? -30) * dayMs),
      notAfter: new Date(vectorTime.getTime() + (spec.to ?? 30) * dayMs),
      spki: key.spki,
      extensions: [
        ...(authority === 'left-out' ? [] : [basicConstraints(authority, spec.pathLength)]),
        keyUsage(usages),
        ...(authority === true ? [] : [extendedKeyUsage(['1.3.6.1.5.5.7.3.1'])]),
        subjectKeyIdentifier(keyIdentifierOf(key.spki)),
        ...(identifier === undefined ? [] : [authorityKeyIdentifier(identifier)]),
        ...(spec.names === undefined ? [] : [subjectAlternativeName(spec.names)]),
        ...(spec.constraints === undefined ? [] : [spec.constraints]),
        ...(spec.more ?? []),
      ],
    },
    (spec.signedBy ?? issuer?.key ?? key).privateKey,
  );
  return { pem, subject, key };
}

type Bases = Partial<GeneralName>[];

export function constraints(permitted: Bases, excluded: Bases = []): Extension {
  const subtrees = (bases: Bases) =>
    new GeneralSubtrees(bases.map((base) => new GeneralSubtree({ base: new GeneralName(base) })));
  const value = new NameConstraints({
    ...(permitted.length === 0 ? {} : { permittedSubtrees: subtrees(permitted) }),
    ...(excluded.length === 0 ? {} : { excludedSubtrees: subtrees(excluded) }),
  });
  return new Extension({
    extnID: id_ce_nameConstraints,
    critical: true,
    extnValue: new OctetString(AsnConvert.serialize(value)),
  });
}

const name = (type: CertificateName['type'], value: string): CertificateName => ({ type, value, display: value });
const dns = (value: string) => name('dns', value);
const ip = (value: string) => name('ip', value);

export interface Vector {
  title: string;
  /** Leaf first, root last. */
  chain: string[];
  /** The checks that fail, on any edge; "critical" for a critical extension that is not known. Empty for a good chain. */
  fails: (EdgeCheck['id'] | 'critical')[];
}

const usual = constraints([
  { dNSName: 'test' },
  { iPAddress: '127.0.0.0/8' },
  { iPAddress: '::1/128' },
  { rfc822Name: 'test' },
  { rfc822Name: '.test' },
  { uniformResourceIdentifier: '.test' },
]);

/** A leaf under a root with constraints: the name alone decides. */
async function underConstraints(
  title: string,
  names: CertificateName[],
  limits: Extension,
  good: boolean,
): Promise<Vector> {
  const root = await make({ constraints: limits });
  const leaf = await make({ subject: 'leaf', issuer: root, names });
  return { title, chain: [leaf.pem, root.pem], fails: good ? [] : ['name-constraints'] };
}

async function nameVectors(): Promise<Vector[]> {
  const good: [string, CertificateName[], Extension?][] = [
    ['a DNS name below a permitted domain', [dns('a.b.test')]],
    ['the permitted domain itself', [dns('test')]],
    ['a permitted name in capitals', [dns('APP.TEST')]],
    ['a wildcard below a permitted domain', [dns('*.app.test')]],
    ['a permitted IPv4 address', [dns('app.test'), ip('127.1.2.3')]],
    ['a permitted IPv6 address', [dns('app.test'), ip('::1')]],
    ['addresses alone', [ip('127.0.0.1'), ip('::1')]],
    ['a mailbox in a permitted host', [dns('app.test'), name('email', 'me@test'), name('email', 'me@a.test')]],
    ['a URI on a permitted host', [dns('app.test'), name('uri', 'https://a.test:1/x')]],
    [
      'any IPv6 address when only DNS names are limited',
      [dns('app.test'), ip('2001:db8::1')],
      constraints([{ dNSName: 'test' }]),
    ],
    ['a name beside an excluded one', [dns('ok.test')], constraints([{ dNSName: 'test' }], [{ dNSName: 'no.test' }])],
    ['a permitted mailbox alone', [name('email', 'me@a.test')], constraints([{ rfc822Name: 'me@a.test' }])],
  ];
  const bad: [string, CertificateName[], Extension?][] = [
    ['a DNS name outside', [dns('google.com')]],
    ['one DNS name outside among good ones', [dns('a.test'), dns('b.test'), dns('c.example')]],
    ['a name that only ends in the same letters', [dns('mytest')]],
    ['a wildcard outside', [dns('*.google.com')]],
    ['an IPv4 address outside', [dns('app.test'), ip('128.0.0.1')]],
    ['an IPv6 address outside', [dns('app.test'), ip('::2')]],
    ['an IPv6 address under IPv4 limits', [ip('::1')], constraints([{ iPAddress: '127.0.0.0/8' }])],
    ['an excluded DNS name', [dns('a.no.test')], constraints([{ dNSName: 'test' }], [{ dNSName: 'no.test' }])],
    ['an excluded address', [ip('10.0.0.1')], constraints([], [{ iPAddress: '10.0.0.0/8' }])],
    [
      'any address when all are excluded',
      [ip('127.0.0.1')],
      constraints([], [{ iPAddress: '0.0.0.0/0' }, { iPAddress: '::/0' }]),
    ],
    ['a mailbox outside', [dns('app.test'), name('email', 'me@google.com')]],
    [
      'another mailbox than the permitted one',
      [name('email', 'you@a.test')],
      constraints([{ rfc822Name: 'me@a.test' }]),
    ],
    [
      'a mailbox below a host that permits only its own',
      [name('email', 'me@b.a.test')],
      constraints([{ rfc822Name: 'a.test' }]),
    ],
    ['a URI on a host outside', [dns('app.test'), name('uri', 'https://google.com/.test')]],
    ['a URI with an address as host', [dns('app.test'), name('uri', 'https://127.0.0.1/')]],
  ];
  const vectors: Vector[] = [];
  for (const [title, names, limits = usual] of good) vectors.push(await underConstraints(title, names, limits, true));
  for (const [title, names, limits = usual] of bad) vectors.push(await underConstraints(title, names, limits, false));
  const root = await make({ constraints: constraints([{ directoryName: nameOf('organization', 'Ours') }]) });
  const inside = await make({ subject: 'OURS', organization: true, issuer: root, names: [dns('a.test')] });
  const outside = await make({ subject: 'Theirs', organization: true, issuer: root, names: [dns('a.test')] });
  vectors.push({ title: 'a subject in a permitted directory', chain: [inside.pem, root.pem], fails: [] });
  vectors.push({
    title: 'a subject in another directory',
    chain: [outside.pem, root.pem],
    fails: ['name-constraints'],
  });
  return vectors;
}

async function leafVectors(): Promise<Vector[]> {
  const root = await make({ pathLength: 0 });
  const other = await make({ subject: 'Other' });
  const leafOf = (title: string, fails: Vector['fails'], spec: Spec): Promise<Vector> =>
    make({ subject: 'leaf', issuer: root, names: [dns('a.test')], ...spec }).then(({ pem }) => ({
      title,
      chain: [pem, root.pem],
      fails,
    }));
  // An extension of the arc for private enterprises, which nobody knows.
  const strange = new Extension({
    extnID: '1.3.6.1.4.1.99999.1',
    critical: true,
    extnValue: new OctetString(Buffer.from('0500', 'hex')),
  });
  const oldRoot = await make({ to: -1 });
  const underOld = await make({ subject: 'leaf', issuer: oldRoot, names: [dns('a.test')] });
  const server = await make({ authority: false });
  const underServer = await make({ subject: 'leaf', issuer: server, names: [dns('a.test')] });
  return [
    await leafOf('a leaf under its root', [], {}),
    await leafOf('an expired leaf', ['validity'], { to: -1 }),
    await leafOf('a leaf that is not valid yet', ['validity'], { from: 1 }),
    await leafOf('a leaf that names another issuer', ['issuer-name'], { issuerName: 'Somebody' }),
    await leafOf('a leaf signed by another key', ['signature'], { signedBy: other.key }),
    await leafOf('a leaf with a critical extension that nobody knows', ['critical'], { more: [strange] }),
    { title: 'a leaf under an expired root', chain: [underOld.pem, oldRoot.pem], fails: ['validity'] },
    {
      title: 'a leaf signed by a server',
      chain: [underServer.pem, server.pem],
      fails: ['basic-constraints', 'key-usage'],
    },
  ];
}

async function intermediateVectors(): Promise<Vector[]> {
  const vectors: Vector[] = [];
  const add = async (title: string, fails: Vector['fails'], top: Spec, middle: Spec, leaf: Spec = {}) => {
    const root = await make(top);
    const between = await make({ subject: 'Intermediate', issuer: root, authority: true, ...middle });
    const end = await make({ subject: 'leaf', issuer: between, names: [dns('a.test')], ...leaf });
    vectors.push({ title, chain: [end.pem, between.pem, root.pem], fails });
  };
  const outside = { names: [dns('google.com')] };
  await add('an authority between root and leaf', [], { pathLength: 1 }, { pathLength: 0 });
  await add('a self-issued authority, which does not count', [], { pathLength: 0 }, { subject: 'Root' });
  await add('an authority below a root that allows none', ['path-length'], { pathLength: 0 }, {});
  await add('an expired authority', ['validity'], {}, { to: -1 });
  await add(
    'an intermediate that is no authority',
    ['basic-constraints'],
    {},
    { authority: false, usages: KeyUsageFlags.keyCertSign },
  );
  await add(
    'an intermediate without basic constraints',
    ['basic-constraints'],
    {},
    {
      authority: 'left-out',
      usages: KeyUsageFlags.keyCertSign,
    },
  );
  await add('an authority whose key may not sign certificates', ['key-usage'], {}, { usages: KeyUsageFlags.cRLSign });
  await add(
    "a leaf outside the root's limits, two levels down",
    ['name-constraints'],
    { constraints: usual },
    {},
    outside,
  );
  await add("a leaf outside the intermediate's limits", ['name-constraints'], {}, { constraints: usual }, outside);
  await add(
    'a leaf inside the limits of both',
    [],
    { constraints: usual },
    { constraints: constraints([{ dNSName: 'a.test' }]) },
  );
  return vectors;
}

/** Chains, good and bad, each with the checks that must fail. */
export async function chainVectors(): Promise<Vector[]> {
  return [...(await leafVectors()), ...(await intermediateVectors()), ...(await nameVectors())];
}
