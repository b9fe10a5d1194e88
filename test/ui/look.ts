import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Double } from './double';
import { expect, expectAccessible, test } from './fixtures';
import type { State } from './states';
import type { NextDialog } from './world';

export interface Look {
  name: string;
  state: State;
  /** How to get there from the first screen of the state. */
  steps?: (page: Page) => Promise<void>;
}

export const section = (name: string) => (page: Page) =>
  page.getByRole('navigation').getByRole('button', { name }).click();

export async function tool(page: Page, name: string): Promise<void> {
  await section('Tools')(page);
  await page.getByRole('radiogroup', { name: 'Tool' }).getByText(name).click();
}

/** What the next dialog of the main process gives: a file of files.ts, or Cancel. */
export const nextDialog = (page: Page, next: Partial<NextDialog>): Promise<void> =>
  page.evaluate((change) => {
    const { double } = globalThis as unknown as { double: Double };
    double.next = { ...double.next, ...change };
  }, next);

/** Pictures go here when the folder is named: SEALWAX_SHOTS=/tmp/shots. */
const shots = process.env.SEALWAX_SHOTS;
const small = { width: 800, height: 560 };

export interface Looking {
  /** What the tests say of a screen. */
  called?: string;
  wide?: { width: number; height: number };
}

/**
 * What is laid out at one size is laid out so in both schemes, and colours do not depend on the size: the dark scheme at the small
 * size would find nothing that the other three do not. Pictures are taken of all four.
 */
const sizesOf = (scheme: 'light' | 'dark', wide: typeof small) =>
  scheme === 'light' || shots ? [wide, small] : [wide];

/** One test a screen and scheme: no violation of accessibility, nothing cut off sideways, and a picture where wanted. */
export function lookAt(screens: readonly Look[], looking: Looking = {}): void {
  const { called = 'can be used by everyone', wide = { width: 1280, height: 800 } } = looking;
  for (const scheme of ['light', 'dark'] as const) {
    for (const screen of screens) {
      test(`${screen.name} ${called}, ${scheme}`, async ({ page, show }) => {
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
        for (const size of sizesOf(scheme, wide)) {
          await page.setViewportSize(size);
          await show(screen.state);
          await screen.steps?.(page);
          await page.waitForTimeout(200);
          if (shots) {
            await mkdir(shots, { recursive: true });
            await page.screenshot({ path: join(shots, `${screen.name}-${scheme}-${size.width}.png`) });
          }
          await expectAccessible(page, `${screen.name}, ${scheme}, ${size.width} wide`);
          const [needed, given] = await page.locator('main').evaluate((main) => [main.scrollWidth, main.clientWidth]);
          expect(needed, 'cut off sideways').toBeLessThanOrEqual(given ?? 0);
        }
      });
    }
  }
}
