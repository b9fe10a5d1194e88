import { CallError } from '../../ipc/call-error';

/** An error as the window shows it. */
export interface Failure {
  code: string;
  message: string;
  hint: string | undefined;
  field: string | undefined;
}

/** Anything that was thrown, as words for a person; what is not a CallError is a fault of the program itself. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof CallError) {
    return { code: thrown.code, message: thrown.message, hint: thrown.hint, field: thrown.field };
  }
  return {
    code: 'internal',
    message: thrown instanceof Error ? thrown.message : String(thrown),
    hint: 'Try again. If it happens again, restart Sealwax.',
    field: undefined,
  };
}
