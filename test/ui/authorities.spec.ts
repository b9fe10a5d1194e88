import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { lookAt, nextDialog, section } from './look';

const list = section('Authorities');
const root = 'Sealwax Development CA (ada@workbench)';
const dialog = (page: Page) => page.getByRole('dialog');
const block = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

async function more(page: Page, name: string, item: string): Promise<void> {
  await list(page);
  await page.getByRole('button', { name: `More for ${name}` }).click();
  await page.getByRole('menuitem', { name: item }).click();
  await dialog(page).waitFor();
}

async function press(page: Page, ...buttons: string[]): Promise<void> {
  await list(page);
  for (const name of buttons) await page.getByRole('button', { name, exact: true }).click();
}

async function backupMenu(page: Page, item: string): Promise<void> {
  await press(page, 'Backup');
  await page.getByRole('menuitem', { name: item }).click();
}

lookAt([
  { name: 'authorities', state: 'several', steps: list },
  { name: 'authorities-one', state: 'full', steps: list },
  { name: 'authorities-unreadable', state: 'unreadable', steps: list },
  {
    name: 'authorities-mkcert',
    state: 'several',
    steps: async (page) => {
      await list(page);
      await page.getByRole('button', { name: 'Delete the plain key…' }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'authorities-menu',
    state: 'several',
    steps: async (page) => {
      await list(page);
      await page.getByRole('button', { name: `More for ${root}` }).click();
      await page.getByRole('menuitem', { name: 'Rename…' }).waitFor();
    },
  },
  {
    name: 'authorities-details',
    state: 'full',
    steps: async (page) => {
      await list(page);
      await page.getByRole('button', { name: 'Fingerprint, limits and files' }).click();
    },
  },
  {
    name: 'authority-new',
    state: 'several',
    steps: async (page) => {
      await press(page, 'New authority…');
      await dialog(page).getByLabel('Domains').waitFor();
    },
  },
  {
    name: 'authority-new-options',
    state: 'several',
    steps: async (page) => {
      await press(page, 'New authority…', 'Key, years and subject');
      await dialog(page).getByLabel('Country').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'authority-new-unlimited',
    state: 'several',
    steps: async (page) => {
      await press(page, 'New authority…', 'No limits');
      await page.getByLabel('Make a root without limits').check();
      await page.getByRole('button', { name: 'Make the authority' }).click();
      await page.getByText('Tick this to go on without limits.').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'authority-new-intermediate',
    state: 'several',
    steps: async (page) => {
      await more(page, root, 'New intermediate…');
      await page.getByLabel('Domains').fill('bank.com');
      await page.keyboard.press('Enter');
      await page.getByText('bank.com is outside the limits').waitFor();
    },
  },
  {
    name: 'authority-adopt',
    state: 'full',
    steps: async (page) => {
      await press(page, 'Adopt…');
      await page.getByText('Where is it?').waitFor();
    },
  },
  {
    name: 'authority-adopt-locked',
    state: 'several',
    steps: async (page) => {
      await nextDialog(page, { file: 'opened-acme' });
      await press(page, 'Adopt…', 'Open files…');
      await page.getByText('It is locked by a passphrase.').waitFor();
    },
  },
  {
    name: 'authority-adopted',
    state: 'full',
    steps: async (page) => {
      await press(page, 'Adopt…', 'Adopt');
      await page.getByText('is adopted').waitFor();
    },
  },
  {
    name: 'authority-backup',
    state: 'several',
    steps: (page) => backupMenu(page, 'Back up…'),
  },
  {
    name: 'authority-restored',
    state: 'several',
    steps: async (page) => {
      await backupMenu(page, 'Restore…');
      await page.getByRole('button', { name: 'Choose the backup…' }).click();
      await page.getByText('Restored:').waitFor();
    },
  },
  { name: 'authority-export', state: 'several', steps: (page) => press(page, `Export root… ${root}`) },
  { name: 'authority-passphrase', state: 'several', steps: (page) => press(page, `Passphrase… ${root}`) },
  { name: 'authority-rename', state: 'several', steps: (page) => more(page, root, 'Rename…') },
  { name: 'authority-set-aside', state: 'several', steps: (page) => more(page, 'Cluster CA', 'Set aside…') },
]);

test('the default mark moves to the authority that is made the default', async ({ show }) => {
  const page = await show('several');
  await list(page);
  await expect(block(page, root)).toContainText('default');
  await page.getByRole('button', { name: 'Make default: Cluster CA' }).click();
  await expect(block(page, 'Cluster CA').getByText('default', { exact: true })).toBeVisible();
  await expect(page.getByText('default', { exact: true })).toHaveCount(1);
});

test('each authority says what it hangs below, how its passphrase is kept, and how many it signed', async ({
  show,
}) => {
  const page = await show('several');
  await list(page);
  const cluster = block(page, 'Cluster CA');
  await expect(cluster).toContainText(`Intermediate under ${root}.`);
  await expect(cluster).toContainText('typed at every use');
  await expect(cluster.getByRole('button', { name: /^Unlock/ })).toHaveCount(0);
  await expect(block(page, root).getByRole('definition').last()).toHaveText('60');
  await expect(block(page, 'Shop staging')).toContainText('expiring');
  await expect(block(page, 'Shop staging')).toContainText('Its certificate says Sealwax Intermediate CA');
});

test('keys are opened and locked one authority at a time', async ({ show }) => {
  const page = await show('several');
  await list(page);
  const open = (name: string) => block(page, name).getByText(/open until/);
  await page.getByRole('button', { name: `Unlock the key of ${root}` }).click();
  await expect(open(root)).toBeVisible();
  await expect(open('Shop staging')).toHaveCount(0);
  await expect(page.getByRole('button', { name: `Lock the key of ${root}` })).toBeVisible();
  await page.getByRole('button', { name: 'Unlock the key of Shop staging' }).click();
  await page.getByRole('button', { name: 'Lock the key of Shop staging' }).click();
  await expect(open('Shop staging')).toHaveCount(0);
  await expect(open(root)).toBeVisible();
});

test('a new root needs a name that is free and, without limits, two ticks; then it leads to Trust', async ({
  show,
}) => {
  const page = await show('several');
  await press(page, 'New authority…');
  const name = dialog(page).getByLabel('Name', { exact: true });
  await expect(name).toBeFocused();
  await name.fill('');
  const make = dialog(page).getByRole('button', { name: 'Make the authority' });
  await make.click();
  await expect(page.getByText('Give the authority a name')).toBeVisible();
  await name.fill(root);
  await make.click();
  await expect(page.getByRole('alert')).toContainText(`There is an authority called ${root} already.`);
  await name.fill('Second root');
  await page.getByRole('button', { name: 'No limits' }).click();
  await page.getByLabel('Make a root without limits').check();
  await make.click();
  await expect(page.getByText('Tick this to go on without limits.')).toBeVisible();
  await page.getByLabel('I understand that this root').check();
  await make.click();
  await expect(dialog(page)).toContainText('Second root is made.');
  await page.getByRole('button', { name: 'Go to Trust' }).click();
  const panel = page.getByRole('complementary', { name: 'Root certificate' });
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText('Second root');
  await expect(panel).toContainText('This root has no limits.');
});

test('an intermediate can only narrow the limits of its root, and is shown below it', async ({ show }) => {
  const page = await show('full');
  await more(page, root, 'New intermediate…');
  await page.getByLabel('Name', { exact: true }).fill('Team CA');
  await page.getByLabel('Domains').fill('bank.com');
  await page.keyboard.press('Enter');
  const make = page.getByRole('button', { name: 'Make the intermediate' });
  await make.click();
  await expect(page.getByText('bank.com is outside the limits of the root above it.')).toBeVisible();
  await expect(make).toBeVisible();
  await page.getByRole('button', { name: 'Remove bank.com' }).click();
  await expect(page.getByRole('button', { name: 'No limits' })).toHaveCount(0);
  await make.click();
  await expect(dialog(page)).toContainText('Servers must send it with their certificate');
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(block(page, 'Team CA')).toContainText(`Intermediate under ${root}.`);
});

test("mkcert's authority is adopted, and its plain key deleted after a word of what that means", async ({ show }) => {
  const page = await show('full');
  await list(page);
  await page.getByRole('button', { name: /^Adopt… mkcert ada/ }).click();
  const shown = dialog(page);
  await expect(shown.getByRole('radio', { name: 'mkcert: mkcert ada@workbench' })).toBeChecked();
  await expect(shown.getByRole('radio', { name: 'mkcert: mkcert root@build' })).toBeDisabled();
  await expect(shown).toContainText('Trust that is installed already stays valid.');
  await shown.getByRole('button', { name: 'Adopt', exact: true }).click();
  await expect(shown).toContainText('mkcert itself cannot issue from this folder any more');
  await shown.getByRole('button', { name: 'Keep it for now' }).click();
  await expect(page.getByLabel('mkcert on this machine')).toHaveCount(0);
  await page.getByRole('button', { name: 'Delete the plain key…' }).click();
  await shown.getByRole('button', { name: 'Delete the file' }).click();
  await expect(page.getByText('An unencrypted copy of its key')).toHaveCount(0);
});

test('files are adopted once they are unlocked, and not before', async ({ show }) => {
  const page = await show('several');
  await nextDialog(page, { file: 'opened-acme' });
  await press(page, 'Adopt…');
  const adopt = dialog(page).getByRole('button', { name: 'Adopt', exact: true });
  await expect(adopt).toBeDisabled();
  await page.getByRole('button', { name: 'Open files…' }).click();
  // Once nothing runs any more: a button that waits for an answer is disabled as well.
  await expect(page.getByRole('button', { name: 'Open others…' })).toBeEnabled();
  await expect(dialog(page)).toContainText('It is locked by a passphrase.');
  await expect(adopt).toBeDisabled();
  await page.getByRole('button', { name: 'Unlock…' }).click();
  await expect(dialog(page)).toContainText('RSA 4096, until');
  await adopt.click();
  await expect(dialog(page)).toContainText('Acme Development Root is adopted.');
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(block(page, 'Acme Development Root')).toContainText('adopted from files');
});

test('a backup needs at least one authority, and says where it went', async ({ show }) => {
  const page = await show('several');
  await more(page, 'Cluster CA', 'Back up…');
  await expect(page.getByRole('checkbox', { name: 'Cluster CA' })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: root })).not.toBeChecked();
  await page.getByRole('checkbox', { name: 'Cluster CA' }).uncheck();
  await page.getByRole('button', { name: 'Save the backup…' }).click();
  await expect(page.getByText('Tick at least one.')).toBeVisible();
  await page.getByRole('checkbox', { name: root }).check();
  await page.getByRole('button', { name: 'Save the backup…' }).click();
  await expect(dialog(page)).toContainText('Saved sealwax-2026-11-22.sealwax-backup in the folder Documents.');
});

test('a restored authority is in the list, and one that was here is left as it is', async ({ show }) => {
  const page = await show('full');
  await backupMenu(page, 'Restore…');
  await page.getByRole('button', { name: 'Choose the backup…' }).click();
  await expect(dialog(page)).toContainText('Restored: Sealwax Development CA (ada@laptop).');
  await expect(dialog(page)).toContainText(`Here already, and left as it was: ${root}.`);
  await page.getByRole('button', { name: 'Go to Trust' }).click();
  const panel = page.getByRole('complementary', { name: 'Root certificate' });
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText('Sealwax Development CA (ada@laptop)');
});

test('the root is saved in the form that was chosen', async ({ show }) => {
  const page = await show('full');
  await press(page, `Export root… ${root}`);
  await page.getByRole('radio', { name: 'iPhone, iPad and Mac' }).check();
  await page.getByRole('button', { name: 'Save…' }).click();
  await expect(dialog(page)).toContainText('Saved root.mobileconfig');
});

test('the passphrase moves to another way of keeping it, and a change that was cancelled says so', async ({ show }) => {
  const page = await show('full');
  await press(page, `Passphrase… ${root}`);
  const apply = page.getByRole('button', { name: 'Apply' });
  await expect(apply).toBeDisabled();
  await page.getByRole('button', { name: 'Change…' }).click();
  await expect(page.getByText('The key has a new passphrase.')).toHaveCount(2);
  await page.getByRole('radio', { name: 'Ask for the passphrase at every use' }).check();
  await expect(page.getByText('the keychain then forgets its own')).toBeVisible();
  await apply.click();
  await expect(page.getByText('Now: typed at every use.')).toBeVisible();
  await expect(apply).toBeDisabled();
  await page.getByRole('button', { name: 'Change…' }).click();
  await expect(page.getByRole('alert')).toContainText('The passphrase was not changed');
  await page.getByRole('button', { name: 'Show…' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a name in the lists can be given and taken back; the certificate keeps its own', async ({ show }) => {
  const page = await show('full');
  await more(page, root, 'Rename…');
  await page.getByLabel('Name in Sealwax').fill('Workbench');
  await page.keyboard.press('Enter');
  await expect(block(page, 'Workbench')).toContainText(`Its certificate says ${root}.`);
  await more(page, 'Workbench', 'Rename…');
  await page.getByLabel('Name in Sealwax').fill('');
  await page.keyboard.press('Enter');
  await expect(block(page, root)).toBeVisible();
});

test('an intermediate is set aside after its name was typed', async ({ show }) => {
  const page = await show('several');
  await more(page, 'Cluster CA', 'Set aside…');
  const button = dialog(page).getByRole('button', { name: 'Set aside' });
  await page.getByLabel('Type the name').fill('Cluster');
  await expect(button).toBeDisabled();
  await page.getByLabel('Type the name').fill('Cluster CA');
  await button.click();
  await expect(block(page, 'Cluster CA')).toHaveCount(0);
});

test('a problem has its remedy at the authority that it is about', async ({ show }) => {
  const page = await show('several');
  await list(page);
  const shop = block(page, 'Shop staging');
  await shop.getByRole('button', { name: 'Make it private' }).click();
  await expect(shop).not.toContainText('Other users of this machine can read');
});

test('closing a dialog gives the focus back to what opened it', async ({ show }) => {
  const page = await show('several');
  await list(page);
  const button = page.getByRole('button', { name: `Passphrase… ${root}` });
  await button.press('Enter');
  await dialog(page).waitFor();
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toHaveCount(0);
  await expect(button).toBeFocused();
});

test('nothing is cut off sideways at 200% zoom of the smallest window', async ({ show, page: window }) => {
  await window.setViewportSize({ width: 400, height: 280 });
  const page = await show('several');
  await list(page);
  const widths = await page.locator('main').evaluate((main) => [main.scrollWidth, main.clientWidth]);
  expect(widths[0]).toBeLessThanOrEqual(widths[1] ?? 0);
  await press(page, `Passphrase… ${root}`);
  const shown = await dialog(page).evaluate((element) => [element.scrollWidth, element.clientWidth]);
  expect(shown[0]).toBeLessThanOrEqual(shown[1] ?? 0);
  await expect(page.getByRole('button', { name: 'Done' })).toBeInViewport();
});
