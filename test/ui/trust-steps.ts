import type { Page } from '@playwright/test';

export const goToTrust = (page: Page) => page.getByRole('navigation').getByRole('button', { name: 'Trust' }).click();
export const rootName = 'Sealwax Development CA (ada@workbench)';
export const grid = (page: Page) => page.getByRole('grid', { name: 'Places and roots' });
export const state = (page: Page, place: string) =>
  grid(page)
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: place }) });
export const results = (page: Page) => page.getByRole('region', { name: 'Results' });

/** Keeps the calls of the named groups, as [name, input]. */
export const listen = (page: Page, names: string) =>
  page.evaluate((pattern) => {
    const { sealwax } = globalThis as unknown as { sealwax: { call: (name: string, input: unknown) => unknown } };
    const asked: unknown[] = [];
    const call = sealwax.call;
    sealwax.call = (name, input) => {
      if (new RegExp(pattern).test(name)) asked.push([name, input]);
      return call(name, input);
    };
    Object.assign(globalThis, { asked });
  }, names);
export const asked = (page: Page) => page.evaluate('asked');
export const copied = (page: Page) => listen(page, '^app\\.copy$');
