import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { goTo, newCertificate, noDialog } from '../support/app-page';
import { call, makeRoot } from '../support/calls';
import { type Desktop, dataFolder, picture, startDesktop } from '../support/desktop';
import { opensslAccepts } from '../support/issued-files';
import { blockWords, watchBlocks } from '../support/responsiveness';

/** The goal is 50 ms on a machine of one's own (issue 3); this one is shared, so only a real block fails. */
const longestBlockMs = 250;
let desktop: Desktop;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  desktop = await startDesktop();
  await makeRoot(desktop.window, [], 'Batch CA');
});
test.afterAll(async () => {
  await desktop.end();
});

const rowsOf = (count: number, name: string) =>
  Array.from({ length: count }, (_, index) => `${name}-${index}.test, www.${name}-${index}.test`).join('\n');
const list = () => call(desktop.window, 'certificates.list', undefined);
const result = () => desktop.window.getByRole('region', { name: 'Result', exact: true });
const field = () => desktop.window.getByRole('textbox', { name: 'Names, one certificate a line' });

async function batchTool(): Promise<void> {
  const { window } = desktop;
  await noDialog(window);
  await goTo(window, 'Tools');
  await window.getByRole('radiogroup', { name: 'Tool' }).getByText('Many at once').click();
}

test('from click to shown result: forty certificates, one after the other', async () => {
  const { window } = desktop;
  const dialog = await newCertificate(window);
  const times: number[] = [];
  for (let index = 0; index < 40; index += 1) {
    const names = dialog.getByRole('textbox', { name: 'Names' });
    await names.fill(`speed-${index}.test`);
    await names.press('Enter');
    await expect(dialog.getByRole('button', { name: `speed-${index}.test, edit` })).toBeVisible();
    // In the page itself, so that the driver's own way there and back is not in the figure.
    times.push(
      await window.evaluate(
        () =>
          new Promise<number>((done) => {
            const buttons = [...document.querySelectorAll<HTMLButtonElement>('[role=dialog] button[type=submit]')];
            const button = buttons.find(({ textContent }) => textContent === 'Issue certificate');
            const started = performance.now();
            const watch = new MutationObserver(() => {
              if (!document.querySelector('[role=dialog]')?.textContent?.includes('Certificate issued')) return;
              watch.disconnect();
              requestAnimationFrame(() => setTimeout(() => done(performance.now() - started)));
            });
            watch.observe(document.body, { subtree: true, childList: true, characterData: true });
            button?.click();
          }),
      ),
    );
    await window.getByRole('dialog').getByRole('button', { name: 'New certificate' }).click();
  }
  await window.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await noDialog(window);
  expect(await list()).toHaveLength(40);
  times.sort((a, b) => a - b);
  const [p50, p95] = [times[20] ?? 0, times[38] ?? 0];
  console.log(`click to shown result: p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms (goal: 50 ms at p95)`);
  expect(p50).toBeLessThan(longestBlockMs);
});

test('a thousand rows: progress is shown, both threads go on answering, and each row has its certificate', async () => {
  const { window } = desktop;
  await batchTool();
  await field().fill(rowsOf(1000, 'many'));
  await expect(window.getByText('1000 certificates, no problem found.')).toBeVisible();
  const stop = await watchBlocks(desktop);
  const started = Date.now();
  await window.getByRole('button', { name: 'Issue 1000 certificates' }).click();
  const progress = window.getByRole('region', { name: 'Progress' });
  await expect(progress).toContainText(/[1-9]\d* of 1000 done/);
  // The rest of the window is alive meanwhile.
  await goTo(window, 'Certificates');
  await goTo(window, 'Tools');
  await expect(result()).toContainText('1000', { timeout: 90_000 });
  const seconds = (Date.now() - started) / 1000;
  const blocks = await stop();
  console.log(`1000 certificates in ${seconds.toFixed(1)} s in the window; ${blockWords(blocks)} (goal: 50 ms)`);
  await picture(window, 'batch-done');
  expect(blocks.main.longest).toBeLessThan(longestBlockMs);
  expect(blocks.page.longest).toBeLessThan(longestBlockMs);
  const made = (await list()).filter(({ commonName }) => commonName.startsWith('many-'));
  expect(made).toHaveLength(1000);
  expect(new Set(made.map(({ serial }) => serial)).size).toBe(1000);
  const [one] = made;
  if (one) await opensslAccepts(one, 'sslserver', ['-verify_hostname', `www.${one.commonName}`]);
});

test('cancel keeps what is issued, says so for every other row, and those can be tried again', async () => {
  const { window } = desktop;
  await batchTool();
  await result().getByRole('button', { name: 'New list' }).click();
  await field().fill(rowsOf(1000, 'stopped'));
  await window.getByRole('button', { name: 'Issue 1000 certificates' }).click();
  const progress = window.getByRole('region', { name: 'Progress' });
  await expect(progress).toContainText(/[1-9]\d* of 1000 done/);
  await picture(window, 'batch-progress');
  await progress.getByRole('button', { name: 'Cancel' }).click();
  await expect(result()).toContainText(/cancel|stopped/i);
  await picture(window, 'batch-cancelled');
  const made = (await list()).filter(({ commonName }) => commonName.startsWith('stopped-'));
  expect(made.length).toBeGreaterThan(0);
  expect(made.length).toBeLessThan(1000);
  await expect(result()).toContainText(String(made.length));
  // Whole folders only, and nothing half made.
  const folders = readdirSync(join(dataFolder(desktop.session), 'certificates'));
  expect(folders.filter((name) => name.startsWith('.'))).toEqual([]);
  expect(folders).toHaveLength((await list()).length);
  await result().getByRole('button', { name: 'Try the others again' }).click();
  await expect(window.getByText(`${1000 - made.length} certificates, no problem found.`)).toBeVisible();
});

test('a row with a problem is left out with its reason, a CSV gives purposes, and the rest is issued', async () => {
  const { window } = desktop;
  await batchTool();
  await field().fill('name,more names,purpose\nnode-1.test,10.0.0.1,server-client\n*.com,,\nada.test,,client\n');
  await expect(window.getByText('2 certificates; 1 row has a problem and is left out.')).toBeVisible();
  await expect(window.getByText(/\*\.com/).last()).toBeVisible();
  await picture(window, 'batch-problem');
  await window.getByRole('button', { name: 'Issue 2 certificates' }).click();
  await expect(result()).toContainText('2 certificates');
  await picture(window, 'batch-problem-done');
  const made = (await list()).filter(({ commonName }) => ['node-1.test', 'ada.test'].includes(commonName));
  expect(made.map(({ commonName, purpose }) => [commonName, purpose]).sort()).toEqual([
    ['ada.test', 'client'],
    ['node-1.test', 'server-client'],
  ]);
});

test('the four nodes of the example are each server and client', async () => {
  const { window } = desktop;
  await batchTool();
  await result().getByRole('button', { name: 'New list' }).click();
  await window.getByRole('button', { name: 'Example: four nodes, mutual TLS' }).click();
  await window.getByRole('button', { name: 'Issue 4 certificates' }).click();
  await expect(result()).toContainText('4 certificates');
  const nodes = (await list()).filter(({ commonName }) => /^node/.test(commonName)).slice(-4);
  for (const node of nodes) {
    await opensslAccepts(node, 'sslserver');
    await opensslAccepts(node, 'sslclient');
  }
});
