import type { AccountRecord, AcmeRecord, AuthorizationRecord, OrderRecord } from './records';

/** Orders that are kept; of more the oldest are forgotten. Their certificates stay in the list all the same. */
const ordersKept = 10_000;

/** Accounts, orders and authorizations in memory, found by what they are asked for. */
export class AcmeState {
  readonly accounts = new Map<string, AccountRecord>();
  readonly orders = new Map<string, OrderRecord>();
  readonly authorizations = new Map<string, AuthorizationRecord>();
  private readonly byKey = new Map<string, AccountRecord>();
  private readonly byAccount = new Map<string, Set<string>>();

  constructor(records: Iterable<AcmeRecord> = []) {
    for (const each of records) this.put(each);
  }

  put(record: AcmeRecord): void {
    switch (record.kind) {
      case 'account': {
        const before = this.accounts.get(record.id);
        if (before !== undefined) this.byKey.delete(before.thumbprint);
        this.accounts.set(record.id, record);
        this.byKey.set(record.thumbprint, record);
        return;
      }
      case 'authorization':
        this.authorizations.set(record.id, record);
        return;
      case 'order': {
        this.orders.set(record.id, record);
        const ids = this.byAccount.get(record.accountId) ?? new Set();
        ids.add(record.id);
        this.byAccount.set(record.accountId, ids);
      }
    }
  }

  accountOfKey(thumbprint: string): AccountRecord | undefined {
    return this.byKey.get(thumbprint);
  }

  /** The oldest first. */
  ordersOf(accountId: string): OrderRecord[] {
    return [...(this.byAccount.get(accountId) ?? [])].flatMap((id) => this.orders.get(id) ?? []);
  }

  authorizationsOf(order: OrderRecord): AuthorizationRecord[] {
    return order.authorizations.flatMap((id) => this.authorizations.get(id) ?? []);
  }

  /** Everything, as it is to be read again. */
  *all(): Iterable<AcmeRecord> {
    yield* this.accounts.values();
    yield* this.authorizations.values();
    yield* this.orders.values();
  }

  /** Forgets the oldest orders beyond what is kept, and authorizations whose order is gone. True when something went. */
  prune(kept = ordersKept): boolean {
    const over = this.orders.size - kept;
    if (over <= 0) return false;
    const oldest = [...this.orders.values()].sort((one, other) => one.createdAt.localeCompare(other.createdAt));
    for (const { id, accountId, authorizations } of oldest.slice(0, over)) {
      this.orders.delete(id);
      this.byAccount.get(accountId)?.delete(id);
      for (const each of authorizations) this.authorizations.delete(each);
    }
    return true;
  }
}

/** Where an order stands (RFC 8555 section 7.1.6); `processing` is what the server knows of work under way. */
export type OrderStatus = 'pending' | 'ready' | 'processing' | 'valid' | 'invalid';

export function orderStatus(
  order: OrderRecord,
  authorizations: readonly AuthorizationRecord[],
  now: Date,
  processing = false,
): OrderStatus {
  if (order.status !== 'pending') return order.status;
  if (processing) return 'processing';
  if (Date.parse(order.expires) <= now.getTime()) return 'invalid';
  const statuses = authorizations.map((each) => authorizationStatus(each, now));
  if (statuses.length < order.authorizations.length) return 'invalid';
  if (statuses.some((status) => status !== 'pending' && status !== 'valid')) return 'invalid';
  return statuses.every((status) => status === 'valid') ? 'ready' : 'pending';
}

export type AuthorizationStatus = AuthorizationRecord['status'] | 'expired';

/** One that nobody fulfilled in time is invalid, one that was valid has expired. */
export function authorizationStatus({ status, expires }: AuthorizationRecord, now: Date): AuthorizationStatus {
  if (Date.parse(expires) > now.getTime()) return status;
  if (status === 'pending') return 'invalid';
  return status === 'valid' ? 'expired' : status;
}
