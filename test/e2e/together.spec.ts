import { resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { type RunResult, run } from '../../src/core/system/run';
import { goTo, issue, noDialog } from '../support/app-page';
import { call, makeRoot } from '../support/calls';
import { type Desktop, dataFolder, startDesktop } from '../support/desktop';

// The window and the command line on one data folder, each its own process, as on a developer's machine.
const program = resolve(__dirname, '../../bin/sealwax.cjs');
let desktop: Desktop;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  desktop = await startDesktop();
  await makeRoot(desktop.window, [], 'Shared CA');
});
test.afterAll(async () => {
  await desktop.end();
});

async function sealwax(...args: string[]): Promise<RunResult> {
  const { session } = desktop;
  const env = { ...session.env, SEALWAX_HOME: dataFolder(session) };
  const result = await run(process.execPath, [program, ...args], { env, cwd: session.home, timeoutMs: 30_000 });
  expect(result.code, result.stderr).toBe(0);
  return result;
}

const row = (name: string) => desktop.window.getByRole('grid').getByRole('row').filter({ hasText: name });
const namesListed = async (): Promise<string[]> => {
  const { certificates } = JSON.parse((await sealwax('list', '--json')).stdout) as {
    certificates: { commonName: string }[];
  };
  return certificates.map(({ commonName }) => commonName).sort();
};

/** When an element came or went, by the clock that all processes share. Seen in the page, without the driver's polling. */
const seen = (text: string, there: boolean): Promise<number> =>
  desktop.window.evaluate(
    ([words, wanted]) =>
      new Promise<number>((done) => {
        const look = () => {
          const grid = document.querySelector('[role=grid]')?.textContent ?? '';
          if (grid.includes(words) !== wanted) return;
          watch.disconnect();
          done(Date.now());
        };
        const watch = new MutationObserver(look);
        watch.observe(document.body, { subtree: true, childList: true, characterData: true });
        look();
      }),
    [text, there] as const,
  );

test('what the command line issues and deletes shows in the window within a second', async () => {
  const { window } = desktop;
  await issue(window, 'first.test');
  await goTo(window, 'Certificates');
  const delays: number[] = [];
  for (const name of ['cli-1.test', 'cli-2.test', 'cli-3.test']) {
    const shown = seen(name, true);
    await sealwax('issue', name);
    // From the end of the command: what it made was there a little before.
    delays.push((await shown) - Date.now());
    await expect(row(name)).toBeVisible();
  }
  const gone = seen('cli-2.test', false);
  await sealwax('delete', 'cli-2.test', '--yes');
  delays.push((await gone) - Date.now());
  await expect(row('cli-2.test')).toHaveCount(0);
  console.log(
    `shown in the window after the command ended: ${delays.map((delay) => `${Math.max(0, delay)} ms`).join(', ')}`,
  );
  expect(Math.max(...delays)).toBeLessThan(1000);
});

test('what the window issues, deletes and brings back is in the list of the command line at once', async () => {
  const { window } = desktop;
  await issue(window, 'window.test');
  expect(await namesListed()).toEqual(['cli-1.test', 'cli-3.test', 'first.test', 'window.test']);
  await goTo(window, 'Certificates');
  await row('window.test').click();
  await window.getByRole('complementary', { name: 'Certificate' }).getByRole('button', { name: 'Delete' }).click();
  await expect(row('window.test')).toHaveCount(0);
  expect(await namesListed()).toEqual(['cli-1.test', 'cli-3.test', 'first.test']);
  await window.getByRole('button', { name: 'Undo' }).click();
  await expect(row('window.test')).toHaveCount(1);
  expect(await namesListed()).toHaveLength(4);
});

test('an authority that the command line makes is offered in the window, and one made default there is default here', async () => {
  const { window } = desktop;
  await goTo(window, 'Authorities');
  await sealwax('ca', 'create', 'Second CA');
  await expect(window.getByRole('region', { name: 'Second CA' })).toBeVisible({ timeout: 2000 });
  await window.getByRole('button', { name: 'Make default: Second CA' }).click();
  await expect(window.getByRole('region', { name: 'Second CA' }).getByText('default', { exact: true })).toBeVisible();
  await sealwax('issue', 'by-default.test');
  const list = await call(window, 'certificates.list', undefined);
  expect(list.find(({ commonName }) => commonName === 'by-default.test')?.issuer).toContain('Second CA');
});

test('both issue at the same time, and nothing is lost', async () => {
  const { window } = desktop;
  await noDialog(window);
  const before = (await call(window, 'certificates.list', undefined)).length;
  const commands = Promise.all(['a', 'b', 'c', 'd'].map((name) => sealwax('issue', `both-${name}.test`)));
  for (let index = 0; index < 12; index += 1)
    await call(window, 'certificates.issue', { names: [`both-window-${index}.test`] });
  await commands;
  const list = await call(window, 'certificates.list', undefined);
  expect(list).toHaveLength(before + 16);
  expect(new Set(list.map(({ serial }) => serial)).size).toBe(list.length);
});
