import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Double } from './double';
import { expect, expectAccessible, type RuleSet, test } from './fixtures';
import type { State } from './states';
import type { NextDialog } from './world';

export interface Look {
  name: string;
  state: State;
  /** How to get there from the first screen of the state. */
  steps?: (page: Page) => Promise<void>;
  /** What a person does once the window is small, e.g. scroll on. */
  whenSmall?: (page: Page) => Promise<void>;
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
 * One test a screen: no violation of accessibility, nothing cut off sideways, and a picture where wanted. What is laid out at one size
 * is laid out so in both schemes, and colours do not depend on the size: the dark scheme is looked at for its colours at the wide size,
 * and the small size for all but colours. Pictures are taken of all four.
 */
export function lookAt(screens: readonly Look[], looking: Looking = {}): void {
  const { called = 'can be used by everyone', wide = { width: 1280, height: 800 } } = looking;
  for (const screen of screens) {
    test(`${screen.name} ${called}, light and dark, wide and small`, async ({ page, show }) => {
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      await page.setViewportSize(wide);
      await show(screen.state);
      await screen.steps?.(page);
      await lookOnce(page, screen.name, 'light', wide.width, 'all');
      await dark(page);
      await lookOnce(page, screen.name, 'dark', wide.width, 'colours');
      // The window is made smaller by a person, too: what is open stays open.
      await page.setViewportSize(small);
      await screen.whenSmall?.(page);
      if (shots !== undefined) await lookOnce(page, screen.name, 'dark', small.width, 'colours');
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      await lookOnce(page, screen.name, 'light', small.width, 'layout');
    });
  }
}

async function dark(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
}

async function lookOnce(
  page: Page,
  name: string,
  scheme: 'light' | 'dark',
  width: number,
  which: RuleSet,
): Promise<void> {
  // What fades or slides in has arrived; what never ends, e.g. a spinner, is not waited for.
  await page.evaluate(async () => {
    const passing = document.getAnimations().filter((each) => each.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.all(passing.map((each) => each.finished.catch(() => undefined)));
  });
  if (shots) {
    await mkdir(shots, { recursive: true });
    await page.screenshot({ path: join(shots, `${name}-${scheme}-${width}.png`) });
  }
  await expectAccessible(page, `${name}, ${scheme}, ${width} wide`, which);
  const [needed, given] = await page.locator('main').evaluate((main) => [main.scrollWidth, main.clientWidth]);
  expect(needed, 'cut off sideways').toBeLessThanOrEqual(given ?? 0);
}
