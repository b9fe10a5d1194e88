import type { SubjectFields } from '../../ipc/schemas';
import { AppError } from '../errors';
import {
  attributesOf,
  commonNameOid,
  countryOid,
  localityOid,
  type NameParts,
  organizationalUnitOid,
  organizationOid,
  stateOid,
} from './distinguished-name';
import { commonNameMax } from './profile';

type Field = keyof SubjectFields;

/**
 * From the widest to the narrowest, the order of X.500 and of `openssl req`; mkcert's O, OU, CN are a part of it. Lengths are
 * the upper bounds of RFC 5280 appendix A.1, in characters.
 */
const attributes: readonly { field: Field; oid: string; max: number; words: string }[] = [
  { field: 'country', oid: countryOid, max: 2, words: 'country' },
  { field: 'state', oid: stateOid, max: 128, words: 'state' },
  { field: 'locality', oid: localityOid, max: 128, words: 'locality' },
  { field: 'organization', oid: organizationOid, max: 64, words: 'organisation' },
  { field: 'organizationalUnit', oid: organizationalUnitOid, max: 64, words: 'organisational unit' },
  { field: 'commonName', oid: commonNameOid, max: commonNameMax, words: 'common name' },
];

/** Control characters, and the ones that turn the direction of text, could make a certificate look like another one in a list. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}]/u;

/** One attribute of a subject. */
export interface SubjectPart {
  /** Object identifier. */
  oid: string;
  text: string;
  /** The country is a PrintableString by its definition (RFC 5280 appendix A.1), all others are UTF-8 (section 4.1.2.4). */
  printable: boolean;
}

/**
 * The fields that are not empty, in the order C, ST, L, O, OU, CN. Throws `invalid-input` with the field "subject.country" and
 * so on: a country that is not two letters, text that is too long or has characters that cannot be seen.
 */
export function subjectParts(fields: SubjectFields): SubjectPart[] {
  return attributes.flatMap(({ field, oid }) => {
    const text = fields[field]?.trim() ?? '';
    if (text === '') return [];
    const problem = fieldProblem(field, text);
    if (problem !== undefined) {
      throw new AppError('invalid-input', problem.message, { field: `subject.${field}`, hint: problem.hint });
    }
    const printable = field === 'country';
    return [{ oid, text: printable ? text.toUpperCase() : text, printable }];
  });
}

function fieldProblem(field: Field, text: string): { message: string; hint: string } | undefined {
  const { max = 0, words = field } = attributes.find((each) => each.field === field) ?? {};
  if (field === 'country' && !/^[a-z]{2}$/i.test(text)) {
    return {
      message: `The country “${text.slice(0, 40)}” is not a code of two letters.`,
      hint: 'Use the ISO 3166 code, such as DE, FR or US.',
    };
  }
  const length = [...text].length;
  if (length > max) {
    return {
      message: `The ${words} has ${length} characters.`,
      hint: `Use ${max} at most; certificates have no more room.`,
    };
  }
  if (unseen.test(text)) {
    return { message: `The ${words} has a character that cannot be seen.`, hint: 'Type it anew.' };
  }
  return undefined;
}

/**
 * The fields of a subject that may be chosen here; of an attribute that is there more than once, the first. What `subjectOf`
 * would not take (a foreign request may hold anything) is left out.
 */
export function subjectFieldsOf(name: NameParts): SubjectFields {
  const fields: SubjectFields = {};
  for (const { field, oid } of attributes) {
    const text = attributesOf(name, oid)[0]?.trim() ?? '';
    if (text !== '' && fieldProblem(field, text) === undefined) fields[field] = text;
  }
  return fields;
}
