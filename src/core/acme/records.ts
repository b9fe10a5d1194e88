import type { ProblemDocument } from './problem';

/** The public half of an account's key, with the members that make its thumbprint and no others (RFC 7638 section 3.2). */
export type PublicJwk =
  | { kty: 'EC'; crv: 'P-256' | 'P-384'; x: string; y: string }
  | { kty: 'RSA'; n: string; e: string }
  | { kty: 'OKP'; crv: 'Ed25519'; x: string };

/** RFC 8555 section 9.7.7, RFC 8738. A wildcard has its "*." in orders and nowhere else. */
export interface Identifier {
  type: 'dns' | 'ip';
  value: string;
}

/** A JWS as a client sent it (RFC 7515 section 7.2.2). */
export interface FlattenedJws {
  protected: string;
  payload: string;
  signature: string;
}

export interface AccountRecord {
  kind: 'account';
  id: string;
  status: 'valid' | 'deactivated' | 'revoked';
  key: PublicJwk;
  /** Base64url SHA-256 of the key (RFC 7638); no two accounts that count have the same. */
  thumbprint: string;
  contact: string[];
  createdAt: string;
  /** Whether it was made by a program on this machine. */
  local: boolean;
  /** What it calls itself ("certbot/2.1.0"), for whoever looks at the list. */
  agent: string;
  /** The key of ours that it is bound with, and the binding as it was sent (RFC 8555 section 7.3.4). */
  binding?: { keyId: string; jws: FlattenedJws };
}

export type ChallengeType = 'http-01' | 'tls-alpn-01' | 'dns-01';

export interface ChallengeRecord {
  id: string;
  type: ChallengeType;
  token: string;
  /** "processing" is known to the running server alone: after a restart the client responds once more. */
  status: 'pending' | 'valid' | 'invalid';
  validated?: string;
  error?: ProblemDocument;
}

export interface AuthorizationRecord {
  kind: 'authorization';
  id: string;
  accountId: string;
  orderId: string;
  /** Without "*.". */
  identifier: Identifier;
  wildcard: boolean;
  status: 'pending' | 'valid' | 'invalid' | 'deactivated';
  expires: string;
  challenges: ChallengeRecord[];
  /** Made valid without a challenge, because its client runs on this machine and that was switched on. */
  trusted?: true;
}

export interface OrderRecord {
  kind: 'order';
  id: string;
  accountId: string;
  /** "ready" and "processing" follow from the authorizations and from what the server does at this moment. */
  status: 'pending' | 'valid' | 'invalid';
  identifiers: Identifier[];
  authorizations: string[];
  createdAt: string;
  expires: string;
  profile: string;
  notAfter?: string;
  /** The certificate that it is to replace, as the client named it (RFC 9773 section 5). */
  replaces?: string;
  error?: ProblemDocument;
  /** The id of the certificate that was issued. */
  certificateId?: string;
}

export type AcmeRecord = AccountRecord | AuthorizationRecord | OrderRecord;
