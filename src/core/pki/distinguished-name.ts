interface AttributeTypeAndValue {
  /** Object identifier. */
  type: string;
  value: { toString(): string };
}

/** A name (RFC 5280 section 4.1.2.4) as it is read here: the library's own kind of names is of this shape, and others may be. */
export type NameParts = readonly (readonly AttributeTypeAndValue[])[];

/** A name for comparison: one text for each relative distinguished name, in order. */
export type CanonicalName = readonly string[];

export const commonNameOid = '2.5.4.3';
export const organizationOid = '2.5.4.10';
export const countryOid = '2.5.4.6';
export const stateOid = '2.5.4.8';
export const localityOid = '2.5.4.7';
export const organizationalUnitOid = '2.5.4.11';
export const emailAddressOid = '1.2.840.113549.1.9.1';

/** Short names of attributes (RFC 4514 section 3, RFC 2985 for the e-mail address). */
const shortNames: Record<string, string> = {
  [commonNameOid]: 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  [countryOid]: 'C',
  [localityOid]: 'L',
  [stateOid]: 'ST',
  '2.5.4.9': 'street',
  [organizationOid]: 'O',
  [organizationalUnitOid]: 'OU',
  '2.5.4.42': 'GN',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  [emailAddressOid]: 'emailAddress',
};

/**
 * A name as people read it, in the order of the certificate: "CN=app.test, O=Example". Characters that separate parts are
 * escaped as in RFC 4514 section 2.4, and so are those that cannot be seen: they could turn the text around, or steer a
 * terminal. Empty for an empty name.
 */
export function formatName(name: NameParts): string {
  return name.map((rdn) => [...rdn].map(formatAttribute).join('+')).join(', ');
}

function formatAttribute({ type, value }: AttributeTypeAndValue): string {
  const text = value
    .toString()
    .replace(/[",+;<>\\]/g, '\\$&')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, escapeBytes);
  return `${shortNames[type] ?? type}=${text}`;
}

/** "\\0A" for a line feed: each byte of UTF-8 as two hex digits. */
const escapeBytes = (character: string) =>
  [...Buffer.from(character, 'utf8')].map((byte) => `\\${byte.toString(16).padStart(2, '0').toUpperCase()}`).join('');

/** All values of one attribute, first to last. */
export function attributesOf(name: NameParts, oid: string): string[] {
  return [...name].flatMap((rdn) => [...rdn].filter(({ type }) => type === oid).map(({ value }) => value.toString()));
}

/**
 * A name in the form that two names are compared in (RFC 5280 section 7.1): letters folded, spaces at the ends dropped and
 * runs of them made one, attributes of one RDN in a fixed order.
 */
export function canonicalName(name: NameParts): CanonicalName {
  return [...name].map((rdn) =>
    [...rdn]
      .map(({ type, value }) => {
        const text = value.toString().normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
        // Escaped, so that one value never looks like two attributes.
        return `${type}=${text.replace(/[\\+]/g, '\\$&')}`;
      })
      .sort()
      .join('+'),
  );
}

export function sameName(a: CanonicalName, b: CanonicalName): boolean {
  return a.length === b.length && isWithin(a, b);
}

/** Whether a name starts with all parts of the base: a subtree of directory names (RFC 5280 section 7.1). */
export function isWithin(name: CanonicalName, base: CanonicalName): boolean {
  return name.length >= base.length && base.every((part, index) => part === name[index]);
}
