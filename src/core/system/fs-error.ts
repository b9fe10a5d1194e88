import { AppError, type ErrorCode } from '../errors';

const isErrno = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && typeof (error as NodeJS.ErrnoException).code === 'string';

/** The errno of a failed file operation, or undefined when it is another kind of error. */
export function errnoOf(error: unknown): string | undefined {
  return isErrno(error) ? error.code : undefined;
}

/**
 * Turns a failed file operation into words for a person: a full disk (ENOSPC, EDQUOT), a place that cannot be written
 * (EROFS, EACCES, EPERM), too many open files (EMFILE, ENFILE), a path that leads nowhere or to something else (ENOENT, ENOTDIR,
 * EISDIR, EEXIST, ENOTEMPTY, ENAMETOOLONG, ELOOP). Other errors are passed on as they are.
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
      return new AppError('read-only', `The disk is read-only: could not ${step}. Nothing was changed.`, {
        hint: 'Mount it so that it can be written, then try again.',
        cause: error,
      });
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
      return wrongPath(error, step) ?? error;
  }
}

/** What each errno about a path means; the rest of the sentence is "Could not …: ". */
const pathErrors: Partial<Record<string, { code: ErrorCode; why: string; hint: string }>> = {
  ENOENT: { code: 'not-found', why: 'a folder on the way is not there', hint: 'Make the folder first.' },
  ENOTDIR: { code: 'not-found', why: 'a part of its path is not a folder', hint: 'Choose another folder.' },
  ELOOP: { code: 'not-found', why: 'the links in its path lead in a circle', hint: 'Choose another folder.' },
  EISDIR: { code: 'already-exists', why: 'a folder has that name', hint: 'Choose another name.' },
  EEXIST: { code: 'already-exists', why: 'something of that name is there already', hint: 'Choose another name.' },
  ENOTEMPTY: { code: 'already-exists', why: 'a folder of that name has files in it', hint: 'Choose another name.' },
  ENAMETOOLONG: { code: 'invalid-input', why: 'the name is too long for this disk', hint: 'Choose a shorter name.' },
};

function wrongPath(error: unknown, step: string): AppError | undefined {
  const found = pathErrors[errnoOf(error) ?? ''];
  if (found === undefined) return undefined;
  return new AppError(found.code, `Could not ${step}: ${found.why}.`, { hint: found.hint, cause: error });
}
