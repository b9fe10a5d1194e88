import { OctetString } from '@peculiar/asn1-schema';
import { Extension } from '@peculiar/asn1-x509';
import { describe, expect, it } from 'vitest';
import { cpuTimeOf } from '../../../test/support/cpu-time';
import { foreignRequest } from '../../../test/support/foreign-request';
import type { CertificateName } from '../../ipc/schemas';
import { parseRequest, requestRefusals } from './csr';
import { subjectAlternativeName } from './extensions';
import { encodePem } from './pem';

const dns = (value: string): CertificateName => ({ type: 'dns', value, display: value });

describe('a large request', () => {
  it('with 10,000 names is read in less than a second', () => {
    const names = Array.from({ length: 10_000 }, (_, index) => dns(`host-${index}.xn--bcher-kva.test`));
    const pem = encodePem(foreignRequest({ extensions: [subjectAlternativeName(names)] }), 'CERTIFICATE REQUEST');
    expect(cpuTimeOf(() => expect(parseRequest(pem).names).toHaveLength(10_000))).toBeLessThan(1000);
    expect(parseRequest(pem).names[9_999]?.display).toBe('host-9999.bücher.test');
  });
});

/** The same bytes with an outer length in four octets, which BER allows and DER does not (X.690 section 10.1). */
function longLength(der: Buffer): Buffer {
  const content = der.subarray(2 + ((der[1] ?? 0) & 0x7f));
  const head = Buffer.from('308400000000', 'hex');
  head.writeUInt32BE(content.length, 2);
  return Buffer.concat([head, content]);
}

describe('what is no request', () => {
  const good = foreignRequest({ extensions: [subjectAlternativeName([dns('app.test')])] });
  it.each<[string, string | Uint8Array]>([
    ['nothing', ''],
    ['nothing at all', new Uint8Array()],
    ['a text', 'hello'],
    ['another block', encodePem(good, 'CERTIFICATE')],
    ['a block without its end', encodePem(good, 'CERTIFICATE REQUEST').slice(0, 200)],
    ['a block that is not base64', '-----BEGIN CERTIFICATE REQUEST-----\n!!!!\n-----END CERTIFICATE REQUEST-----\n'],
    ['a request that is cut off', good.subarray(0, good.length - 40)],
    ['a request with more after it', Buffer.concat([good, Buffer.from('0500', 'hex')])],
    ['a length that is longer than needed', longLength(good)],
    ['an empty sequence', Buffer.from('3000', 'hex')],
    ['another sequence', Buffer.from('30030201ff', 'hex')],
    ['depth without end', Buffer.alloc(500_000, Buffer.from('3080', 'hex'))],
    ['a length beyond all', Buffer.from('3084ffffffff00', 'hex')],
    ['more than 1 MiB', Buffer.concat([good, Buffer.alloc(1024 * 1024)])],
    ['much text', 'x'.repeat(100 * 1024 * 1024)],
    [
      'an extension twice',
      foreignRequest({
        extensions: [subjectAlternativeName([dns('a.test')]), subjectAlternativeName([dns('b.test')])],
      }),
    ],
    [
      'names that are no names',
      foreignRequest({
        extensions: [new Extension({ extnID: '2.5.29.17', extnValue: new OctetString(Buffer.from('020101', 'hex')) })],
      }),
    ],
  ])('is called that, with a hint, in less than a second: %s', (_title, input) => {
    const read = () =>
      expect(() => parseRequest(input)).toThrow(
        expect.objectContaining({ code: 'request-unreadable', hint: expect.stringContaining('CERTIFICATE REQUEST') }),
      );
    expect(cpuTimeOf(read)).toBeLessThan(1000);
  });

  it('never throws anything else, whatever byte was changed', () => {
    for (let index = 0; index < good.length; index += 1) {
      const changed = Buffer.from(good);
      changed[index] = (changed[index] ?? 0) ^ 0x11;
      let parsed: ReturnType<typeof parseRequest> | undefined;
      try {
        parsed = parseRequest(changed);
      } catch (error) {
        expect(error).toMatchObject({ code: 'request-unreadable' });
      }
      const refused = parsed === undefined || requestRefusals(parsed).length > 0;
      expect({ index, refused }).toEqual({ index, refused: true });
    }
  });
});
