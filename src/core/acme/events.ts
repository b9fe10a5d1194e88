/** What a running server tells whoever shows it. */
export type AcmeEvent =
  | { kind: 'started' | 'stopped' }
  /** Something about an account or one of its orders is other than before. */
  | { kind: 'account'; accountId: string }
  | { kind: 'order'; accountId: string; orderId: string }
  /** A question waits for a person, or no longer does. */
  | { kind: 'questions' }
  /** Something that a person should know and that no client is told. */
  | { kind: 'problem'; message: string };
