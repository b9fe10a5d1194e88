import { AppError } from '../errors';

const isErrno = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && typeof (error as NodeJS.ErrnoException).code === 'string';

/** The errno of a failed file operation, or undefined when it is another kind of error. */
export function errnoOf(error: unknown): string | undefined {
  return isErrno(error) ? error.code : undefined;
}

/**
 * Turns a failed file operation into words for a person: a full disk (ENOSPC, EDQUOT), a place that cannot be written
 * (EROFS, EACCES, EPERM), too many open files (EMFILE, ENFILE). Other errors are passed on as they are.
 */
export function explainFsError(error: unknown, step: string): unknown {
  switch (errnoOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new AppError('disk-full', `The disk is full: could not ${step}. Nothing was changed.`, {
        hint: 'Free some space and try again.',
        cause: error,
      });
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return new AppError('read-only', `No right to write: could not ${step}. Nothing was changed.`, {
        hint: 'Make the folder writable for your account, then try again.',
        cause: error,
      });
    case 'EMFILE':
    case 'ENFILE':
      return new AppError('busy', `Too many files are open on this machine: could not ${step}.`, {
        hint: 'Close some programs and try again.',
        cause: error,
      });
    default:
      return error;
  }
}
