import type { Page } from '@playwright/test';
import { type Look, lookAt, section } from './look';

const next = (page: Page) => page.getByRole('button', { name: 'Continue' }).click();

async function typeNames(page: Page, ...names: string[]): Promise<void> {
  await page.getByRole('button', { name: 'New certificate' }).first().click();
  for (const name of names) {
    await page.getByLabel('Names').fill(name);
    await page.getByLabel('Names').press('Enter');
  }
}

async function openRow(page: Page, name: string): Promise<void> {
  await section('Certificates')(page);
  await page.getByLabel('Filter certificates').fill(name);
  await page.getByRole('row', { name }).first().click();
  await page.getByRole('heading', { name: 'Chain of trust' }).waitFor();
}

const screens: Look[] = [
  { name: 'setup-1', state: 'first-run' },
  { name: 'setup-2', state: 'first-run', steps: next },
  {
    name: 'setup-2-wrong',
    state: 'first-run',
    steps: async (page) => {
      await next(page);
      await page.getByLabel('Domains').fill('com');
      await page.getByLabel('Domains').press('Enter');
      await page.getByText('public suffix').waitFor();
    },
  },
  {
    name: 'setup-2-unlimited',
    state: 'first-run',
    steps: async (page) => {
      await next(page);
      await page.getByRole('button', { name: 'No limits' }).click();
      await page.getByLabel('Make a root without limits').check();
      await next(page);
    },
  },
  {
    name: 'setup-3',
    state: 'first-run',
    steps: async (page) => {
      await next(page);
      await next(page);
      await page.getByRole('button', { name: 'The same as commands' }).first().click();
    },
  },
  {
    name: 'setup-3-no-keychain',
    state: 'no-keychain',
    steps: async (page) => {
      await next(page);
      await next(page);
      await page.getByText('No keychain answers').waitFor();
    },
  },
  {
    name: 'setup-3-refused',
    state: 'refused',
    steps: async (page) => {
      await next(page);
      await next(page);
      await page.getByRole('button', { name: 'Set up' }).click();
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'setup-results',
    state: 'first-run',
    steps: async (page) => {
      await next(page);
      await next(page);
      await page.getByRole('button', { name: 'Set up' }).click();
      await page.getByRole('heading', { name: 'Proof' }).waitFor();
    },
  },
  {
    name: 'setup-3-half-made',
    state: 'half-made',
    steps: async (page) => {
      await next(page);
      await next(page);
      await page.getByRole('button', { name: 'Set up' }).click();
      await page.getByRole('button', { name: 'Go to Trust' }).waitFor();
    },
  },
  {
    name: 'setup-results-unproven',
    state: 'unproven',
    steps: async (page) => {
      await next(page);
      await next(page);
      await page.getByRole('button', { name: 'Set up' }).click();
      await page.getByRole('heading', { name: 'Proof' }).waitFor();
    },
  },
  { name: 'overview', state: 'full' },
  { name: 'overview-empty', state: 'empty' },
  { name: 'overview-damaged', state: 'damaged' },
  { name: 'overview-untrusted', state: 'untrusted' },
  { name: 'certificates', state: 'full', steps: section('Certificates') },
  { name: 'certificates-empty', state: 'empty', steps: section('Certificates') },
  { name: 'certificates-failing', state: 'failing', steps: section('Certificates') },
  {
    name: 'certificates-nothing',
    state: 'full',
    steps: async (page) => {
      await section('Certificates')(page);
      await page.getByLabel('Filter certificates').fill('nothing-like-this');
    },
  },
  { name: 'detail', state: 'full', steps: (page) => openRow(page, 'app.test') },
  { name: 'detail-expired', state: 'full', steps: (page) => openRow(page, 'legacy.shop.test') },
  { name: 'detail-broken', state: 'full', steps: (page) => openRow(page, 'mail.home.arpa') },
  {
    name: 'menu',
    state: 'full',
    steps: async (page) => {
      await section('Certificates')(page);
      await page.getByRole('row', { name: 'legacy.shop.test' }).click({ button: 'right' });
      await page.getByRole('menuitem', { name: 'Copy name' }).waitFor();
    },
  },
  {
    name: 'undo',
    state: 'full',
    steps: async (page) => {
      await openRow(page, 'app.test');
      await page.getByRole('complementary').getByRole('button', { name: 'Delete' }).click();
      await page.getByRole('button', { name: 'Undo' }).waitFor();
    },
  },
  { name: 'new', state: 'full', steps: (page) => typeNames(page, 'app.test', '*.app.test') },
  {
    name: 'new-wrong',
    state: 'full',
    steps: async (page) => {
      await typeNames(page, 'app.test', 'google.com', 'my app', 'app.test');
      await page.getByText('in the list twice').waitFor();
    },
  },
  {
    name: 'new-many',
    state: 'full',
    steps: async (page) => {
      await typeNames(page, Array.from({ length: 500 }, (_, index) => `n${index}.test`).join(','));
      await page.getByText('too many').first().waitFor();
    },
  },
  {
    name: 'new-options',
    state: 'full',
    steps: async (page) => {
      await typeNames(page, 'app.test');
      await page.getByRole('button', { name: 'More options' }).click();
      await page.getByLabel('Valid for').selectOption({ label: '825 days' });
      await page.getByText('Browsers look only at the names').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'new-cancelled',
    state: 'full',
    steps: async (page) => {
      await typeNames(page, 'cancel.test');
      await page.getByRole('button', { name: 'Issue certificate' }).click();
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'issued',
    state: 'full',
    steps: async (page) => {
      await typeNames(page, 'fresh.test', 'localhost');
      await page.getByRole('button', { name: 'Issue certificate' }).click();
      await page.getByRole('heading', { name: 'Certificate issued' }).waitFor();
    },
  },
  {
    name: 'set-aside',
    state: 'damaged',
    steps: async (page) => {
      await page.getByRole('button', { name: 'Set aside' }).click();
      await page.getByLabel('Type the name').waitFor();
    },
  },
  { name: 'settings', state: 'full', steps: section('Settings') },
  {
    name: 'palette',
    state: 'full',
    steps: async (page) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').fill('th');
    },
  },
];

lookAt(screens, { called: 'has no accessibility violation', wide: { width: 1180, height: 760 } });
