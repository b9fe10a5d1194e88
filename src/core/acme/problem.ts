import type { Identifier } from './records';

/** The types that the IANA registry "ACME Error Types" has and this server uses (RFC 8555 section 9.7.3, RFC 9773, profiles draft). */
export type ProblemType =
  | 'accountDoesNotExist'
  | 'alreadyReplaced'
  | 'alreadyRevoked'
  | 'badCSR'
  | 'badNonce'
  | 'badPublicKey'
  | 'badRevocationReason'
  | 'badSignatureAlgorithm'
  | 'compound'
  | 'connection'
  | 'dns'
  | 'externalAccountRequired'
  | 'incorrectResponse'
  | 'invalidContact'
  | 'invalidProfile'
  | 'malformed'
  | 'orderNotReady'
  | 'rateLimited'
  | 'rejectedIdentifier'
  | 'serverInternal'
  | 'tls'
  | 'unauthorized'
  | 'unsupportedContact'
  | 'unsupportedIdentifier';

/** The status that a problem has unless told. */
const statuses: Partial<Record<ProblemType, number>> = {
  badCSR: 400,
  externalAccountRequired: 401,
  orderNotReady: 403,
  rateLimited: 429,
  rejectedIdentifier: 403,
  serverInternal: 500,
  unauthorized: 403,
  alreadyReplaced: 409,
};

export interface ProblemDocument {
  type: string;
  detail: string;
  status?: number;
  /** Only in subproblems (RFC 8555 section 6.7.1). */
  identifier?: Identifier;
  subproblems?: ProblemDocument[];
  algorithms?: string[];
}

export interface ProblemOptions {
  status?: number;
  headers?: Record<string, string>;
  subproblems?: readonly ProblemDocument[];
  algorithms?: readonly string[];
}

const namespace = 'urn:ietf:params:acme:error:';

/** One error inside another, or of a challenge: a problem document of its own. */
export const problemOf = (type: ProblemType, detail: string, identifier?: Identifier): ProblemDocument => ({
  type: namespace + type,
  detail,
  ...(identifier === undefined ? {} : { identifier: { type: identifier.type, value: identifier.value } }),
});

/** Thrown by whatever answers an ACME request; the server sends it as a problem document (RFC 8555 section 6.7, RFC 9457). */
export class AcmeProblem extends Error {
  readonly status: number;
  readonly headers: Record<string, string>;

  constructor(
    readonly type: ProblemType,
    message: string,
    private readonly options: ProblemOptions = {},
  ) {
    super(message);
    this.name = 'AcmeProblem';
    this.status = options.status ?? statuses[type] ?? 400;
    this.headers = options.headers ?? {};
  }

  document(): ProblemDocument {
    const { subproblems, algorithms } = this.options;
    return {
      ...problemOf(this.type, this.message),
      status: this.status,
      ...(subproblems === undefined || subproblems.length === 0 ? {} : { subproblems: [...subproblems] }),
      ...(algorithms === undefined ? {} : { algorithms: [...algorithms] }),
    };
  }
}

/** For what a client sent and nobody can read. */
export const malformed = (message: string): AcmeProblem => new AcmeProblem('malformed', message);

/**
 * Several problems as one (RFC 8555 section 6.7.1), of the type "compound" where theirs differ. Many clients show the top alone, so
 * that says the first of them.
 */
export function together(problems: readonly ProblemDocument[], status: number): AcmeProblem {
  const [first, ...more] = problems;
  const message = `${first?.detail ?? 'The request is refused.'}${more.length === 0 ? '' : ` (and ${more.length} more)`}`;
  const types = new Set(problems.map(({ type }) => type));
  const [only] = types;
  const type = types.size === 1 && only !== undefined ? (only.slice(namespace.length) as ProblemType) : 'compound';
  return new AcmeProblem(type, message, { status, subproblems: problems });
}
