import { run } from '../../src/core/system/run';
import { bundle } from './bundle';
import type { TestSession } from './session';

let script: Promise<string> | undefined;

export interface StepError {
  code?: string;
  message: string;
  hint?: string;
}

/** Runs one call of core in the session (see authority-step.ts); what it gives back, or an error with its code, is data. */
export async function authorityStep<T = unknown>(
  session: TestSession,
  env: Record<string, string>,
  ...args: string[]
): Promise<{ value: T; error?: StepError }> {
  script ??= bundle('authority-step.ts');
  const options = { env: { ...session.env, ...env }, timeoutMs: 60_000 };
  const { stdout, stderr, code } = await run(process.execPath, [await script, ...args], options);
  if (code !== 0 || stderr !== '') throw new Error(`${args.join(' ')} failed: ${stderr}`);
  return JSON.parse(stdout) as { value: T; error?: StepError };
}
