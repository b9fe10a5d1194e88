import type { Page } from '@playwright/test';
import type { CallInput, CallName, CallOutput } from '../../src/ipc/contract';
import { type Crossing, unpack } from '../../src/ipc/packed';
import type { Result } from '../../src/ipc/result';

interface Bridge {
  call(name: string, input: unknown): Promise<unknown>;
}

/** Says anything to the main process through the window's own bridge, as a page that was taken over could. */
export async function rawCall(page: Page, name: string, input: unknown): Promise<Result<unknown>> {
  const crossing = await page.evaluate(
    ([callName, callInput]) =>
      (globalThis as unknown as { sealwax: Bridge }).sealwax.call(callName as string, callInput) as Promise<
        Crossing<unknown>
      >,
    [name, input] as const,
  );
  return unpack(crossing);
}

/** One call of the contract; fails the test with the error's own words. */
export async function call<N extends CallName>(page: Page, name: N, input: CallInput<N>): Promise<CallOutput<N>> {
  const result = await rawCall(page, name, input);
  if (!result.ok) throw new Error(`${name}: ${result.error.code}: ${result.error.message}`);
  return result.value as CallOutput<N>;
}

/** Makes a root without the window's first run, for tests that are about something else. */
export async function makeRoot(page: Page, stores: string[] = [], name = 'Test CA') {
  const plan = await call(page, 'setup.plan', undefined);
  const result = await call(page, 'setup.run', { name, limits: plan.limits, keep: 'keychain', stores });
  return result;
}
