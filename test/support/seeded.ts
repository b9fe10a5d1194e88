import { expect } from '@playwright/test';
import { run } from '../../src/core/system/run';
import { bundle } from './bundle';
import type { TestSession } from './session';

let script: Promise<string> | undefined;

/** For `prepare`: nine certificates in every state, made by the product's own core with a clock that walks. */
export async function seed(session: TestSession): Promise<void> {
  script ??= bundle('seed.ts');
  const result = await run(process.execPath, [await script], { env: session.env, timeoutMs: 60_000 });
  expect(result.stderr).toBe('');
  expect(result.code).toBe(0);
}
