/**
 * Every failure that a person may meet. The code is stable: tests, scripts and the window switch on it; the
 * message says which step failed on what; the hint names the way out.
 */
export const errorCodes = [
  'invalid-input',
  'invalid-name',
  'name-outside-limits',
  'too-many-names',
  'not-found',
  'already-exists',
  'no-authority',
  'authority-damaged',
  'authority-expired',
  'keychain-unavailable',
  'keychain-locked',
  'keychain-refused',
  'keychain-empty',
  'keychain-timeout',
  'passphrase-needed',
  'passphrase-wrong',
  'passphrase-weak',
  'cancelled',
  'key-file-damaged',
  'key-mismatch',
  'certificate-unreadable',
  'not-allowed',
  'timed-out',
  'disk-full',
  'read-only',
  'busy',
  'newer-format',
  'forbidden',
  'internal',
  'ambiguous',
  'confirmation-needed',
  'not-an-authority',
  'weak-key',
  'path-length',
  'chain-incomplete',
  'file-unreadable',
  'file-too-large',
  'no-key',
  'request-unreadable',
  'signature-wrong',
  'wants-authority',
  'certificate-revoked',
  'no-crl-sign',
  'revocations-damaged',
  'root-too-short',
  'port-taken',
  'port-not-allowed',
  'address-not-here',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

export interface AppErrorOptions {
  /** The way out: a command to type or a button to press, in one sentence. */
  hint?: string;
  cause?: unknown;
  /** The field of a form or the item of a list that the error belongs to. */
  field?: string;
}

/**
 * The one error class of the product. Core throws it; the edges (window, command line) print it. Neither the message
 * nor the hint may hold key bytes or a passphrase.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly field: string | undefined;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.hint = options.hint;
    this.field = options.field;
  }
}

/** For the end of an exhaustive `switch`: the compiler refuses a case that was forgotten. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
