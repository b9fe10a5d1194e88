import { AsnConvert } from '@peculiar/asn1-schema';
import { AttributeTypeAndValue, AttributeValue, Name, RelativeDistinguishedName } from '@peculiar/asn1-x509';
import { describe, expect, it } from 'vitest';
import type { SubjectFields } from '../../ipc/schemas';
import { canonicalName, formatName, sameName } from './distinguished-name';
import { subjectOf } from './subject';
import { subjectFieldsOf } from './subject-parts';

const all: Required<SubjectFields> = {
  commonName: 'app.test',
  organizationalUnit: 'Dev & Test',
  organization: 'Müller, Söhne',
  locality: 'München',
  state: 'Bayern',
  country: 'DE',
};
const reread = (name: Name) => AsnConvert.parse(AsnConvert.serialize(name), Name);

describe('a subject', () => {
  it('has its attributes in the order C, ST, L, O, OU, CN, whatever the order of the fields', () => {
    expect(formatName(reread(subjectOf(all)))).toBe(
      'C=DE, ST=Bayern, L=München, O=Müller\\, Söhne, OU=Dev & Test, CN=app.test',
    );
  });

  it('gives its fields back', () => {
    expect(subjectFieldsOf(reread(subjectOf(all)))).toEqual(all);
    expect(subjectFieldsOf(subjectOf({ organization: 'Acme' }))).toEqual({ organization: 'Acme' });
  });

  it('leaves out what is empty, takes spaces off the ends, and writes the country in capitals', () => {
    const fields = { country: ' us ', state: '', organization: '  Acme ', commonName: '   ' };
    expect(formatName(subjectOf(fields))).toBe('C=US, O=Acme');
    expect(subjectOf({}).length).toBe(0);
  });

  it('has the country as PrintableString and the rest as UTF-8, as RFC 5280 asks', () => {
    const der = Buffer.from(AsnConvert.serialize(subjectOf({ country: 'de', commonName: 'x' })));
    expect(der.toString('hex')).toContain('13024445');
    expect(der.toString('hex')).toContain('0c0178');
  });

  it.each<[keyof SubjectFields, string, RegExp]>([
    ['country', 'Germany', /two letters/],
    ['country', 'D', /two letters/],
    ['country', 'D1', /two letters/],
    ['state', 'x'.repeat(129), /129 characters/],
    ['locality', 'x'.repeat(129), /129 characters/],
    ['organization', 'x'.repeat(65), /organisation has 65 characters/],
    ['organizationalUnit', 'x'.repeat(65), /65 characters/],
    ['commonName', 'x'.repeat(65), /65 characters/],
    ['organization', 'a\u0000b', /cannot be seen/],
    ['organization', 'a\u202eb', /cannot be seen/],
    ['locality', 'a\nb', /cannot be seen/],
    ['commonName', 'a\ud800b', /cannot be seen/],
  ])('refuses the %s %j', (field, text, message) => {
    expect(() => subjectOf({ [field]: text })).toThrow(
      expect.objectContaining({
        code: 'invalid-input',
        field: `subject.${field}`,
        message: expect.stringMatching(message),
        hint: expect.any(String),
      }),
    );
  });

  it('takes 64 characters, also when they need more bytes', () => {
    const name = 'ü'.repeat(64);
    expect(subjectFieldsOf(reread(subjectOf({ commonName: name })))).toEqual({ commonName: name });
  });

  it('shows a character that cannot be seen as its bytes, so that none steers a terminal', () => {
    const name = subjectOf({ organization: 'aXb' });
    const shown = (text: string) => {
      const hex = Buffer.from(AsnConvert.serialize(name)).toString('hex');
      const changed = hex.replace(Buffer.from('aXb').toString('hex'), Buffer.from(`a${text}b`).toString('hex'));
      return formatName(AsnConvert.parse(Buffer.from(changed, 'hex'), Name));
    };
    expect(shown('\u001b')).toBe('O=a\\1Bb');
    expect(shown('\n')).toBe('O=a\\0Ab');
    expect(subjectFieldsOf(subjectOf({ organization: 'aXb' }))).toEqual({ organization: 'aXb' });
  });
});

describe('names for comparison', () => {
  it('keep a value with a plus apart from two attributes in one part', () => {
    const part = (...values: [string, string][]) =>
      new Name([
        new RelativeDistinguishedName(
          values.map(
            ([type, text]) => new AttributeTypeAndValue({ type, value: new AttributeValue({ utf8String: text }) }),
          ),
        ),
      ]);
    const one = part(['2.5.4.3', 'a+2.5.4.10=b']);
    const two = part(['2.5.4.3', 'a'], ['2.5.4.10', 'b']);
    expect(sameName(canonicalName(one), canonicalName(two))).toBe(false);
    expect(sameName(canonicalName(one), canonicalName(part(['2.5.4.3', 'A+2.5.4.10=B'])))).toBe(true);
  });
});
