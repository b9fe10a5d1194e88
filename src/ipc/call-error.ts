import type { ErrorData } from './result';

/**
 * What the window's client throws when a call answers with an error. It stands apart from the schemas, because loading zod
 * in the window probes for `eval`, which the content security policy refuses and reports.
 */
export class CallError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly field: string | undefined;

  constructor(data: ErrorData) {
    super(data.message);
    this.name = 'CallError';
    this.code = data.code;
    this.hint = data.hint;
    this.field = data.field;
  }
}
