import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleCertificates } from '../../../test/support/sample-certificates';
import { takeApart } from './asn-certificate';
import type { ParsedCertificate } from './certificate-parts';
import { canonicalName, formatName } from './distinguished-name';
import { readPlainCertificate } from './plain-certificate';

const samples = await sampleCertificates();

/** All that is read of a certificate, but for the library's own form; names as the checks and the window see them. */
function facts({ asn: _asn, subject, issuer, ...rest }: ParsedCertificate) {
  return {
    ...rest,
    names: [subject, issuer].map((name) => [formatName(name), canonicalName(name), name.length]),
  };
}

describe('certificates of the plain form', () => {
  it.each(samples)('$what is read as the library reads it', ({ der }) => {
    const plain = readPlainCertificate(der);
    expect(plain).toBeDefined();
    expect(facts(plain as ParsedCertificate)).toEqual(facts(takeApart(der)));
  });

  it('gives the form of the library when it is asked for', () => {
    const { der } = samples[0] as (typeof samples)[number];
    const own = readPlainCertificate(der)?.asn;
    expect(own).toBe(own);
    expect(own?.tbsCertificate.subject).toEqual(takeApart(der).subject);
  });
});

describe('a certificate that was changed', () => {
  // 5,000 changes of one to three bytes: most break it, some leave another certificate, which both must read alike.
  it('is read as the library reads it, or left to the library', { timeout: 120_000 }, () => {
    let readAfterAll = 0;
    const change = fc.record({
      at: fc.nat(2000),
      to: fc.oneof(
        fc.nat(255),
        fc.constantFrom(0, 1, 2, 3, 4, 5, 6, 0x0c, 0x13, 0x16, 0x17, 0x18, 0x30, 0x31, 0x80, 0xff),
      ),
      how: fc.constantFrom('set', 'set', 'set', 'flip', 'insert', 'remove'),
    });
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.array(change, { minLength: 1, maxLength: 3 }), ({ der }, changes) => {
        const changed = changes.reduce<Buffer>((bytes, { at, to, how }) => {
          const place = at % bytes.length;
          const [before, after] = [bytes.subarray(0, place), bytes.subarray(place + (how === 'insert' ? 0 : 1))];
          const middle = how === 'remove' ? [] : [how === 'flip' ? (bytes[place] ?? 0) ^ (1 << (to % 8)) : to];
          return Buffer.concat([before, Buffer.from(middle), after]);
        }, der);
        const plain = readPlainCertificate(changed);
        if (plain === undefined) return;
        readAfterAll += 1;
        expect(facts(plain)).toEqual(facts(takeApart(changed)));
      }),
      { numRuns: 5000 },
    );
    expect(readAfterAll).toBeGreaterThan(500);
  });
});

it('leaves a year below 100 to the library', () => {
  const sample = samples.find(({ what }) => what.includes('past 2050')) as (typeof samples)[number];
  const changed = Buffer.from(sample.der);
  // GeneralizedTime, 15 bytes: its century becomes the first.
  const at = changed.indexOf(Buffer.from([0x18, 0x0f, 0x32, 0x30])) + 2;
  changed.write('00', at, 'latin1');
  expect(readPlainCertificate(changed)).toBeUndefined();
});

it('knows a certificate by its bytes', () => {
  for (const { der } of samples) {
    expect(readPlainCertificate(der)?.fingerprint256).toBe(createHash('sha256').update(der).digest('hex'));
  }
});
