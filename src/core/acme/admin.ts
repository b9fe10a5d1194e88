import { AppError } from '../errors';
import { parseLimits } from '../pki/limits';
import { algorithmOf } from './account-key';
import type { AcmeServer } from './acme-server';
import type { AcmeConfigFile } from './config-file';
import type { AcmePolicy, BindingKey } from './config-schema';
import { policyOf } from './policy';
import { readLog } from './record-log';
import { AcmeState, orderStatus } from './state';
import { type AcmeAccountView, type AcmeKeyView, type AcmeOrderView, orderView } from './views';

export interface AcmeAdminOptions {
  dir: string;
  server: AcmeServer;
  config: AcmeConfigFile;
  now: () => Date;
  random: (bytes: number) => Buffer;
}

/** Looking at the server's state and saying who may have what, whether it runs here, in another process, or not at all. */
export class AcmeAdmin {
  constructor(private readonly options: AcmeAdminOptions) {}

  /** The newest first. */
  async accounts(): Promise<AcmeAccountView[]> {
    const [state, config] = await Promise.all([this.state(), this.options.config.read()]);
    const all = [...state.accounts.values()].map((account): AcmeAccountView => {
      const { id, status, contact, key, thumbprint, agent, local, createdAt, binding } = account;
      const bound = config.keys.find((each) => each.id === binding?.keyId)?.name ?? binding?.keyId;
      return {
        id,
        status: config.blocked.includes(id) ? 'blocked' : status,
        contact,
        key: algorithmOf(key),
        thumbprint,
        agent,
        local,
        createdAt,
        ...(bound === undefined ? {} : { boundBy: bound }),
        policy: policyOf(account, config),
        orders: state.ordersOf(id).length,
      };
    });
    return all.sort((one, other) => other.createdAt.localeCompare(one.createdAt));
  }

  /** The newest first; of one account, or of all. */
  async orders(accountId?: string): Promise<AcmeOrderView[]> {
    const state = await this.state();
    const now = this.options.now();
    return [...state.orders.values()]
      .filter((order) => accountId === undefined || order.accountId === accountId)
      .map((order) => {
        const authorizations = state.authorizationsOf(order);
        return orderView(order, authorizations, orderStatus(order, authorizations, now), now);
      })
      .sort((one, other) => other.createdAt.localeCompare(one.createdAt));
  }

  /** One order; undefined when it is not there. */
  async order(id: string): Promise<AcmeOrderView | undefined> {
    const state = await this.state();
    const order = state.orders.get(id);
    if (order === undefined) return undefined;
    const [now, authorizations] = [this.options.now(), state.authorizationsOf(order)];
    return orderView(order, authorizations, orderStatus(order, authorizations, now), now);
  }

  /** The account that is meant: by its id, the beginning of it, or a contact address. Throws `not-found`, `ambiguous`. */
  async findAccount(typed: string): Promise<AcmeAccountView> {
    const all = await this.accounts();
    const found = all.filter(({ id, contact }) => id.startsWith(typed) || contact.includes(`mailto:${typed}`));
    const [only] = found;
    if (only !== undefined && found.length === 1) return only;
    const hint = 'See which there are: sealwax acme accounts.';
    if (only !== undefined) throw new AppError('ambiguous', `“${typed}” is ${found.length} accounts.`, { hint });
    throw new AppError('not-found', `There is no ACME account “${typed}” here.`, { hint });
  }

  async keys(): Promise<AcmeKeyView[]> {
    const [state, { keys }] = await Promise.all([this.state(), this.options.config.read()]);
    const bound = [...state.accounts.values()].map(({ binding }) => binding?.keyId);
    return keys.map(({ secret: _secret, ...key }) => ({
      ...key,
      accounts: bound.filter((id) => id === key.id).length,
    }));
  }

  /**
   * Makes a key that binds accounts (RFC 8555 section 7.3.4). The secret is given here and never again; whoever has it gets in.
   * Throws `invalid-input` for a policy that is none, `disk-full`, `read-only`.
   */
  async makeKey(name: string, policy: AcmePolicy): Promise<BindingKey> {
    const { config, random, now } = this.options;
    const key: BindingKey = {
      id: `k-${random(6).toString('hex')}`,
      name: checkName(name),
      secret: random(32).toString('base64url'),
      createdAt: now().toISOString(),
      policy: normalPolicy(policy),
    };
    await config.change((before) => ({
      config: { ...before, keys: [...before.keys, key] },
      note: { what: 'acme.key-made', subject: key.id, data: { name: key.name } },
    }));
    return key;
  }

  /** Takes a key back: accounts that are bound with it get nothing more. Throws `not-found`. */
  async removeKey(id: string): Promise<void> {
    await this.options.config.change((before) => {
      const key = before.keys.find((each) => each.id === id);
      if (key === undefined) {
        throw new AppError('not-found', `There is no binding key ${id}.`, {
          hint: 'See which there are: sealwax acme eab list.',
        });
      }
      return {
        config: { ...before, keys: before.keys.filter((each) => each !== key) },
        note: { what: 'acme.key-removed', subject: id, data: { name: key.name } },
      };
    });
  }

  /** What an account may have from now on; undefined takes its own policy away. Throws `invalid-input`. */
  async setPolicy(accountId: string, wanted: AcmePolicy | undefined): Promise<void> {
    const policy = wanted === undefined ? undefined : normalPolicy(wanted);
    await this.options.config.change((before) => {
      const { [accountId]: _before, ...policies } = before.policies;
      return {
        config: { ...before, policies: policy === undefined ? policies : { ...policies, [accountId]: policy } },
        note: {
          what: 'acme.policy-changed',
          subject: accountId,
          ...(policy === undefined ? {} : { data: { ...policy } }),
        },
      };
    });
  }

  /** Shuts an account out, or lets it in again. */
  async setBlocked(accountId: string, blocked: boolean): Promise<void> {
    await this.options.config.change((before) => ({
      config: {
        ...before,
        blocked: [...before.blocked.filter((each) => each !== accountId), ...(blocked ? [accountId] : [])],
      },
      note: { what: blocked ? 'acme.account-blocked' : 'acme.account-let-in', subject: accountId },
    }));
  }

  private async state(): Promise<AcmeState> {
    return this.options.server.records() ?? new AcmeState(await readLog(this.options.dir));
  }
}

/** A policy in the normal form of `limits.ts`: domains in punycode, ranges in CIDR form. Throws `invalid-input`. */
function normalPolicy({ names, addresses, days }: AcmePolicy): AcmePolicy {
  // Limits of an authority always have localhost; a policy has it when it is named.
  const parsed = parseLimits({ kind: 'limited', dns: [...(names ?? []), 'localhost'], ip: [...(addresses ?? [])] });
  const { dns, ip } = parsed.kind === 'limited' ? parsed : { dns: [], ip: [] };
  return {
    ...(names === undefined ? {} : { names: dns.filter((each) => each !== 'localhost' || names.includes(each)) }),
    ...(addresses === undefined ? {} : { addresses: ip }),
    ...(days === undefined ? {} : { days }),
  };
}

function checkName(name: string): string {
  const text = name.trim();
  if (text !== '' && text.length <= 100 && !/\p{Cc}/u.test(text)) return text;
  throw new AppError('invalid-input', 'A binding key needs a name of 1 to 100 characters.', {
    field: 'name',
    hint: 'Name it after who gets it, e.g. “build server”.',
  });
}
