import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { lookAt, nextDialog, section } from './look';

const list = section('Certificates');
const grid = (page: Page) => page.getByRole('grid', { name: 'Certificates' });
const selected = (page: Page) => page.getByRole('region', { name: 'Selected certificates' });
const dialog = (page: Page) => page.getByRole('dialog');

async function openRow(page: Page, name: string): Promise<void> {
  await list(page);
  await page.getByLabel('Filter certificates').fill(name);
  await page.getByRole('row', { name }).first().click();
  await page.getByRole('heading', { name: 'Chain of trust' }).waitFor();
}

/** Types into the field of programs and takes the first that is found, by the keyboard alone. */
async function choose(page: Page, typed: string): Promise<void> {
  await page.getByRole('combobox', { name: 'For' }).focus();
  await page.keyboard.type(typed);
  // All of them are listed until the typed text counts; Enter takes the one that is marked.
  await expect(page.getByRole('option')).toHaveCount(1);
  await page.locator('[role=option][data-combobox-selected]').waitFor();
  await page.keyboard.press('Enter');
}

async function openForm(page: Page, names: string): Promise<void> {
  await page.keyboard.press('Control+n');
  await page.getByLabel('Names').fill(names);
  await page.keyboard.press('Enter');
}

async function selectThree(page: Page): Promise<void> {
  await list(page);
  await grid(page).focus();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(selected(page)).toContainText('3 selected');
}

async function openExport(page: Page): Promise<void> {
  await openRow(page, 'app.test');
  await page.getByRole('complementary').getByRole('button', { name: 'Export…' }).click();
  await expect(dialog(page).getByLabel('Full chain')).toBeChecked();
}

lookAt([
  { name: 'new-certificate', state: 'full', steps: (page) => openForm(page, 'app.test, bücher.test') },
  {
    name: 'new-certificate-options',
    state: 'several',
    steps: async (page) => {
      await openForm(page, 'app.test');
      await page.getByRole('button', { name: 'More options' }).click();
      await page.getByLabel('Valid for').selectOption({ label: 'Until a day of your choice' });
      await page.getByLabel('Last day').fill('2035-06-30');
      await page.getByText('Apple devices refuse').waitFor();
      await page.getByLabel('Valid for').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'new-certificate-subject-wrong',
    state: 'full',
    steps: async (page) => {
      await openForm(page, 'app.test');
      await page.getByRole('button', { name: 'More options' }).click();
      await page.getByLabel('Country').fill('1');
      await page.getByRole('button', { name: 'Issue certificate' }).click();
      await page.getByRole('alert').waitFor();
    },
  },
  { name: 'certificate-detail', state: 'full', steps: (page) => openRow(page, 'app.test') },
  {
    name: 'certificate-snippet',
    state: 'full',
    steps: async (page) => {
      await openRow(page, 'app.test');
      await page.getByRole('button', { name: /^Put it into/ }).click();
      await choose(page, 'postg');
      await page.getByText('Mutual TLS', { exact: true }).click();
      await page.getByText('clientcert=verify-ca').waitFor();
      await page.getByText(/^Checked with PostgreSQL/).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'certificate-snippet-picker',
    state: 'full',
    steps: async (page) => {
      await openRow(page, 'app.test');
      await page.getByRole('button', { name: /^Put it into/ }).click();
      await page.getByRole('combobox', { name: 'For' }).click();
      await page.getByRole('option', { name: 'HAProxy' }).waitFor();
    },
  },
  { name: 'certificate-keyless', state: 'full', steps: (page) => openRow(page, 'partner.internal') },
  { name: 'certificates-selected', state: 'full', steps: selectThree },
  {
    name: 'certificates-more',
    state: 'full',
    steps: async (page) => {
      await list(page);
      await page.getByRole('button', { name: 'More' }).click();
      await page.getByRole('menuitem', { name: 'Many at once…' }).waitFor();
    },
  },
  {
    name: 'renew',
    state: 'full',
    steps: async (page) => {
      await openRow(page, 'app.test');
      await page.getByRole('button', { name: 'Renew…' }).click();
      await page.getByLabel('Make a new key').waitFor();
    },
  },
  { name: 'export', state: 'full', steps: openExport },
  {
    name: 'exported',
    state: 'full',
    steps: async (page) => {
      await openExport(page);
      await page.getByRole('checkbox', { name: /^PKCS#12 asks/ }).check();
      await page.getByRole('button', { name: 'Choose a folder…' }).click();
      await page.getByRole('heading', { name: 'Exported' }).waitFor();
    },
  },
]);

test('what to put into a server has the paths of the certificate, right after issuing too', async ({ show }) => {
  const page = await show('full');
  await openForm(page, 'app.test');
  await page.getByRole('button', { name: 'Issue certificate' }).click();
  await dialog(page)
    .getByRole('button', { name: /^Put it into/ })
    .click();
  const text = dialog(page).locator('pre');
  await expect(text).toContainText(/ssl_certificate +".+fullchain\.pem";/);
  await choose(page, 'Flask');
  await expect(text).toContainText(/^app\.run\(port=8443, ssl_context=\(".+fullchain\.pem", ".+key\.pem"\)\)$/);
  await dialog(page).getByRole('button', { name: 'Copy text for Flask' }).click();
  await expect(page.locator('[role=status]').filter({ hasText: 'Copied: text for Flask' })).toHaveCount(1);
  await page.keyboard.press('Escape');
  await openRow(page, 'partner.internal');
  await expect(page.getByRole('button', { name: /^Put it into/ })).toHaveCount(0);
});

test('an internationalised name is shown in both forms', async ({ show }) => {
  const page = await show('full');
  await openForm(page, 'bücher.test');
  await expect(dialog(page)).toContainText('bücher.test is written xn--bcher-kva.test in the certificate.');
  await page.keyboard.press('Escape');
  await openRow(page, 'bücher.test');
  await expect(page.getByRole('list', { name: 'Subject alternative names' })).toContainText('xn--bcher-kva.test');
});

test('names of another authority are held against its own limits', async ({ show }) => {
  const page = await show('several');
  await openForm(page, 'google.com');
  await expect(page.getByText('outside this authority')).toBeVisible();
  await page.getByRole('button', { name: 'More options' }).click();
  await page.getByLabel('Signed by').selectOption({ label: 'mkcert ada@workbench (Ada Lovelace)' });
  await expect(page.getByText('outside this authority')).toHaveCount(0);
  await page.getByRole('button', { name: 'Issue certificate' }).click();
  await expect(dialog(page)).toContainText('according to mkcert ada@workbench');
});

test('who would refuse a length is said before issuing, and so is the end of the root', async ({ show }) => {
  const page = await show('several');
  await openForm(page, 'app.shop.dev');
  await page.getByRole('button', { name: 'More options' }).click();
  await page.getByLabel('Signed by').selectOption({ label: 'Shop staging' });
  await expect(page.getByText('cut to the end of the authority that signs it')).toBeVisible();
  await page.getByLabel('Signed by').selectOption({ index: 0 });
  await page.getByLabel('Valid for').selectOption({ label: '1 hour' });
  await expect(page.getByText('cut to the end')).toHaveCount(0);
  await expect(dialog(page)).toContainText('1 hour');
  await page.getByLabel('Valid for').selectOption({ label: 'Until a day of your choice' });
  await page.getByLabel('Last day').fill('2001-01-01');
  await expect(page.getByText('That day is over.')).toBeVisible();
});

test('e-mail takes a mail address, and a server does not', async ({ show }) => {
  const page = await show('full');
  await openForm(page, 'ada@home.test');
  await expect(
    dialog(page)
      .getByText(/ada@home.test.*(e-mail|mail)/i)
      .first(),
  ).toBeVisible();
  await page.getByText('E-mail', { exact: true }).click();
  await expect(page.getByRole('button', { name: 'ada@home.test, edit' })).toBeVisible();
  await page.getByRole('button', { name: 'Issue certificate' }).click();
  await expect(page.getByRole('heading', { name: 'Certificate issued' })).toBeVisible();
});

test('certificates are ticked by key: Space, Shift with arrows, Ctrl+A and Escape', async ({ show }) => {
  const page = await show('full');
  await selectThree(page);
  await expect(page.getByRole('row', { selected: true })).toHaveCount(3);
  await page.keyboard.press('Space');
  await expect(selected(page)).toContainText('2 selected');
  await page.keyboard.press('Control+a');
  await expect(selected(page)).toContainText('60 selected');
  await page.keyboard.press('Escape');
  await expect(selected(page)).toHaveCount(0);
});

test('Shift and a click tick a range, and a filter takes away what it hides', async ({ show }) => {
  const page = await show('full');
  await list(page);
  const tickOf = (name: string) => page.getByRole('row', { name }).getByRole('gridcell').first();
  await tickOf('legacy.shop.test').click();
  await page.getByRole('row', { name: 'service-48.test' }).click({ modifiers: ['Shift'] });
  const count = Number((await selected(page).textContent())?.match(/\d+/)?.[0]);
  expect(count).toBeGreaterThan(2);
  await page.getByLabel('Filter certificates').fill('legacy');
  await expect(selected(page)).toContainText('1 selected');
});

test('deleted together, restored together', async ({ show }) => {
  const page = await show('full');
  await selectThree(page);
  await selected(page).getByRole('button', { name: 'Delete' }).click();
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '58');
  await expect(page.getByText('Deleted 3 certificates.').first()).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '61');
});

test('a set is exported together, each into its own folder', async ({ show }) => {
  const page = await show('full');
  await selectThree(page);
  await selected(page).getByRole('button', { name: 'Export…' }).click();
  await expect(page.getByRole('heading', { name: 'Export 3 certificates' })).toBeVisible();
  await page.getByRole('button', { name: 'Choose a folder…' }).click();
  await expect(dialog(page)).toContainText('9 files written');
  await expect(dialog(page)).toContainText('/fullchain.pem');
  await page.getByRole('button', { name: 'Show in folder' }).click();
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(dialog(page)).toHaveCount(0);
});

test('an export tells that a passphrase will be asked for, and that nothing was written when it is cancelled', async ({
  show,
}) => {
  const page = await show('full');
  await openExport(page);
  await expect(dialog(page)).not.toContainText('asked for in a window of its own');
  await page.getByLabel('Private key, encrypted').check();
  await expect(dialog(page)).toContainText('asked for in a window of its own');
  await nextDialog(page, { save: false });
  await page.getByRole('button', { name: 'Choose a folder…' }).click();
  await expect(dialog(page)).toContainText('Nothing was written');
  await expect(page.getByLabel('Private key, encrypted')).toBeChecked();
});

test('what was signed for a request of others is exported without a key', async ({ show }) => {
  const page = await show('full');
  await openRow(page, 'partner.internal');
  await expect(page.getByRole('complementary')).toContainText('its private key is not on this machine');
  await page.getByRole('complementary').getByRole('button', { name: 'Export…' }).click();
  await expect(dialog(page).getByLabel('Private key', { exact: true })).toBeDisabled();
  await expect(dialog(page).getByLabel('Full chain')).toBeChecked();
  await page.getByRole('button', { name: 'Choose a folder…' }).click();
  await expect(dialog(page)).toContainText('2 files written');
});

test('renewing makes a new certificate, shows it and keeps the old one', async ({ show }) => {
  const page = await show('full');
  await openRow(page, 'legacy.shop.test');
  await page.getByRole('complementary').getByRole('button', { name: 'Renew…' }).click();
  await page.getByLabel('Keep the key').check();
  await dialog(page).getByRole('button', { name: 'Renew' }).click();
  await expect(dialog(page)).toHaveCount(0);
  await expect(page.getByRole('complementary')).toContainText('healthy');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '3');
});

test('a fresh certificate is exported from where it was made', async ({ show }) => {
  const page = await show('full');
  await openForm(page, 'fresh.test');
  await page.getByRole('button', { name: 'Issue certificate' }).click();
  await page.getByRole('button', { name: 'Export…' }).click();
  await expect(page.getByRole('dialog', { name: 'Export', exact: true })).toContainText('fresh.test');
});
