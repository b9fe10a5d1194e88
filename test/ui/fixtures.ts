import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import { answerByCore } from './core';
import type { State } from './states';

interface PerTest {
  /** Opens the window in a state, and fails the test at its end if the page reported any error. */
  show: (state: State, options?: { platform?: string }) => Promise<Page>;
}

export const test = base.extend<PerTest>({
  show: async ({ page }, use) => {
    const errors: string[] = [];
    // A breach of the content security policy is reported here as well.
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(error.message));
    await page.exposeFunction('askCore', answerByCore);
    await use(async (state, options = {}) => {
      await page.goto(`${process.env.SEALWAX_UI_ADDRESS}/?state=${state}&platform=${options.platform ?? 'linux'}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      return page;
    });
    expect(errors).toEqual([]);
  },
});

type RunOptions = Parameters<AxeBuilder['options']>[0];

const rules: RunOptions['runOnly'] = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
};
/** The rules that read colours; all others read the document and its layout, which are the same in both schemes. */
const colourRules = ['color-contrast', 'link-in-text-block'];

/** All rules, those that read colours, or all but those. */
export type RuleSet = 'all' | 'colours' | 'layout';

const runs: Record<RuleSet, RunOptions> = {
  all: { runOnly: rules },
  colours: { runOnly: { type: 'rule', values: colourRules } },
  layout: { runOnly: rules, rules: Object.fromEntries(colourRules.map((id) => [id, { enabled: false }])) },
};

/** No violation of WCAG 2.2 AA, nor of axe's good practice, as far as these rules tell. */
export async function expectAccessible(page: Page, what: string, which: RuleSet = 'all'): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    // One document without frames of others: axe need not open a second page to put its findings together.
    .setLegacyMode()
    // What passed need not be listed: that takes as long as finding out.
    .options({ resultTypes: ['violations'], ...runs[which] })
    .analyze();
  const found = violations.map((violation) => ({
    rule: violation.id,
    at: violation.nodes.map((node) => `${node.target.join(' ')}: ${node.failureSummary ?? ''}`),
  }));
  expect(found, what).toEqual([]);
}

export { expect };
