/**
 * The addresses of all resources under one origin, e.g. "https://localhost:8555". Clients get back those of the origin that they
 * asked, since they sign them (RFC 8555 section 6.4).
 */
export class Urls {
  constructor(readonly origin: string) {}

  private at(path: string): string {
    return `${this.origin}/acme/${path}`;
  }

  get directory(): string {
    return this.at('directory');
  }
  get newNonce(): string {
    return this.at('new-nonce');
  }
  get newAccount(): string {
    return this.at('new-account');
  }
  get newOrder(): string {
    return this.at('new-order');
  }
  get revokeCert(): string {
    return this.at('revoke-cert');
  }
  get keyChange(): string {
    return this.at('key-change');
  }
  get renewalInfo(): string {
    return this.at('renewal-info');
  }
  account(id: string): string {
    return this.at(`account/${id}`);
  }
  orders(accountId: string): string {
    return this.at(`account/${accountId}/orders`);
  }
  order(id: string): string {
    return this.at(`order/${id}`);
  }
  finalize(id: string): string {
    return this.at(`order/${id}/finalize`);
  }
  authorization(id: string): string {
    return this.at(`authorization/${id}`);
  }
  challenge(authorizationId: string, id: string): string {
    return this.at(`challenge/${authorizationId}/${id}`);
  }
  /** The certificate of an order; `chain` is the number of an alternate. */
  certificate(orderId: string, chain = 0): string {
    return this.at(`certificate/${orderId}${chain === 0 ? '' : `/${chain}`}`);
  }
  /** The account that an address of ours names; undefined for any other address. */
  accountIdOf(url: unknown): string | undefined {
    if (typeof url !== 'string' || !url.startsWith(this.account(''))) return undefined;
    return /^[a-z0-9]{1,64}$/.exec(url.slice(this.account('').length))?.[0];
  }
}
