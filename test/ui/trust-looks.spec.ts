import type { Page } from '@playwright/test';
import type { Double } from './double';
import { type Look, lookAt, nextDialog, section } from './look';

/** One part of Trust. */
export async function part(page: Page, name: string): Promise<void> {
  await section('Trust')(page);
  await page.getByRole('tab', { name }).click();
}

const phone = async (page: Page) => {
  await part(page, 'Phones');
  await page.getByRole('button', { name: 'Start the page' }).click();
  await page.getByRole('img', { name: 'QR code' }).waitFor();
};

const looks: Look[] = [
  { name: 'trust', state: 'full', steps: section('Trust') },
  { name: 'trust-several', state: 'several', steps: section('Trust') },
  { name: 'trust-untrusted', state: 'untrusted', steps: section('Trust') },
  { name: 'trust-damaged', state: 'damaged', steps: section('Trust') },
  { name: 'trust-root-missing', state: 'root-missing', steps: section('Trust') },
  { name: 'trust-unreadable', state: 'unreadable', steps: section('Trust') },
  {
    name: 'trust-cell',
    state: 'untrusted',
    steps: async (page) => {
      await section('Trust')(page);
      await page.getByRole('button', { name: 'Install in System store' }).click();
    },
  },
  {
    name: 'trust-cell-several',
    state: 'several',
    steps: async (page) => {
      await section('Trust')(page);
      await page.getByRole('button', { name: /^Chromium, mkcert.*not trusted/ }).click();
    },
  },
  {
    name: 'trust-root',
    state: 'several',
    steps: async (page) => {
      await section('Trust')(page);
      await page
        .getByRole('columnheader', { name: /mkcert/ })
        .getByRole('button')
        .click();
    },
  },
  {
    name: 'trust-install',
    state: 'several',
    steps: async (page) => {
      await section('Trust')(page);
      await page.getByRole('button', { name: 'Install everywhere' }).click();
      await page.getByRole('dialog').getByLabel('Root').selectOption('mkcert');
    },
  },
  {
    name: 'trust-remove',
    state: 'full',
    steps: async (page) => {
      await section('Trust')(page);
      await page.getByRole('button', { name: 'Remove everywhere' }).click();
      await page.getByLabel('Type the name').waitFor();
    },
  },
  {
    name: 'trust-results',
    state: 'untrusted',
    steps: async (page) => {
      await section('Trust')(page);
      await nextDialog(page, { allow: false });
      await page.getByRole('button', { name: 'Install everywhere' }).click();
      await page.getByRole('button', { name: 'Install', exact: true }).click();
      await page.getByRole('heading', { name: 'Installed in 2 stores' }).waitFor();
    },
  },
  {
    name: 'trust-progress',
    state: 'full',
    steps: async (page) => {
      await section('Trust')(page);
      await page.evaluate(() => {
        const { double } = globalThis as unknown as { double: Double };
        double.trust.prove = async (_id) => {
          double.emit('progress', { task: 'prove', step: 'proof:curl', label: 'curl opens the page', state: 'done' });
          for (const name of ['OpenSSL', 'Python', 'Node', 'Chromium']) {
            double.emit('progress', {
              task: 'prove',
              step: `proof:${name}`,
              label: `${name} opens the page`,
              state: 'running',
            });
          }
          return new Promise(() => undefined);
        };
      });
      await page.getByRole('button', { name: 'Check now' }).click();
      await page.getByText('Chromium opens the page').waitFor();
    },
  },
  {
    name: 'trust-check',
    state: 'full',
    steps: async (page) => {
      await section('Trust')(page);
      await page.getByRole('button', { name: 'Check now' }).click();
      await page.getByRole('heading', { name: 'The check passed' }).waitFor();
    },
  },
  {
    name: 'trust-unchecked',
    state: 'unchecked',
    steps: async (page) => {
      await section('Trust')(page);
      await page.getByRole('button', { name: 'Check now' }).click();
      await page.getByRole('heading', { name: 'Nothing could be checked' }).waitFor();
    },
  },
  { name: 'trust-others', state: 'full', steps: (page) => part(page, 'Other authorities') },
  { name: 'trust-others-none', state: 'empty', steps: (page) => part(page, 'Other authorities') },
  { name: 'trust-others-failing', state: 'failing', steps: (page) => part(page, 'Other authorities') },
  {
    name: 'trust-others-remove',
    state: 'full',
    steps: async (page) => {
      await part(page, 'Other authorities');
      await page.getByRole('button', { name: /^Remove mkcert/ }).click();
    },
    // A button would lie half behind the foot of the dialog, where a person scrolls on.
    whenSmall: (page) => page.getByRole('button', { name: 'Copy commands for Firefox' }).scrollIntoViewIfNeeded(),
  },
  { name: 'trust-programs', state: 'full', steps: (page) => part(page, 'Programs') },
  { name: 'trust-programs-failing', state: 'failing', steps: (page) => part(page, 'Programs') },
  {
    name: 'trust-programs-open',
    state: 'several',
    steps: async (page) => {
      await part(page, 'Programs');
      await page.getByRole('button', { name: 'Write the file' }).click();
      await page.getByRole('button', { name: 'Remove the file' }).waitFor();
      await page.getByRole('button', { name: /^Node/ }).click();
    },
  },
  { name: 'trust-phones', state: 'full', steps: (page) => part(page, 'Phones') },
  {
    name: 'trust-phones-unlimited',
    state: 'several',
    steps: async (page) => {
      await part(page, 'Phones');
      await page.getByLabel('Root', { exact: true }).selectOption('mkcert');
      await page.getByText('has no limits').waitFor();
    },
  },
  {
    name: 'trust-phones-failing',
    state: 'failing',
    steps: async (page) => {
      await part(page, 'Phones');
      await page.getByRole('button', { name: 'Start the page' }).click();
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'trust-phones-on',
    state: 'full',
    steps: async (page) => {
      await phone(page);
      await page.evaluate(() => {
        const { double } = globalThis as unknown as { double: Double };
        double.trust.visit('iPhone, Safari 18', 'page');
        double.trust.visit('iPhone, Safari 18', 'trusted');
      });
      await page.getByText('now trusts it').waitFor();
    },
  },
  { name: 'trust-history', state: 'full', steps: (page) => part(page, 'History') },
  { name: 'trust-history-none', state: 'empty', steps: (page) => part(page, 'History') },
  { name: 'trust-history-failing', state: 'failing', steps: (page) => part(page, 'History') },
  {
    name: 'trust-everything',
    state: 'full',
    steps: async (page) => {
      await part(page, 'History');
      await page.getByRole('button', { name: 'Remove everything…' }).click();
      await page.getByRole('dialog').getByRole('checkbox').check();
    },
  },
  {
    name: 'trust-everything-done',
    state: 'full',
    steps: async (page) => {
      await part(page, 'History');
      await page.getByRole('button', { name: 'Remove everything…' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('checkbox').check();
      await dialog.getByRole('button', { name: 'Remove everything' }).click();
      await page.getByRole('region', { name: 'Results' }).waitFor();
    },
  },
];

lookAt(looks);
