import { expect, type Locator, test } from '@playwright/test';
import { newCertificate, noDialog } from '../support/app-page';
import { call, makeRoot } from '../support/calls';
import { type Desktop, picture, startDesktop } from '../support/desktop';

let desktop: Desktop;
let dialog: Locator;

test.beforeAll(async () => {
  desktop = await startDesktop();
  await makeRoot(desktop.window);
});
test.afterAll(async () => {
  await desktop.end();
});
test.beforeEach(async () => {
  dialog = await newCertificate(desktop.window);
});
test.afterEach(async () => {
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await noDialog(desktop.window);
  expect(await call(desktop.window, 'certificates.list', undefined)).toEqual([]);
});

const field = () => dialog.getByRole('textbox', { name: 'Names' });

/** Presses Issue and expects the words at the field; nothing typed may be lost. */
async function refused(words: RegExp[]) {
  await dialog.getByRole('button', { name: 'Issue certificate' }).click();
  for (const each of words) await expect(dialog.getByText(each).first()).toBeVisible();
  await expect(field()).toHaveAttribute('aria-invalid', 'true');
  await expect(desktop.window.getByRole('dialog', { name: 'Certificate issued' })).toBeHidden();
}

test('no name at all', async () => {
  await refused([/at least one name/i]);
});

for (const [what, typed, words] of [
  ['a name with spaces', 'my app.test', [/space/i, /comma/i]],
  ['two stars', '*.*', [/\*/]],
  ['a star over a public suffix', '*.com', [/\*\.com/]],
  ['a star in the middle', 'a.*.b.test', [/wildcard is the first part and nothing else/]],
  ['a label of 300 characters', `${'a'.repeat(300)}.test`, [/63/]],
  ['an address with a bad octet', '127.0.0.300', [/300|255/]],
  ['a name outside the limits', 'shop.example.com', [/shop\.example\.com/, /outside|may sign|limits/i]],
  ['an address outside the limits', '8.8.8.8', [/8\.8\.8\.8/, /outside|may sign|limits/i]],
] as const) {
  test(what, async () => {
    await field().fill(typed);
    await refused([...words]);
  });
}

test('the same name twice', async () => {
  await field().pressSequentially('app.test,APP.test.,');
  await refused([/twice|already|duplicate/i]);
  await picture(desktop.window, 'bad-name');
});

test('five hundred names at once', async () => {
  await field().fill(Array.from({ length: 500 }, (_, index) => `host-${index}.test`).join(','));
  await refused([/100/]);
});

test('a bad name is corrected in place, and the good ones were not lost', async () => {
  await field().pressSequentially('good.test,*.com,');
  await refused([/\*\.com/]);
  await dialog.getByRole('button', { name: 'Remove *.com' }).click();
  await expect(field()).toHaveAttribute('aria-invalid', 'false');
  await expect(dialog.getByRole('button', { name: 'good.test, edit' })).toBeVisible();
});
