import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idSchema } from '../../ipc/schemas';
import { isPlainAuthorityRecord, isPlainCertificateRecord } from './plain-record';
import { isId, readAuthorityRecord, readCertificateRecord } from './record';
import { parseAuthorityRecord, parseCertificateRecord } from './record-schemas';

const hash = 'ab'.repeat(32);
const instant = '2026-11-22T12:00:00.000Z';

const authority = {
  version: 1,
  id: 'root-0c32ac9d528c5318',
  name: 'Test CA',
  label: 'Mine',
  kind: 'intermediate',
  parentId: 'root-1',
  origin: 'made',
  plainKey: { file: '/home/me/key.pem', sha256: hash },
  caroot: '/home/me/mkcert',
  chain: [hash],
  subject: 'CN=Test CA',
  createdAt: instant,
  notBefore: instant,
  notAfter: instant,
  keyType: 'ecdsa-p256',
  limits: { kind: 'limited', dns: ['localhost', 'test'], ip: ['127.0.0.0/8', '::1/128'] },
  keep: 'keychain',
  keychainAccount: 'root-0c32ac9d528c5318/1234',
  keyFileSha256: hash,
  serial: '0a1b',
  fingerprint: hash,
  rootSpki: 'MFkw',
  next: { keep: 'session', keyFileSha256: hash },
};

const certificate = {
  version: 1,
  id: 'app.test-0123456789ab',
  names: [{ type: 'dns', value: 'app.test', display: 'app.test' }],
  commonName: 'app.test',
  issuer: 'Test CA',
  authorityId: 'root-0c32ac9d528c5318',
  purpose: 'server',
  keyType: 'ecdsa-p256',
  keyHere: true,
  serial: '0a1b',
  fingerprint: hash,
  createdAt: instant,
  notBefore: instant,
  notAfter: instant,
  validity: { kind: 'days', days: 397 },
  renews: 'app.test-ffffffffffff',
};

const kinds = [
  { what: 'an authority', whole: authority, plain: isPlainAuthorityRecord, parse: parseAuthorityRecord },
  { what: 'a certificate', whole: certificate, plain: isPlainCertificateRecord, parse: parseCertificateRecord },
];

type Path = (string | number)[];
const isTree = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const pathsOf = (value: unknown, path: Path = []): Path[] =>
  isTree(value) ? [path, ...Object.entries(value).flatMap(([key, each]) => pathsOf(each, [...path, key]))] : [path];

/** What stands in the place of something: other values of the same and of other kinds, or nothing. */
const others = fc.oneof(
  fc.constantFrom(
    undefined,
    null,
    true,
    0,
    1,
    398,
    3661,
    1.5,
    '',
    ' ',
    'a',
    'root',
    'none',
    'days',
    '..',
    'A',
    hash,
    `${hash}0`,
    [],
    {},
  ),
  fc.constantFrom(
    instant,
    '2026-11-22',
    '2026-02-30T12:00:00.000Z',
    '2026-11-22T12:00:00Z',
    '2026-11-22T12:00:00.000+01:00',
  ),
  fc.constantFrom(
    { kind: 'none' },
    { kind: 'hours', hours: 3 },
    { kind: 'days', days: 0 },
    ['test'],
    [hash, 1],
    'x'.repeat(300),
  ),
  fc.anything(),
);

function changed(whole: object, path: Path, value: unknown): unknown {
  const copy = structuredClone(whole) as Record<string, unknown>;
  const last = path.at(-1);
  if (last === undefined) return value;
  const parent = path.slice(0, -1).reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], copy);
  (parent as Record<string | number, unknown>)[last] = value;
  return JSON.parse(JSON.stringify(copy));
}

describe.each(kinds)('the record of $what', ({ whole, plain, parse }) => {
  it('is known at a glance', () => {
    expect(plain(whole)).toBe(true);
    expect(parse(whole)).toEqual(whole);
  });

  it('is known with any one of its optional parts left out', () => {
    for (const key of Object.keys(whole)) {
      const { [key as keyof typeof whole]: _left, ...rest } = whole;
      if (plain(rest)) expect(parse(rest)).toEqual(rest);
    }
  });

  it('passes the schema, unchanged, whenever it is known', () => {
    const paths = pathsOf(whole);
    let known = 0;
    fc.assert(
      fc.property(fc.constantFrom(...paths, ['more']), others, (path, value) => {
        const record = changed(whole, path, value);
        if (!plain(record)) return;
        known += 1;
        expect(parse(record)).toEqual(record);
      }),
      { numRuns: 3000 },
    );
    expect(known).toBeGreaterThan(100);
  });
});

describe('a record that is not of the usual kind', () => {
  it('is read by the schema, with its defaults', () => {
    const { kind: _kind, origin: _origin, parentId: _parent, ...old } = authority;
    expect(readAuthorityRecord(JSON.stringify(old))).toMatchObject({ kind: 'root', origin: 'made' });
    const { keyHere: _keyHere, ...first } = certificate;
    expect(readCertificateRecord(JSON.stringify({ ...first, later: 1 }))).toEqual({ ...first, keyHere: true });
  });

  it.each(['{"__proto__": 1}', '{"constructor": 1}', 'null', '[]', '1'])('is refused: %s', (text) => {
    expect(() => readAuthorityRecord(text)).toThrow();
    expect(() => readCertificateRecord(text)).toThrow();
  });
});

it('knows the form of an id as the schema does', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-z0-9._+A-Z/-]{0,121}$/)), (id) => {
      expect(isId(id)).toBe(idSchema.safeParse(id).success);
    }),
  );
});
