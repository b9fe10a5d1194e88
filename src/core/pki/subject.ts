import { AttributeTypeAndValue, AttributeValue, Name, RelativeDistinguishedName } from '@peculiar/asn1-x509';
import type { SubjectFields } from '../../ipc/schemas';
import { subjectParts } from './subject-parts';

/** A subject of `subjectParts`, and with its errors. */
export function subjectOf(fields: SubjectFields): Name {
  return new Name(
    subjectParts(fields).map(({ oid, text, printable }) => {
      const value = new AttributeValue(printable ? { printableString: text } : { utf8String: text });
      return new RelativeDistinguishedName([new AttributeTypeAndValue({ type: oid, value })]);
    }),
  );
}
