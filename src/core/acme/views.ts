import type { AcmePolicy, BindingKey } from './config-schema';
import type { ProblemDocument } from './problem';
import type { AccountRecord, AuthorizationRecord, OrderRecord } from './records';
import { type AuthorizationStatus, authorizationStatus, type OrderStatus } from './state';

/** An account as lists show it. */
export interface AcmeAccountView {
  id: string;
  status: AccountRecord['status'] | 'blocked';
  contact: string[];
  /** e.g. "ES256". */
  key: string;
  thumbprint: string;
  agent: string;
  local: boolean;
  createdAt: string;
  /** Name of the binding key; absent for an account that is not bound. */
  boundBy?: string;
  policy: AcmePolicy;
  orders: number;
}

/** A step of an order, for whoever asks why it stands still. */
export interface AcmeStepView {
  name: string;
  status: AuthorizationStatus;
  /** The challenge that was fulfilled or failed; absent before one was taken up, or without any. */
  challenge?: string;
  trusted?: true;
  /** Why it failed. */
  problem?: string;
}

export interface AcmeOrderView {
  id: string;
  accountId: string;
  status: OrderStatus;
  names: string[];
  profile: string;
  createdAt: string;
  expires: string;
  steps: AcmeStepView[];
  certificateId?: string;
  problem?: string;
}

/** A binding key without its secret. */
export type AcmeKeyView = Omit<BindingKey, 'secret'> & { accounts: number };

/** What a client was told, in one line: that of each try only once. */
function said(problem: ProblemDocument | undefined): string | undefined {
  return problem?.detail;
}

export function orderView(
  order: OrderRecord,
  authorizations: readonly AuthorizationRecord[],
  status: OrderStatus,
  now: Date,
): AcmeOrderView {
  const { id, accountId, identifiers, profile, createdAt, expires, certificateId } = order;
  const problem = said(order.error);
  return {
    id,
    accountId,
    status,
    names: identifiers.map(({ value }) => value),
    profile,
    createdAt,
    expires,
    steps: authorizations.map((each) => stepView(each, now)),
    ...(certificateId === undefined ? {} : { certificateId }),
    ...(problem === undefined ? {} : { problem }),
  };
}

function stepView(authorization: AuthorizationRecord, now: Date): AcmeStepView {
  const { identifier, wildcard, challenges, trusted } = authorization;
  const decided = challenges.find(({ status }) => status !== 'pending');
  const problem = said(decided?.error);
  return {
    name: `${wildcard ? '*.' : ''}${identifier.value}`,
    status: authorizationStatus(authorization, now),
    ...(decided === undefined ? {} : { challenge: decided.type }),
    ...(trusted === undefined ? {} : { trusted }),
    ...(problem === undefined ? {} : { problem }),
  };
}
