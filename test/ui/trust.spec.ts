import { expect, test } from './fixtures';
import { nextDialog } from './look';
import { asked, copied, goToTrust, grid, listen, results, rootName, state } from './trust-steps';

test.describe('the root and its screen', () => {
  test('an authority can be set aside while its stores cannot be read', async ({ show }) => {
    const page = await show('root-missing');
    await goToTrust(page);
    await expect(page.getByRole('alert')).toContainText('root.pem');
    await page.getByRole('button', { name: 'Set aside…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Type the name').fill(rootName);
    await dialog.getByRole('button', { name: 'Set aside' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Trusted HTTPS on this machine' })).toBeVisible();
  });

  test('a healthy root that stores still trust is not set aside, and the dialog stays and says why', async ({
    show,
  }) => {
    const page = await show('full');
    await goToTrust(page);
    await expect(page.getByRole('button', { name: 'Set aside…' })).toHaveCount(0);
    await page.getByRole('button', { name: 'Fingerprint, limits and folder' }).click();
    await page.getByRole('button', { name: 'Set aside…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Type the name').fill(rootName);
    await dialog.getByRole('button', { name: 'Set aside' }).click();
    await expect(dialog.getByRole('alert')).toContainText('Stores still trust this root');
    await expect(dialog.getByRole('alert')).toContainText('Press Remove everywhere first');
    await expect(dialog.getByLabel('Type the name')).toHaveValue(rootName);
  });

  test('of an authority that cannot be read, only its name, its folder and its problems are shown', async ({
    show,
  }) => {
    const page = await show('unreadable');
    await goToTrust(page);
    const card = page.getByLabel('Root certificate');
    await expect(card.getByRole('heading', { name: 'root-5f1c' })).toBeVisible();
    await expect(card).toContainText('root.pem');
    await expect(card.getByRole('button', { name: 'Set aside…' })).toBeVisible();
    await card.getByRole('button', { name: 'Folder' }).click();
    await expect(card.getByRole('term')).toHaveText(['Folder']);
    await expect(card).not.toContainText(/1970|Until|fingerprint|limits/i);
  });

  test('a root with intermediates is shown from its heading, which says that they are trusted through it', async ({
    show,
  }) => {
    const page = await show('several');
    await goToTrust(page);
    const heading = grid(page).getByRole('columnheader', { name: rootName }).getByRole('button');
    await heading.click();
    const card = page.getByRole('complementary', { name: 'Root certificate' });
    await expect(card).toContainText(
      'Cluster CA and Shop staging are intermediates below it and are trusted through it.',
    );
    await page.keyboard.press('Escape');
    await expect(card).toHaveCount(0);
    await expect(heading).toBeFocused();
    await grid(page)
      .getByRole('columnheader', { name: /mkcert/ })
      .getByRole('button')
      .click();
    await expect(page.getByRole('complementary')).toContainText('This root has no limits.');
    await expect(page.getByRole('complementary')).not.toContainText('Cluster CA');
  });

  for (const [words, shown] of [
    ['aside', { role: 'dialog', name: `Set aside ${rootName}` }],
    ['repair trust', { role: 'dialog', name: 'Repair all' }],
    ['ever installed', { role: 'dialog', name: 'Remove everything Sealwax ever installed' }],
    ['other authorities', { role: 'region', name: 'Authorities found' }],
    ['on a phone', { role: 'region', name: 'Page for phones' }],
    ['needs a step', { role: 'region', name: 'Lines for your shell' }],
    ['history of changes', { role: 'region', name: 'Changes' }],
  ] as const) {
    test(`the palette leads to “${words}”`, async ({ show }) => {
      const page = await show('full');
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').fill(words);
      await page.keyboard.press('Enter');
      await expect(page.getByRole(shown.role, { name: shown.name })).toBeVisible();
    });
  }
});

test.describe('the matrix', () => {
  test('says for each root and place one of the verdicts, in words', async ({ show }) => {
    const page = await show('several');
    await goToTrust(page);
    const words = async (place: string) =>
      (await state(page, place).getByRole('gridcell').allInnerTexts()).map((text) => text.trim());
    expect({
      system: await words('System store'),
      chromium: await words('Chromium'),
      firefox: await words('Firefox, profile default-release'),
      work: await words('Firefox, profile work'),
      thunderbird: await words('Thunderbird'),
      debian: await words('OpenJDK 17'),
      temurin: await words('Temurin 21'),
    }).toEqual({
      system: ['trusted', 'not checked yet'],
      chromium: ['trusted', 'not trusted'],
      firefox: ['trusted', 'not installed'],
      work: ['locked', 'locked'],
      thunderbird: ['trusted', 'cannot tell'],
      debian: ['follows', 'follows'],
      temurin: ['not installed', 'tool missing'],
    });
  });

  test('is one tab stop; arrows move in it, Enter opens the details and Escape comes back', async ({ show }) => {
    const page = await show('several');
    await goToTrust(page);
    await grid(page).locator('[tabindex="0"]').focus();
    await expect(grid(page).locator('[tabindex="0"]')).toHaveCount(1);
    await expect(page.locator(':focus')).toHaveAccessibleName(`System store, ${rootName}: trusted`);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await expect(page.locator(':focus')).toHaveAccessibleName(/^Chromium, mkcert.*: not trusted$/);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await expect(page.locator(':focus')).toHaveAccessibleName(/^mkcert/);
    await page.keyboard.press('End');
    await expect(page.locator(':focus')).toHaveAccessibleName(/^Node, mkcert.*: not trusted$/);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const details = page.getByRole('complementary', { name: 'Place' });
    await expect(details.getByRole('heading', { name: 'Chromium' })).toBeFocused();
    await expect(details).toContainText('net::ERR_CERT_AUTHORITY_INVALID');
    await page.keyboard.press('Escape');
    await expect(details).toHaveCount(0);
    await expect(page.locator(':focus')).toHaveAccessibleName(/^Chromium, mkcert.*: not trusted$/);
    await page.keyboard.press('Tab');
    await expect(grid(page).locator(':focus')).toHaveCount(0);
  });

  test('shows the exact change of one place first, and makes it for the root of that column', async ({ show }) => {
    const page = await show('several');
    await goToTrust(page);
    await listen(page, '^trust\\.(install|remove|prove)$');
    await page.getByRole('button', { name: /^Chromium, mkcert/ }).click();
    const details = page.getByRole('complementary', { name: 'Place' });
    await expect(details).toContainText('certutil -A -d sql:/home/ada/.pki/nssdb');
    expect(await asked(page)).toEqual([]);
    await details.getByRole('button', { name: 'Repair now' }).click();
    await expect(results(page).getByRole('heading', { name: 'Installed in 1 store.' })).toBeVisible();
    await expect(details).toContainText('not checked yet');
    expect(await asked(page)).toEqual([
      ['trust.install', { authorityId: 'mkcert', stores: ['nss:/home/ada/.pki/nssdb'] }],
    ]);
  });

  test('takes a root out of one place after its commands were shown', async ({ show }) => {
    const page = await show('full');
    await goToTrust(page);
    await state(page, 'Firefox, profile default-release').click();
    const details = page.getByRole('complementary', { name: 'Place' });
    await expect(details).toContainText('certutil -D');
    await expect(details).toContainText(/opened by Firefox, \d+ minutes ago/);
    await details.getByRole('button', { name: 'Remove now' }).click();
    await expect(state(page, 'Firefox, profile default-release')).toContainText('not installed');
  });

  test('leads from a program without a store to its recipe, opened', async ({ show }) => {
    const page = await show('full');
    await goToTrust(page);
    await page.getByRole('button', { name: 'Show how to make Node trust it' }).click();
    await expect(page.getByRole('button', { name: /^Node/, expanded: true })).toBeFocused();
    await expect(page.getByText('--use-system-ca')).toBeVisible();
  });

  test('says what a place that follows another is filled from, and offers no change there', async ({ show }) => {
    const page = await show('several');
    await goToTrust(page);
    await page.getByRole('button', { name: `OpenJDK 17 (Debian), ${rootName}` }).click();
    const details = page.getByRole('complementary', { name: 'Place' });
    await expect(details).toContainText('Debian fills it from the system store.');
    await expect(details.getByRole('definition')).toContainText(['/etc/ssl', 'System store']);
    await expect(details.getByRole('button', { name: /now$/ })).toHaveCount(0);
  });
});

test.describe('checking', () => {
  test('in which no client could run is not called a failure', async ({ show }) => {
    const page = await show('unchecked');
    await goToTrust(page);
    await page.getByRole('button', { name: 'Check now' }).click();
    await expect(results(page).getByRole('heading', { name: 'Nothing could be checked' })).toBeVisible();
    await expect(results(page)).toContainText('Python is not installed.');
    await expect(results(page)).not.toContainText('failed');
  });

  test('with nothing to check says what to do, and its words go when that is done', async ({ show }) => {
    const page = await show('untrusted');
    await goToTrust(page);
    await page.getByRole('button', { name: 'Check now' }).click();
    await expect(page.getByRole('alert')).toContainText('Press Install everywhere first.');
    await page.getByRole('button', { name: 'Install everywhere…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Install', exact: true }).click();
    await expect(
      page.getByRole('heading', { name: 'Installed in 3 stores; 1 store could not be changed.' }),
    ).toBeVisible();
    await expect(page.getByRole('alert')).toHaveCount(0);
  });

  test('tries every root, one after the other, and says for each what came of it', async ({ show }) => {
    const page = await show('several');
    await goToTrust(page);
    await listen(page, '^trust\\.prove$');
    await page.getByRole('button', { name: 'Check now' }).click();
    await expect(results(page).getByRole('heading', { level: 3 })).toHaveText([rootName, /^mkcert/]);
    expect(await asked(page)).toEqual([
      ['trust.prove', { authorityId: 'root' }],
      ['trust.prove', { authorityId: 'mkcert' }],
    ]);
    await expect(page.getByRole('button', { name: /^System store, mkcert.*: trusted/ })).toBeVisible();
  });
});

test.describe('everywhere', () => {
  test('shows every command with what needs administrator rights first, and copies those that are ticked', async ({
    show,
  }) => {
    const page = await show('several');
    await goToTrust(page);
    await copied(page);
    await page.getByRole('button', { name: 'Install everywhere…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Install everywhere' });
    await expect(dialog.getByRole('region').first()).toContainText('With administrator rights');
    await dialog.getByLabel('Root').selectOption('mkcert');
    await expect(dialog.getByRole('checkbox')).toHaveCount(4);
    await expect(dialog.getByRole('region', { name: 'Left out' })).toContainText('keytool was not found');
    await dialog.getByRole('checkbox', { name: 'Firefox, profile work' }).uncheck();
    await dialog.getByRole('checkbox', { name: 'Thunderbird' }).uncheck();
    await dialog.getByRole('button', { name: 'Copy all commands' }).click();
    const [[, { text }]] = (await asked(page)) as [[string, { text: string }]];
    expect(text.split('\n').map((line) => line.match(/sql:\S+/)?.[0])).toEqual([
      'sql:/home/ada/.pki/nssdb',
      'sql:/home/ada/.mozilla/firefox/x1y2z3.default-release',
    ]);
  });

  test('a question that is cancelled is an answer, and the rest is done', async ({ show }) => {
    const page = await show('untrusted');
    await goToTrust(page);
    await nextDialog(page, { allow: false });
    await page.getByRole('button', { name: 'Install everywhere…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Install', exact: true }).click();
    await expect(results(page).getByRole('heading')).toHaveText(
      'Installed in 2 stores; you cancelled one; 1 store could not be changed.',
    );
    const system = results(page).getByRole('listitem').filter({ hasText: 'System store' });
    await expect(system).toContainText('nothing was changed here');
    await expect(system).toContainText('sudo update-ca-certificates');
    await expect(page.getByRole('alert')).toHaveCount(0);
    await expect(state(page, 'System store')).toContainText('not installed');
  });

  test('a store that cannot tell is tried when removing, also when no other holds the root', async ({ show }) => {
    const page = await show('untrusted');
    await goToTrust(page);
    await page.getByRole('button', { name: 'Remove everywhere…' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).not.toContainText('The root is in no store.');
    await expect(dialog.getByRole('listitem')).toHaveText([/Firefox, profile work/]);
  });

  test('repairs only what is refused', async ({ show }) => {
    const page = await show('several');
    await goToTrust(page);
    await listen(page, '^trust\\.install$');
    await page.getByRole('button', { name: 'Repair all…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Repair all' });
    await dialog.getByLabel('Root').selectOption('mkcert');
    await dialog.getByRole('button', { name: 'Repair', exact: true }).click();
    await expect(results(page)).toBeVisible();
    expect(await asked(page)).toEqual([
      ['trust.install', { authorityId: 'mkcert', stores: ['nss:/home/ada/.pki/nssdb'] }],
    ]);
  });
});
