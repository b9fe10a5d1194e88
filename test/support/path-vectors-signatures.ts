import { issue, type Kind, pair, type Scheme, type Spec } from './path-certificates';
import type { PathVector } from './path-vectors';

/** A leaf signed by a root with that key and that algorithm. */
function signed(title: string, kind: Kind, scheme: Scheme, fails: PathVector['fails'], differs?: string): PathVector {
  const root = issue({ key: pair(kind), scheme: kind === 'pss2048' ? 'pss-sha256' : schemeOf(kind) });
  const leaf = issue({ issuer: root, scheme });
  return { title, leaf, roots: [root], fails, ...(differs === undefined ? {} : { differs }) };
}

const schemeOf = (kind: Kind): Scheme =>
  kind.startsWith('rsa') ? 'rsa-sha256' : kind === 'ed25519' ? 'ed25519' : 'ecdsa-sha256';

/** openssl verify accepts broken hashes and short keys at its own level 0, so the tests ask for level 2, Debian's default. */
export function signatureVectors(): PathVector[] {
  const root = issue({});
  const leafOf = (title: string, fails: PathVector['fails'], spec: Spec, differs?: string): PathVector => ({
    title,
    leaf: issue({ issuer: root, ...spec }),
    roots: [root],
    fails,
    ...(differs === undefined ? {} : { differs }),
  });
  const flip = (place: (der: Buffer) => number) => (der: Buffer) => {
    der[place(der)] = (der[place(der)] ?? 0) ^ 1;
  };
  const oldRoot = issue({ key: pair('rsa2048'), scheme: 'rsa-sha1' });
  const brokenRoot = issue({ changed: flip((der) => der.length - 3) });
  const shortCa = issue({ subject: 'Middle', issuer: root, ca: true, key: pair('rsa1024') });
  return [
    signed('ECDSA P-256 with SHA-256', 'p256', 'ecdsa-sha256', []),
    signed('ECDSA P-384 with SHA-384', 'p384', 'ecdsa-sha384', []),
    signed('ECDSA P-521 with SHA-512', 'p521', 'ecdsa-sha512', []),
    signed('RSA with SHA-256', 'rsa2048', 'rsa-sha256', []),
    signed('RSA with SHA-384', 'rsa2048', 'rsa-sha384', []),
    signed('RSA with SHA-512', 'rsa2048', 'rsa-sha512', []),
    signed('RSA-PSS with SHA-256, by a plain RSA key', 'rsa2048', 'pss-sha256', []),
    signed('RSA-PSS with SHA-512, by a plain RSA key', 'rsa2048', 'pss-sha512', []),
    signed('RSA-PSS by a key for RSA-PSS alone', 'pss2048', 'pss-sha256', []),
    signed('Ed25519', 'ed25519', 'ed25519', []),
    signed('RSA with MD5', 'rsa2048', 'rsa-md5', ['signature-algorithm']),
    signed('RSA with SHA-1', 'rsa2048', 'rsa-sha1', ['signature-algorithm']),
    signed('RSA-PSS with SHA-1', 'rsa2048', 'pss-sha1', ['signature-algorithm']),
    signed('RSA-PSS with two different hashes', 'rsa2048', 'pss-sha256-sha1', ['signature-algorithm']),
    signed('ECDSA with SHA-1', 'p256', 'ecdsa-sha1', ['signature-algorithm']),
    signed(
      'ECDSA on secp256k1',
      'secp256k1',
      'ecdsa-sha256',
      ['signature-algorithm'],
      'openssl knows the curve; browsers, Go and Java do not',
    ),
    leafOf('a leaf with RSA 512', ['weak-key'], { key: pair('rsa512') }),
    leafOf('a leaf with RSA 1024', ['weak-key'], { key: pair('rsa1024') }),
    leafOf('a leaf with RSA 2048', [], { key: pair('rsa2048') }),
    {
      title: 'an intermediate with RSA 1024',
      leaf: issue({ issuer: shortCa }),
      intermediates: [shortCa],
      roots: [root],
      fails: ['weak-key'],
    },
    leafOf('a changed signature', ['signature'], { changed: flip((der) => der.length - 3) }),
    leafOf('a changed name', ['signature'], { changed: flip((der) => der.lastIndexOf('leaf.app.test')) }),
    leafOf('a signature by another key', ['signature'], { signedBy: pair() }),
    leafOf('a signature by another kind of key', ['signature'], { signedBy: pair('rsa2048') }),
    leafOf('two different signature algorithms in one certificate', ['signature-algorithm'], {
      statedScheme: 'ecdsa-sha384',
    }),
    {
      title: 'a root that signed itself with SHA-1, which nobody checks',
      leaf: issue({ issuer: oldRoot }),
      roots: [oldRoot],
      fails: [],
    },
    {
      title: 'a root whose own signature is broken, which nobody checks',
      leaf: issue({ issuer: brokenRoot }),
      roots: [brokenRoot],
      fails: [],
    },
  ];
}
