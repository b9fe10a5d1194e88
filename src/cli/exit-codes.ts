import type { ErrorCode } from '../core/errors';

/**
 * What the exit code of every command means; docs/cli.md has the same table. `inspect` of a server has further ones from 10 on, one a
 * kind of finding (`kindExitCodes` in core/endpoint/judge/finding.ts).
 */
export const exitCodes = {
  ok: 0,
  /** The answer is no, or the work failed. */
  failed: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** A person or an open keychain is needed, and there is none. */
  personNeeded: 3,
  /** Some of several failed: rows of a batch, trust stores. */
  partly: 4,
  /** Ctrl-C: 128 and the number of SIGINT, as shells do. */
  interrupted: 130,
} as const;

const needsPerson: ReadonlySet<ErrorCode> = new Set([
  'passphrase-needed',
  'confirmation-needed',
  'keychain-unavailable',
  'keychain-locked',
  'keychain-refused',
  'keychain-empty',
  'keychain-timeout',
]);

export const exitCodeOf = (code: ErrorCode): number =>
  needsPerson.has(code) ? exitCodes.personNeeded : exitCodes.failed;
