import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { at, constraints, extension, issue, type Made, pair } from '../../../test/support/path-certificates';
import { AppError } from '../errors';
import { verifyCertificate } from '../inspect/verify';
import { type CertificateView, viewCertificate } from './certificate-view';
import { buildPaths } from './path-building';
import { weaknesses } from './weakness';

// The clock on the wall is not what is measured: beside other tests, making the certificates alone may take seconds.
vi.setConfig({ testTimeout: 60_000 });

/** What a person may be kept waiting by a file, in milliseconds. */
const second = 1000;

/** The processor time that a step takes: the tests run beside others, so the clock on the wall is not its own. */
function timed<T>(step: () => T): { result: T; ms: number } {
  const start = process.cpuUsage();
  const result = step();
  const { user, system } = process.cpuUsage(start);
  return { result, ms: (user + system) / 1000 };
}

const names = (count: number, more = '') =>
  Array.from({ length: count }, (_, index) => ({ dNSName: `host-${index}${more}.app.test` }));
const view = ({ der }: Made) => viewCertificate(der);

/** Reads and judges, from bytes to verdict. */
const judge = (leaf: Made, roots: Made[], intermediates: Made[] = []) =>
  timed(() => {
    const paths = buildPaths({
      leaf: view(leaf),
      intermediates: intermediates.map(view),
      roots: roots.map(view),
      now: at,
      name: 'host-9.app.test',
    });
    return { paths, codes: paths[0]?.problems.map(({ code }) => code) };
  });

describe('a certificate with many names', () => {
  const root = issue({ limits: constraints([{ dNSName: 'app.test' }]) });

  it('is judged with 10,000 names, and refused with more', () => {
    const good = judge(issue({ issuer: root, names: names(10_000) }), [root]);
    expect(good.result.codes).toEqual([]);
    expect(good.ms).toBeLessThan(second);
    const bad = judge(issue({ issuer: root, names: names(10_001) }), [root]);
    expect(bad.result.codes).toEqual(['too-many-names']);
    expect(bad.ms).toBeLessThan(second);
  });

  it('is not compared with limits that are many as well', () => {
    const limited = issue({ limits: constraints(names(1024)) });
    const good = judge(issue({ issuer: limited, names: names(1000) }), [limited]);
    expect(good.result.codes).toEqual([]);
    expect(good.ms).toBeLessThan(second);
    const bad = judge(issue({ issuer: limited, names: names(1024) }), [limited]);
    expect(bad.result.codes).toEqual(['too-complex']);
    expect(bad.ms).toBeLessThan(second);
  });

  it.each([
    ['the shortest DNS names', Buffer.from([0x82, 0])],
    ['the shortest addresses', Buffer.from([0x87, 0])],
    ['directory names', Buffer.from('a40f300d310b300906035504030c026161', 'hex')],
  ])('is refused at once when a megabyte is full of %s', (_, one) => {
    const content = Buffer.alloc(Math.floor(1_000_000 / one.length) * one.length, one);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(content.length);
    const value = Buffer.concat([Buffer.from([0x30, 0x84]), length, content]);
    const leaf = issue({ issuer: root, names: [], more: [extension('2.5.29.17', false, value)] });
    const { result, ms } = timed(() => errorOf(() => viewCertificate(leaf.der)));
    expect(result).toBe('certificate-unreadable');
    expect(ms).toBeLessThan(second);
  });

  it('is refused at once when its subject has thousands of parts', () => {
    const subject = Array.from({ length: 2000 }, (_, index) => `OU=${index}`).join(', ');
    const leaf = issue({ issuer: root, subject });
    const { result, ms } = timed(() => errorOf(() => viewCertificate(leaf.der)));
    expect(result).toBe('certificate-unreadable');
    expect(ms).toBeLessThan(second);
  });
});

describe('a set of certificates with many paths', () => {
  /** Twelve levels of three authorities, each certified by all three above: 3^12 paths. */
  function mesh(root: Made): { leaf: Made; intermediates: Made[] } {
    const intermediates: Made[] = [];
    let above = [root];
    for (let level = 0; level < 12; level += 1) {
      const subjects = ['a', 'b', 'c'].map((letter) => ({ subject: `Level ${level} ${letter}`, key: pair() }));
      const made = subjects.map((each) => above.map((issuer) => issue({ ...each, issuer, ca: true })));
      intermediates.push(...made.flat());
      above = made.map(([first]) => first as Made);
    }
    return { leaf: issue({ issuer: above[0] as Made, names: names(10) }), intermediates };
  }

  it('yields 64 of them, the first good one among them', () => {
    const root = issue({});
    const { leaf, intermediates } = mesh(root);
    const { result, ms } = judge(leaf, [root], intermediates);
    expect(result.paths).toHaveLength(64);
    expect(result.paths[0]?.ok).toBe(true);
    expect(ms).toBeLessThan(second);
    const lost = judge(leaf, [issue({ subject: 'Other' })], intermediates);
    expect(lost.result.paths).toHaveLength(64);
    expect(lost.result.codes).toEqual(['no-issuer']);
    expect(lost.ms).toBeLessThan(second);
  });

  it('stops checking signatures when hundreds of authorities bear one name', () => {
    const root = issue({});
    const silent = { above: 'left-out' as const, own: 'left-out' as const };
    const made = Array.from({ length: 400 }, () => issue({ subject: 'Same', issuer: root, ca: true, ...silent }));
    const views = [root, ...made].map(view);
    const leaf = view(issue({ issuer: made[390] as Made, above: 'left-out' }));
    const { result, ms } = timed(() => buildPaths({ leaf, intermediates: views, roots: views.slice(0, 1), now: at }));
    expect(result[0]?.ok).toBe(false);
    expect(result[0]?.problems.map(({ code }) => code)).toContain('too-complex');
    expect(ms).toBeLessThan(second);
  });
});

/** The code of the AppError that a step throws; anything else goes through. */
function errorOf(step: () => unknown): string | undefined {
  try {
    step();
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

describe('any bytes at all', () => {
  const root = issue({
    limits: constraints([{ dNSName: 'test' }, { iPAddress: '127.0.0.0/8' }, { rfc822Name: 'app.test' }]),
  });
  const middle = issue({ subject: 'Middle', issuer: root, ca: true, pathLength: 1 });
  const leaf = issue({
    issuer: middle,
    extended: ['1.3.6.1.5.5.7.3.1'],
    names: [{ dNSName: 'leaf.app.test' }, { iPAddress: '127.0.0.1' }, { rfc822Name: 'me@app.test' }],
  });
  const rsa = issue({ issuer: root, key: pair('rsa2048'), names: [] });
  const all = [root, middle, leaf, rsa];

  /** Reads a certificate and asks everything about it, in each place of a chain. */
  function askAll(bytes: Buffer): void {
    let changed: CertificateView | undefined;
    const code = errorOf(() => {
      changed = viewCertificate(bytes);
    });
    if (changed === undefined) {
      expect(code).toBe('certificate-unreadable');
      return;
    }
    const views = all.map(view);
    weaknesses(changed);
    for (const asked of [changed, ...views]) {
      const request = { leaf: asked, intermediates: [changed, ...views], now: at, name: 'leaf.app.test' };
      verifyCertificate({ ...request, roots: [view(root)], purpose: 'server' });
      verifyCertificate({ ...request, roots: [changed], name: 'me@app.test', purpose: 'email' });
    }
  }

  it('are read or refused, never anything else', () => {
    const bytes = fc.uint8Array({ maxLength: 300 });
    const sequence = bytes.map((content) =>
      Buffer.concat([Buffer.from([0x30, 0x82, content.length >> 8, content.length & 255]), content]),
    );
    fc.assert(
      fc.property(fc.oneof(bytes, sequence), (some) => {
        expect(timed(() => askAll(Buffer.from(some))).ms).toBeLessThan(second);
      }),
      { numRuns: 500 },
    );
  });

  it('are read or refused when a certificate is changed in a few places', () => {
    const change = fc.record({
      place: fc.nat(),
      byte: fc.nat(255),
      how: fc.constantFrom('set', 'cut', 'insert', 'flip'),
    });
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.array(change, { minLength: 1, maxLength: 4 }), ({ der }, changes) => {
        const bytes = changes.reduce((before: Buffer, each) => changed(before, each), der);
        expect(timed(() => askAll(bytes)).ms).toBeLessThan(second);
      }),
      { numRuns: 200 },
    );
  });

  function changed(der: Buffer, { place, byte, how }: { place: number; byte: number; how: string }): Buffer {
    const copy = Buffer.from(der);
    const index = place % Math.max(1, copy.length);
    if (how === 'set') copy[index] = byte;
    if (how === 'flip') copy[index] = (copy[index] ?? 0) ^ (1 << (byte % 8));
    if (how === 'cut') return copy.subarray(0, index);
    return how === 'insert'
      ? Buffer.concat([copy.subarray(0, index), Buffer.from([byte]), copy.subarray(index)])
      : copy;
  }
});
