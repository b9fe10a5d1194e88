import { AppError } from '../../src/core/errors';
import { parseLimits } from '../../src/core/pki/limits';
import { checkNames } from '../../src/core/pki/names';
import type { Result } from '../../src/ipc/result';
import type { NameLimits } from '../../src/ipc/schemas';

export type CoreQuestion =
  | { kind: 'names'; names: readonly string[]; limits: NameLimits }
  | { kind: 'limits'; limits: NameLimits };

/** The checks of names and limits are the product's own: the test runner answers them, outside of the page. */
export function answerByCore(question: CoreQuestion): Result<unknown> {
  try {
    const value =
      question.kind === 'names'
        ? checkNames(question.names, { limits: question.limits, purpose: 'server' })
        : parseLimits(question.limits);
    return { ok: true, value };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, message, hint, field } = error;
    return { ok: false, error: { code, message, ...(hint ? { hint } : {}), ...(field ? { field } : {}) } };
  }
}
