import type { Client } from './call';
import type { AcmeConfigFile } from './config-file';
import type { AcmeConfig } from './config-schema';
import type { AccountRecord, OrderRecord } from './records';

/** A question for the person at this machine: may this program have a certificate for these names? */
export interface AcmeQuestion {
  /** That of the order. */
  id: string;
  accountId: string;
  contact: string[];
  agent: string;
  address: string;
  local: boolean;
  names: string[];
  /** ISO 8601; then it counts as a no. */
  until: string;
}

export type AcmeReply = 'once' | 'always' | 'never';
/** Why an order may not go on, in words for its client; undefined when it may. */
export type Refusal = string | undefined;

interface Open {
  question: AcmeQuestion;
  settle: (refusal: Refusal) => void;
  timer: NodeJS.Timeout;
}

export interface PermissionOptions {
  /** Whether every order is asked for. */
  asks: boolean;
  askMs: number;
  config: AcmeConfigFile;
  now: () => Date;
  changed: () => void;
}

const noAnswer = 'Nobody at the server said yes in time. Ask its owner, and try again.';
const refused = 'The owner of this server refused a certificate for these names.';

/** "Ask me": orders wait until the person at the machine has answered; "always" and "never" are kept. */
export class Permission {
  private readonly open = new Map<string, Open>();
  private readonly decided = new Map<string, Promise<Refusal>>();

  constructor(private readonly options: PermissionOptions) {}

  get asks(): boolean {
    return this.options.asks;
  }

  questions(): AcmeQuestion[] {
    return [...this.open.values()].map(({ question }) => question);
  }

  /** Asks for a new order, unless nobody wants to be asked. */
  begin(account: AccountRecord, order: OrderRecord, client: Pick<Client, 'address' | 'local'>): void {
    if (!this.options.asks || this.decided.has(order.id)) return;
    const decision = this.decide(account, order, client);
    decision.catch(() => undefined);
    this.decided.set(order.id, decision);
  }

  /** Waits for the answer about an order. One that a restart made the server forget is asked for once more. */
  async wait(account: AccountRecord, order: OrderRecord): Promise<Refusal> {
    if (!this.options.asks) return undefined;
    this.begin(account, order, { address: '', local: account.local });
    return this.decided.get(order.id);
  }

  /** An answer of the person. False when the question is no longer open. */
  async answer(id: string, reply: AcmeReply): Promise<boolean> {
    const found = this.open.get(id);
    if (found === undefined) return false;
    const { accountId, names } = found.question;
    if (reply !== 'once') {
      await this.options.config.change((config) => ({
        config: { ...config, answers: withAnswer(config, accountId, names, reply) },
        note: { what: 'acme.answered', subject: accountId, data: { names, answer: reply } },
      }));
    }
    this.close(id, reply === 'never' ? refused : undefined);
    return true;
  }

  /** Ends what is open; nothing is refused by it, since the orders are asked for again. */
  stop(): void {
    for (const id of [...this.open.keys()]) this.close(id, noAnswer);
  }

  private async decide(
    account: AccountRecord,
    order: OrderRecord,
    { address, local }: Pick<Client, 'address' | 'local'>,
  ): Promise<Refusal> {
    const names = order.identifiers.map(({ value }) => value).sort();
    const known = answerFor(await this.options.config.read(), account.id, names);
    if (known !== undefined) return known === 'always' ? undefined : refused;
    const until = new Date(this.options.now().getTime() + this.options.askMs).toISOString();
    const { id: accountId, contact, agent } = account;
    const question = { id: order.id, accountId, contact, agent, address, local, names, until };
    return new Promise<Refusal>((settle) => {
      const timer = setTimeout(() => this.close(order.id, noAnswer), this.options.askMs);
      timer.unref();
      this.open.set(order.id, { question, settle, timer });
      this.options.changed();
    });
  }

  private close(id: string, refusal: Refusal): void {
    const found = this.open.get(id);
    if (found === undefined) return;
    clearTimeout(found.timer);
    this.open.delete(id);
    found.settle(refusal);
    this.options.changed();
  }
}

/** "always" holds for the names it was said for and any fewer; "never" for every order that has one of them. */
function answerFor({ answers }: AcmeConfig, accountId: string, names: readonly string[]) {
  const own = answers.filter((each) => each.accountId === accountId);
  if (own.some((each) => each.answer === 'never' && names.some((name) => each.names.includes(name)))) return 'never';
  const allowed = new Set(own.filter((each) => each.answer === 'always').flatMap((each) => each.names));
  return names.every((name) => allowed.has(name)) ? 'always' : undefined;
}

function withAnswer({ answers }: AcmeConfig, accountId: string, names: string[], answer: 'always' | 'never') {
  const same = (each: AcmeConfig['answers'][number]) =>
    each.accountId === accountId && each.names.join(' ') === names.join(' ');
  return [...answers.filter((each) => !same(each)), { accountId, names, answer }];
}
