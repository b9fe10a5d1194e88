/** A message that breaks the rules of HTTP: `status` is what a client is told for it. */
export class HeadError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = 'HeadError';
  }
}
