import type { CertificateName, NameLimits } from '../../ipc/schemas';
import { parseIp } from '../pki/ip';
import { isPermitted } from '../pki/limits';
import { checkNames, parseName } from '../pki/names';
import { maxNames } from '../pki/profile';
import type { AcmePolicy } from './config-schema';
import { malformed, type ProblemDocument, problemOf, together } from './problem';
import type { Identifier } from './records';

/** Characters of a name that a message repeats. */
const shown = (value: string) => (value.length > 80 ? `${value.slice(0, 80)}…` : value);

/**
 * The identifiers of a new order, in normal form and each once. Throws `malformed` for none, for more than a certificate holds and
 * for a name that is none; `unsupportedIdentifier` for a type other than "dns" and "ip" (RFC 8738).
 */
export function readIdentifiers(value: unknown): Identifier[] {
  if (!Array.isArray(value) || value.length === 0) throw malformed('An order needs "identifiers": at least one name.');
  if (value.length > maxNames) {
    throw malformed(`An order holds ${maxNames} identifiers at most; this one has ${value.length}.`);
  }
  const problems: ProblemDocument[] = [];
  const found = new Map<string, Identifier>();
  for (const each of value) {
    const read = readIdentifier(each);
    if ('detail' in read) problems.push(read);
    else found.set(`${read.type} ${read.value}`, read);
  }
  if (problems.length > 0) throw together(problems, 400);
  return [...found.values()];
}

function readIdentifier(given: unknown): Identifier | ProblemDocument {
  const { type, value } = (typeof given === 'object' && given !== null ? given : {}) as Record<string, unknown>;
  if (typeof type !== 'string' || typeof value !== 'string' || value.length > 255) {
    return problemOf('malformed', 'An identifier needs a "type" and a "value", both texts.');
  }
  if (type !== 'dns' && type !== 'ip') {
    return problemOf('unsupportedIdentifier', `Identifiers of the type “${shown(type)}” are not issued here.`);
  }
  if (type === 'ip') return readAddress(value);
  const parsed = parseName(value, 'server');
  const name = 'name' in parsed ? parsed.name : undefined;
  // As it stands in a certificate: no letters beyond ASCII, no dot at the end (RFC 8555 section 7.1.4).
  if (name?.type === 'dns' && name.value === value.toLowerCase()) return { type, value: name.value };
  const why = 'message' in parsed ? parsed.message : `“${shown(value)}” is not the form that a certificate holds.`;
  return { ...problemOf('malformed', why), identifier: { type, value } };
}

/** RFC 8738 section 3: dotted decimal, or RFC 5952. */
function readAddress(value: string): Identifier | ProblemDocument {
  const address = parseIp(value);
  if (address !== undefined && address.text === value) return { type: 'ip', value };
  return problemOf('malformed', `“${shown(value)}” is no address in its normal form.`, { type: 'ip', value });
}

export const nameOf = ({ type, value }: Identifier): CertificateName => ({ type, value, display: value });

/** Whether a name lies inside a policy. */
function isInside(identifier: Identifier, { names, addresses }: AcmePolicy): boolean {
  const list = identifier.type === 'dns' ? names : addresses;
  if (list === undefined) return true;
  const limits: NameLimits =
    identifier.type === 'dns'
      ? { kind: 'limited', dns: [...list], ip: [] }
      : { kind: 'limited', dns: [], ip: [...list] };
  return isPermitted(nameOf(identifier), limits);
}

/**
 * Refuses what the authority may not sign, or the account may not have. Throws `rejectedIdentifier` with a subproblem for each
 * (RFC 8555 section 6.7.1).
 */
export function checkPermitted(identifiers: readonly Identifier[], limits: NameLimits, policy: AcmePolicy): void {
  const checks = checkNames(
    identifiers.map(({ value }) => value),
    { limits, purpose: 'server' },
  );
  const problems = identifiers.flatMap((identifier, index) => {
    const problem = checks[index]?.problem;
    if (problem !== undefined) return [problemOf('rejectedIdentifier', problem.message, identifier)];
    if (isInside(identifier, policy)) return [];
    return [problemOf('rejectedIdentifier', `This account may not have “${shown(identifier.value)}”.`, identifier)];
  });
  if (problems.length > 0) throw together(problems, 403);
}

/** Names as a set, for comparing. */
export const nameSet = (identifiers: readonly Identifier[]): string =>
  identifiers
    .map(({ type, value }) => `${type} ${value}`)
    .sort()
    .join('\n');
