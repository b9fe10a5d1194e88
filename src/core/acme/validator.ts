import { validMs } from './authorizations';
import { dnsChallenge } from './challenge-dns';
import { httpChallenge } from './challenge-http';
import type { ChallengeLook } from './challenge-look';
import { tlsAlpnChallenge } from './challenge-tls-alpn';
import type { AcmeOptions } from './options';
import type { Permission } from './permission';
import { AcmeProblem, type ProblemDocument, problemOf } from './problem';
import type { RateLimits } from './rate-limits';
import type { AccountRecord, AuthorizationRecord, ChallengeRecord, ChallengeType } from './records';
import type { AcmeStore } from './store';

/** Each throws an `AcmeProblem` that says why its challenge is not fulfilled. */
const looks: Record<ChallengeType, (asked: ChallengeLook) => Promise<void>> = {
  'http-01': httpChallenge,
  'tls-alpn-01': tlsAlpnChallenge,
  'dns-01': dnsChallenge,
};

/** Looks that may be under way at once; more wait, so that no client makes this machine open a thousand connections. */
const looksAtOnce = 64;

/** How long the answer to a response waits for the first look (milliseconds). */
const firstLookMs = 500;

interface Running {
  errors: ProblemDocument[];
  /** When the next look begins (milliseconds since 1970). */
  nextAt: number;
  /** Cuts the pause before the next look short. */
  hurry: () => void;
  /** Ends when the first look has, with its outcome written down. */
  looked: Promise<void>;
}

export interface ValidatorOptions {
  options: AcmeOptions;
  store: AcmeStore;
  permission: Permission;
  rates: RateLimits;
  now: () => Date;
  changed: (authorization: AuthorizationRecord) => void;
  /** What a client is not told. */
  failed: (error: unknown) => void;
}

/** Validates challenges in the background, with a few tries each (RFC 8555 section 8.2). */
export class Validator {
  private readonly running = new Map<string, Running>();
  private ended = false;
  private readonly ending = new Set<() => void>();
  private under = 0;
  private readonly queue: (() => void)[] = [];

  constructor(private readonly context: ValidatorOptions) {}

  /** What is known of a challenge under way: how its tries failed. Undefined when it is not under way. */
  of(authorizationId: string, challengeId: string): { error: ProblemDocument | undefined } | undefined {
    const found = this.running.get(`${authorizationId}/${challengeId}`);
    return found === undefined ? undefined : { error: errorOf(found.errors) };
  }

  /** Seconds until there can be something new. */
  secondsLeft(authorizationId: string, challengeId: string): number {
    const found = this.running.get(`${authorizationId}/${challengeId}`);
    const left = found === undefined ? 0 : found.nextAt - this.context.now().getTime();
    return Math.max(1, Math.ceil(left / 1000));
  }

  /** Takes a challenge up; one that is under way is tried again at once. */
  begin(account: AccountRecord, authorization: AuthorizationRecord, challenge: ChallengeRecord): void {
    const key = `${authorization.id}/${challenge.id}`;
    const known = this.running.get(key);
    if (known !== undefined) {
      known.hurry();
      return;
    }
    let looked: () => void = () => undefined;
    const first = new Promise<void>((resolve) => {
      looked = resolve;
    });
    const state: Running = { errors: [], nextAt: 0, hurry: () => undefined, looked: first };
    this.running.set(key, state);
    void this.run(account, authorization, challenge, state, looked)
      .catch(this.context.failed)
      .finally(() => {
        this.running.delete(key);
        looked();
      });
  }

  /**
   * Waits for the first look at a challenge, but not long: most are over in a few milliseconds, and the client that is told so at
   * once need not come back and ask.
   */
  async firstLook(authorizationId: string, challengeId: string): Promise<void> {
    const found = this.running.get(`${authorizationId}/${challengeId}`);
    if (found === undefined) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, firstLookMs);
    });
    await Promise.race([found.looked, late]);
    clearTimeout(timer);
  }

  stop(): void {
    this.ended = true;
    for (const end of this.ending) end();
    for (const each of this.running.values()) each.hurry();
  }

  private async run(
    account: AccountRecord,
    authorization: AuthorizationRecord,
    challenge: ChallengeRecord,
    state: Running,
    looked: () => void,
  ): Promise<void> {
    const { store, permission, options } = this.context;
    const order = store.state.orders.get(authorization.orderId);
    if (order === undefined) return;
    const refusal = await permission.wait(account, order);
    if (this.ended) return;
    if (refusal !== undefined) {
      await this.settle(authorization.id, challenge.id, problemOf('unauthorized', refusal));
      return;
    }
    // The thumbprint is that of the key that the account has now (RFC 8555 section 8.3).
    const { thumbprint } = store.state.accounts.get(account.id) ?? account;
    if (options.trustThisMachine && account.local) {
      await this.settle(authorization.id, challenge.id, undefined, true);
      return;
    }
    for (const pause of [...options.retryMs, undefined]) {
      const problem = await this.look(authorization, challenge, thumbprint);
      if (this.ended) return;
      if (problem === undefined) {
        await this.settle(authorization.id, challenge.id, undefined);
        return;
      }
      state.errors.push(problem);
      if (pause !== undefined) looked();
      if (pause === undefined) break;
      await this.pause(pause, state);
      if (this.ended) return;
      if (store.state.authorizations.get(authorization.id)?.status !== 'pending') return;
    }
    await this.settle(authorization.id, challenge.id, errorOf(state.errors));
  }

  private async look(
    { identifier }: AuthorizationRecord,
    { type, token }: ChallengeRecord,
    thumbprint: string,
  ): Promise<ProblemDocument | undefined> {
    const { options } = this.context;
    await this.takeTurn();
    const ending = new AbortController();
    const end = () => ending.abort();
    const { signal } = ending;
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      end();
    }, options.lookMs);
    this.ending.add(end);
    try {
      await looks[type]({ identifier, token, keyAuthorization: `${token}.${thumbprint}`, options, signal });
      return undefined;
    } catch (error) {
      if (error instanceof AcmeProblem) return problemOf(error.type, error.message, identifier);
      const why = late ? `did not answer within ${options.lookMs / 1000} seconds` : 'could not be reached';
      return problemOf('connection', `${identifier.value} ${why}.`, identifier);
    } finally {
      clearTimeout(timer);
      this.ending.delete(end);
      this.under -= 1;
      this.queue.shift()?.();
    }
  }

  private async takeTurn(): Promise<void> {
    if (this.under >= looksAtOnce) await new Promise<void>((go) => this.queue.push(go));
    this.under += 1;
  }

  private pause(ms: number, state: Running): Promise<void> {
    state.nextAt = this.context.now().getTime() + ms;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      state.hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Writes down how it ended; an authorization that was given up meanwhile stays so. */
  private async settle(
    authorizationId: string,
    challengeId: string,
    error: ProblemDocument | undefined,
    trusted = false,
  ): Promise<void> {
    const { store, now, rates, changed } = this.context;
    const found = store.state.authorizations.get(authorizationId);
    if (found === undefined || found.status !== 'pending') return;
    const at = now();
    const ok = error === undefined;
    const next: AuthorizationRecord = {
      ...found,
      status: ok ? 'valid' : 'invalid',
      ...(ok ? { expires: new Date(at.getTime() + validMs).toISOString() } : {}),
      ...(trusted ? { trusted: true as const } : {}),
      challenges: found.challenges.map((each) => {
        if (each.id !== challengeId) return each;
        return ok
          ? { ...each, status: 'valid' as const, validated: at.toISOString() }
          : { ...each, status: 'invalid' as const, error };
      }),
    };
    if (!ok) rates.count('failedChallenge', found.accountId);
    await store.put(next);
    changed(next);
  }
}

/** One error as it is, several tries as one with an entry for each (RFC 8555 section 8.2). */
function errorOf(errors: readonly ProblemDocument[]): ProblemDocument | undefined {
  const last = errors.at(-1);
  if (last === undefined) return undefined;
  const { identifier: _inner, ...top } = last;
  return errors.length === 1 ? top : { ...top, subproblems: [...errors] };
}
