import { checkBatchRows, readBatch } from '../../src/core/authority/batch-file';
import { parseTarget, type TypedTarget } from '../../src/core/endpoint/target';
import { AppError } from '../../src/core/errors';
import { parseLimits } from '../../src/core/pki/limits';
import { checkNames } from '../../src/core/pki/names';
import { decide } from '../../src/core/proxy/form';
import { parseHostTarget } from '../../src/core/watched/host-target';
import type { ProxyForm, ProxyView } from '../../src/ipc/proxy-schemas';
import type { Result } from '../../src/ipc/result';
import type { NameLimits, Purpose } from '../../src/ipc/schemas';

export type CoreQuestion =
  | { kind: 'names'; names: readonly string[]; limits: NameLimits; purpose: Purpose }
  | { kind: 'batch'; text: string; limits: NameLimits; purpose: Purpose }
  | { kind: 'limits'; limits: NameLimits }
  | { kind: 'host'; host: string }
  | { kind: 'target'; target: TypedTarget }
  | { kind: 'proxy'; form: ProxyForm; others: readonly ProxyView[]; limits: NameLimits };

/** The checks of names and limits are the product's own: the test runner answers them, outside of the page. */
export async function answerByCore(question: CoreQuestion): Promise<Result<unknown>> {
  try {
    return { ok: true, value: await answerOf(question) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, message, hint, field } = error;
    return { ok: false, error: { code, message, ...(hint ? { hint } : {}), ...(field ? { field } : {}) } };
  }
}

async function answerOf(question: CoreQuestion): Promise<unknown> {
  switch (question.kind) {
    case 'names':
      return checkNames(question.names, { limits: question.limits, purpose: question.purpose });
    case 'batch':
      return checkBatchRows(readBatch(question.text), { limits: question.limits, purpose: question.purpose });
    case 'limits':
      return parseLimits(question.limits);
    case 'host':
      return parseHostTarget(question.host).text;
    case 'proxy': {
      const { form, limits } = question;
      const { problems } = await decide(form, {
        others: [...question.others],
        addresses: ['127.0.0.1', '::1', '192.168.1.7'],
        checkNames: async (names) => checkNames(names, { limits, purpose: 'server' }),
      });
      return problems;
    }
    case 'target':
      return parseTarget(question.target);
  }
}
