import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { goTo, newCertificate, noDialog } from '../support/app-page';
import { call } from '../support/calls';
import { addChromiumDatabase, addFirefoxProfile, type Desktop, picture, startDesktop } from '../support/desktop';
import { type FileSamples, makeSamples } from '../support/file-samples';
import { answerDialogs } from '../support/main-dialogs';
import { seed } from '../support/seeded';

const themes = ['light', 'dark'] as const;
const everySize = [
  { width: 1180, height: 760 },
  { width: 800, height: 560 },
] as const;

/** Where most is hidden and wrapped: for screens whose every state test/ui looks at, in all sizes. */
const smallest = everySize.slice(1);

/** WCAG 2.2 A and AA, and axe's own best practices. Colours are read after the page has come to rest. */
async function expectNoViolation(page: Page, screen: string) {
  await page.waitForTimeout(350);
  // The page is in Electron: axe's own blank helper page cannot be opened there.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .analyze();
  const said = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('; ')}`);
  expect(said, screen).toEqual([]);
}

async function inEveryLook(
  desktop: Desktop,
  screen: string,
  work: (page: Page) => Promise<void> = async () => undefined,
  sizes: readonly { width: number; height: number }[] = everySize,
) {
  for (const theme of themes) {
    await call(desktop.window, 'settings.set', { theme });
    await expect(desktop.window.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme);
    for (const size of sizes) {
      await desktop.app.evaluate(
        ({ BrowserWindow }, { width, height }) => BrowserWindow.getAllWindows()[0]?.setContentSize(width, height),
        size,
      );
      await work(desktop.window);
      await expectNoViolation(desktop.window, `${screen}, ${theme}, ${size.width}`);
      await picture(desktop.window, `${screen}-${theme}-${size.width}`);
    }
  }
}

async function expectNoSidewaysScroll(page: Page) {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
}

test('the first run has no violation in any step, theme and size', async () => {
  const desktop = await startDesktop();
  try {
    await inEveryLook(desktop, 'setup-1', expectNoSidewaysScroll);
    await desktop.window.getByRole('button', { name: 'Continue' }).click();
    await inEveryLook(desktop, 'setup-2', expectNoSidewaysScroll);
    await desktop.window.getByRole('button', { name: 'Continue' }).click();
    await inEveryLook(desktop, 'setup-3', expectNoSidewaysScroll);
  } finally {
    await desktop.end();
  }
});

test('no screen of a window in use has a violation, in any theme and size', async () => {
  test.setTimeout(240_000);
  const desktop = await startDesktop({
    home: '/tmp/me',
    prepare: async (session) => {
      await addChromiumDatabase(session.home);
      await addFirefoxProfile(session.home);
      await seed(session);
    },
  });
  try {
    const { window } = desktop;
    await inEveryLook(desktop, 'overview', expectNoSidewaysScroll);
    await goTo(window, 'Certificates');
    await inEveryLook(desktop, 'certificates', expectNoSidewaysScroll);
    await window.getByRole('grid').getByRole('row').filter({ hasText: 'app.test' }).first().click();
    await inEveryLook(desktop, 'detail', expectNoSidewaysScroll);
    await goTo(window, 'Trust');
    await inEveryLook(desktop, 'trust', expectNoSidewaysScroll);
    await goTo(window, 'Settings');
    await inEveryLook(desktop, 'settings', expectNoSidewaysScroll);
    const dialog = await newCertificate(window);
    await dialog.getByRole('textbox', { name: 'Names' }).pressSequentially('app.test,*.com,');
    await expect(dialog.getByText(/\*\.com/).first()).toBeVisible();
    await inEveryLook(desktop, 'new-certificate', expectNoSidewaysScroll);
    await window.keyboard.press('Escape');
    await noDialog(window);
    await window.keyboard.press('ControlOrMeta+k');
    await expect(window.getByRole('dialog')).toBeVisible();
    await inEveryLook(desktop, 'palette', expectNoSidewaysScroll);
  } finally {
    await desktop.end();
  }
});

test('no screen for issuing anything, and no dialog of it, has a violation in any theme and size', async () => {
  test.setTimeout(240_000);
  let samples: FileSamples | undefined;
  const desktop = await startDesktop({
    home: '/tmp/me',
    prepare: async (session) => {
      samples = makeSamples(join(session.home, 'theirs'));
      await seed(session);
    },
  });
  try {
    const { window, app } = desktop;
    const closeDialog = async () => {
      await window.keyboard.press('Escape');
      await noDialog(window);
    };
    await goTo(window, 'Certificates');
    await window.getByRole('grid').focus();
    await window.keyboard.press('ControlOrMeta+a');
    await inEveryLook(desktop, 'certificates-ticked', expectNoSidewaysScroll, smallest);
    await window
      .getByRole('region', { name: 'Selected certificates' })
      .getByRole('button', { name: 'Export…' })
      .click();
    await inEveryLook(desktop, 'dialog-export', expectNoSidewaysScroll, smallest);
    await closeDialog();

    await goTo(window, 'Tools');
    await inEveryLook(desktop, 'tools-look', expectNoSidewaysScroll, smallest);
    await answerDialogs(app, { open: [[samples?.wrongOrder ?? '']] });
    await window.getByRole('button', { name: 'Open…' }).click();
    await expect(window.getByRole('region', { name: 'Verdict' })).toBeVisible();
    await inEveryLook(desktop, 'tools-file', expectNoSidewaysScroll, smallest);
    const tool = window.getByRole('radiogroup', { name: 'Tool' });
    await tool.getByText('Requests').click();
    await call(window, 'requests.create', { names: ['intranet.example.com'] });
    await expect(window.getByRole('button', { name: /^Add the certificate/ })).toBeVisible();
    await inEveryLook(desktop, 'tools-requests', expectNoSidewaysScroll, smallest);
    await answerDialogs(app, { open: [[samples?.request ?? '']] });
    await window.getByRole('button', { name: 'Open a request…' }).click();
    await expect(window.getByRole('dialog').getByRole('button', { name: 'Sign', exact: true })).toBeVisible();
    await inEveryLook(desktop, 'dialog-sign', expectNoSidewaysScroll, smallest);
    await closeDialog();
    await tool.getByText('Many at once').click();
    await window
      .getByRole('textbox', { name: 'Names, one certificate a line' })
      .fill('one.test\n*.com\ntwo.test, three.test\n');
    await expect(window.getByText('2 certificates; 1 row has a problem and is left out.')).toBeVisible();
    await inEveryLook(desktop, 'tools-batch', expectNoSidewaysScroll, smallest);

    await goTo(window, 'Authorities');
    await call(window, 'authorities.create', {
      name: 'Build servers CA',
      limits: { kind: 'limited', dns: ['test'], ip: [] },
      keep: 'keychain',
      parentId: (await call(window, 'authorities.list', undefined))[0]?.id,
    });
    await expect(window.getByRole('region', { name: 'Build servers CA' })).toBeVisible();
    await inEveryLook(desktop, 'authorities', expectNoSidewaysScroll, smallest);
    await window.getByRole('button', { name: 'New authority…' }).click();
    await expect(window.getByRole('dialog').getByRole('textbox', { name: 'Domains' })).toBeVisible();
    await inEveryLook(desktop, 'dialog-authority', expectNoSidewaysScroll, smallest);
    await closeDialog();
    await window
      .getByRole('button', { name: /^Passphrase…/ })
      .first()
      .click();
    await expect(window.getByRole('dialog').getByRole('button', { name: 'Show…' })).toBeVisible();
    await inEveryLook(desktop, 'dialog-passphrase', expectNoSidewaysScroll, smallest);
  } finally {
    await desktop.end();
  }
});
