import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NameLimits, nameCheckSchema } from '../../ipc/schemas';
import { AppError } from '../errors';
import { parseDnsName } from './dns-name';
import { decryptKeyFile } from './key-file';
import { isPermitted, parseLimits } from './limits';
import { checkNames } from './names';
import { parseCertificate } from './parsed-certificate';
import { decodePem, encodePem } from './pem';

const none: NameLimits = { kind: 'none' };

/** Text that is close to names: their characters, and Unicode with them. */
const nearNames = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'ab1x-_.:*@/[]%0 ü'), maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.domain(),
  fc.ipV4Extended(),
  fc.ipV6(),
  fc.emailAddress(),
  fc.webUrl(),
);

describe('whatever a person types', () => {
  it('gets one answer of the agreed shape, a name or a problem with a hint', () => {
    fc.assert(
      fc.property(
        fc.array(nearNames, { maxLength: 8 }),
        fc.constantFrom('server', 'client', 'server-client'),
        (inputs, purpose) => {
          const checks = checkNames(inputs, { limits: none, purpose });
          expect(checks).toHaveLength(inputs.length);
          for (const check of checks) {
            expect(() => nameCheckSchema.parse(check)).not.toThrow();
            expect(check.ok ? check.name : check.problem?.hint).toBeTruthy();
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is the same name again when its normal form or its display form is typed', () => {
    fc.assert(
      fc.property(nearNames, (input) => {
        const [check] = checkNames([input], { limits: none, purpose: 'client' });
        fc.pre(check?.name !== undefined && check.name.type !== 'uri');
        const { name } = check;
        const again = checkNames([name.value], { limits: none, purpose: 'client' })[0];
        const shown = checkNames([name.display], { limits: none, purpose: 'client' })[0];
        expect(again?.name).toEqual(name);
        expect(shown?.name).toEqual(name);
      }),
      { numRuns: 500 },
    );
  });

  it('yields DNS names in the alphabet and the lengths of DNS only', () => {
    fc.assert(
      fc.property(nearNames, (input) => {
        const parsed = parseDnsName(input);
        if ('code' in parsed) return;
        expect(parsed.value).toMatch(
          /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/,
        );
      }),
      { numRuns: 500 },
    );
  });
});

const orAppError = (work: () => unknown): boolean => {
  try {
    work();
    return true;
  } catch (error) {
    return error instanceof AppError;
  }
};

describe('whatever is read', () => {
  it('as limits gives a normal form or an AppError, and the normal form stays', () => {
    fc.assert(
      fc.property(fc.array(nearNames, { maxLength: 4 }), fc.array(nearNames, { maxLength: 3 }), (dns, ip) => {
        const limits: NameLimits = { kind: 'limited', dns, ip };
        expect(orAppError(() => expect(parseLimits(parseLimits(limits))).toEqual(parseLimits(limits)))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('as a certificate or key throws nothing but an AppError', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        expect(orAppError(() => parseCertificate(bytes))).toBe(true);
        const opened = decryptKeyFile(encodePem(bytes, 'ENCRYPTED PRIVATE KEY'), Buffer.from('x'));
        await expect(opened).rejects.toBeInstanceOf(AppError);
      }),
      { numRuns: 300 },
    );
  });

  it('comes back whole from PEM', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 500 }), (bytes) => {
        expect(decodePem(encodePem(bytes, 'CERTIFICATE'), 'CERTIFICATE').equals(Buffer.from(bytes))).toBe(true);
      }),
    );
  });
});

describe('limits', () => {
  it('permit every host below a permitted domain, and none that only ends in the same letters', () => {
    fc.assert(
      fc.property(fc.domain(), fc.domain(), (host, domain) => {
        const limits: NameLimits = { kind: 'limited', dns: [domain.toLowerCase()], ip: [] };
        const permitted = (value: string) => isPermitted({ type: 'dns', value, display: value }, limits);
        expect(permitted(`${host}.${domain}`.toLowerCase())).toBe(true);
        expect(permitted(`x${domain}`.toLowerCase())).toBe(false);
      }),
    );
  });
});
