import { AppError } from '../core/errors';
import type { Services } from '../core/services';
import type { Deployment } from '../ipc/deployment-schemas';
import type { SigningRequest } from '../ipc/issue-schemas';
import type { Authority, Certificate } from '../ipc/schemas';

/** What a thing may be called on the command line. */
interface Callable {
  id: string;
  /** Whole names, as people see them; the first one is what it is called, and wins. */
  names: readonly string[];
  /** For the list of an ambiguous call. */
  label: string;
  fingerprint?: string;
}

/** Fewer hex digits of a fingerprint than this are more likely a name. */
const fingerprintDigits = 8;

/**
 * The one thing that is meant: by its whole id, else what it is called, else another of its names, else the beginning of its id
 * or fingerprint. Throws `not-found`
 * and `ambiguous`, which lists the candidates.
 */
export function findOne<T extends Callable>(typed: string, all: readonly T[], what: string, listCommand: string): T {
  const low = typed.toLowerCase();
  const hex = low.replaceAll(':', '');
  const ways = [
    (each: T) => each.id === typed,
    (each: T) => each.names[0]?.toLowerCase() === low,
    (each: T) => each.names.some((name) => name.toLowerCase() === low),
    (each: T) => each.id.startsWith(low),
    (each: T) => hex.length >= fingerprintDigits && each.fingerprint?.startsWith(hex) === true,
  ];
  for (const way of ways) {
    const found = all.filter(way);
    if (found.length === 1 && found[0] !== undefined) return found[0];
    if (found.length > 1) throw ambiguous(typed, found, what);
  }
  throw new AppError('not-found', `There is no ${what} “${typed}” here.`, { hint: `See “${listCommand}”.` });
}

function ambiguous(typed: string, found: readonly Callable[], what: string): AppError {
  const shown = found.slice(0, 20).map(({ id, label }) => `  ${id}  ${label}`);
  const more = found.length > shown.length ? [`  and ${found.length - shown.length} more`] : [];
  return new AppError(
    'ambiguous',
    [`“${typed}” means ${found.length} things here, each a ${what}:`, ...shown, ...more].join('\n'),
    {
      hint: 'Use the id, or as much of its beginning as only one has.',
    },
  );
}

export async function findCertificate(services: Services, typed: string): Promise<Certificate> {
  const all = (await services.certificates.list()).map((certificate) => ({
    ...certificate,
    certificate,
    names: [...certificate.names.flatMap(({ value, display }) => [value, display]), certificate.commonName],
    label: `${certificate.commonName}, ${certificate.status}, until ${certificate.notAfter.slice(0, 10)}`,
  }));
  // The one in use is meant; one that was renewed only when nothing else can be.
  const inUse = all.filter(({ replacedBy, id }) => replacedBy === undefined || id === typed);
  try {
    return findOne(typed, inUse, 'certificate', 'sealwax list').certificate;
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'not-found')) throw error;
    return findOne(typed, all, 'certificate', 'sealwax list').certificate;
  }
}

/** The authority that is meant; undefined when nothing was typed, which stands for the default one. */
export async function findAuthority(services: Services, typed: string): Promise<Authority>;
export async function findAuthority(services: Services, typed: string | undefined): Promise<Authority | undefined>;
export async function findAuthority(services: Services, typed: string | undefined): Promise<Authority | undefined> {
  if (typed === undefined) return undefined;
  const all = (await services.authorities.list()).map((authority) => ({
    id: authority.id,
    fingerprint: authority.fingerprint,
    authority,
    names: [authority.name, authority.commonName],
    label: authority.name,
  }));
  return findOne(typed, all, 'authority', 'sealwax ca list').authority;
}

export async function findDeployment(services: Services, typed: string): Promise<Deployment> {
  const all = (await services.lifecycle.deployments.list()).deployments.map((deployment) => ({
    id: deployment.id,
    deployment,
    names: [],
    label: `${deployment.certificateId} in ${deployment.folder}`,
  }));
  return findOne(typed, all, 'deployment', 'sealwax deploy list').deployment;
}

export async function findRequest(services: Services, typed: string): Promise<SigningRequest> {
  const all = (await services.requests.list()).map((request) => ({
    ...request,
    request,
    names: [...request.names.flatMap(({ value, display }) => [value, display]), request.commonName],
    label: request.commonName,
  }));
  return findOne(typed, all, 'signing request', 'sealwax csr list').request;
}
