/** Nonces that may be outstanding; beyond it the oldest is forgotten, and its client is told to try again with a new one. */
const most = 20_000;

/**
 * Anti-replay nonces (RFC 8555 section 6.5): 128 random bits each, good for one request. They live in memory alone, so that a
 * restart makes all that were given out before invalid, used or not, and nothing has to be written for a request that changes
 * nothing.
 */
export class Nonces {
  private readonly outstanding = new Set<string>();

  constructor(
    private readonly random: (bytes: number) => Buffer,
    private readonly limit = most,
  ) {}

  make(): string {
    const nonce = this.random(16).toString('base64url');
    this.outstanding.add(nonce);
    if (this.outstanding.size > this.limit) {
      // A Set keeps the order in which things came.
      const [oldest] = this.outstanding;
      this.outstanding.delete(oldest as string);
    }
    return nonce;
  }

  /** True once for each nonce that was made here. */
  use(nonce: string): boolean {
    return this.outstanding.delete(nonce);
  }
}
