import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { run } from '../../src/core/system/run';
import { goTo, noDialog } from '../support/app-page';
import { call, makeRoot } from '../support/calls';
import { appUnderTest, type Desktop, picture, startDesktop } from '../support/desktop';
import { type FileSamples, makeSamples, samplePassphrase } from '../support/file-samples';
import { answerDialogs, askedDialogs } from '../support/main-dialogs';
import { enterPassphrase, passphraseWindow } from '../support/passphrase-window';
import { heapOf } from '../support/secrets';

let desktop: Desktop;
let samples: FileSamples;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  desktop = await startDesktop({
    prepare: async ({ home }) => {
      samples = makeSamples(join(home, 'theirs'));
    },
  });
  await makeRoot(desktop.window, [], 'Viewer CA');
});
test.afterAll(async () => {
  await desktop.end();
});

async function lookTool(window: Page): Promise<void> {
  await expect(window.getByRole('navigation', { name: 'Sections' })).toBeVisible();
  await noDialog(window);
  await goTo(window, 'Tools');
  await window.getByRole('radiogroup', { name: 'Tool' }).getByText('Look inside').click();
}

/** Opens through the stubbed dialog; milliseconds from the click until `shown` is there. */
async function openFiles(paths: string[], shown: RegExp): Promise<number> {
  const { window, app } = desktop;
  await lookTool(window);
  await answerDialogs(app, { open: [paths] });
  const started = Date.now();
  await window.getByRole('button', { name: 'Open…' }).first().click();
  await expect(window.getByText(shown).first()).toBeVisible();
  return Date.now() - started;
}

const title = (name: string) => desktop.window.getByRole('heading', { level: 2, name, exact: true });

test('a PKCS#12 stays closed for a wrong passphrase, and shows all of it for the right one, but no key', async () => {
  const { window } = desktop;
  await openFiles([samples.pkcs12], /What is inside cannot be seen without its passphrase/);
  await picture(window, 'viewer-locked');
  await window.getByRole('button', { name: 'Unlock…' }).click();
  const prompt = await passphraseWindow(desktop);
  await expect(prompt.getByRole('heading', { name: 'Open theirs.p12' })).toBeVisible();
  await prompt.getByRole('textbox', { name: 'Passphrase', exact: true }).fill('open barley');
  await prompt.getByRole('button', { name: 'Continue' }).click();
  await expect(prompt.getByRole('alert')).toContainText(/passphrase/i);
  await picture(prompt, 'prompt-wrong');
  await enterPassphrase(desktop, samplePassphrase);
  await expect(window.getByText('PKCS#12, 3 certificates and 1 private key')).toBeVisible();
  const verdict = window.getByRole('region', { name: 'Verdict' });
  await expect(verdict.getByRole('listitem')).toHaveCount(3);
  await expect(verdict).toContainText('Their Root');
  await picture(window, 'viewer-pkcs12');
  const heap = await heapOf(window);
  expect(heap).toContain('theirs.p12');
  expect(heap.includes(samplePassphrase)).toBe(false);
  const pem = readFileSync(samples.leafKey, 'utf8').split('\n')[1] as string;
  expect(heap.includes(pem)).toBe(false);
  // Looking imports nothing.
  expect(await call(window, 'certificates.list', undefined)).toEqual([]);
  expect(await call(window, 'authorities.list', undefined)).toHaveLength(1);
});

test('a chain in the wrong order is put in order and said; every field is there', async () => {
  const { window } = desktop;
  await openFiles([samples.wrongOrder], /order/);
  await expect(window.getByText(/PEM, 3 certificates/)).toBeVisible();
  const chain = window.getByRole('region', { name: 'Verdict' }).getByRole('listitem');
  await expect(chain).toHaveText([/Their Root/, /Their Intermediate/, /theirs\.example/]);
  await picture(window, 'viewer-wrong-order');
  const leaf = window.getByRole('region', { name: 'theirs.example' });
  if ((await leaf.getByText('SHA-256 fingerprint').count()) === 0)
    await leaf.getByRole('button', { name: /theirs\.example/ }).click();
  const fingerprint = execFileSync('openssl', ['x509', '-in', samples.leaf, '-noout', '-fingerprint', '-sha256'], {
    encoding: 'utf8',
  });
  await expect(leaf).toContainText((fingerprint.split('=')[1] as string).trim());
  await expect(leaf).toContainText('DNS');
  await window.getByRole('button', { name: 'Close it' }).click();
  await expect(window.getByText('Drop a file anywhere in this window')).toBeVisible();
});

test('the clipboard is looked into, and an empty one is said', async () => {
  const { window, app } = desktop;
  await lookTool(window);
  const copy = (text: string) => app.evaluate(({ clipboard }, copied) => clipboard.writeText(copied), text);
  await copy('   ');
  await window.getByRole('button', { name: 'Paste' }).click();
  await expect(window.getByRole('alert')).toContainText('There is no text on the clipboard.');
  await copy(`some words before\n${readFileSync(samples.leaf, 'utf8')}and after`);
  await window.getByRole('button', { name: 'Paste' }).click();
  await expect(title('clipboard')).toBeVisible();
  await expect(window.getByRole('region', { name: 'Verdict' })).toContainText('not known here');
  await picture(window, 'viewer-clipboard');
  await window.getByRole('button', { name: 'Close it' }).click();
});

test('a huge file, a disguised one and one that is cut off: a clear message each, in under a second', async () => {
  const { window } = desktop;
  for (const [path, words] of [
    [samples.huge, /huge\.pem has 100 MB; at most 4 MB are read/],
    [samples.disguised, /a PNG picture/],
    [samples.cutOff, /cut off|END line|cannot be read/i],
  ] as const) {
    const took = await openFiles([path], words);
    console.log(`${path.split('/').at(-1)}: ${took} ms until the message is shown`);
    expect(took, path).toBeLessThan(1000);
    await picture(window, `viewer-bad-${path.split('/').at(-1)}`);
  }
});

test('two files together: the key is told to be that of the certificate', async () => {
  await openFiles([samples.leaf, samples.leafKey], /PEM, 1 certificate and 1 private key/);
  await expect(title('leaf.pem and 1 more')).toBeVisible();
  await expect(desktop.window.getByText('theirs.example, certificate 1 in this file')).toBeVisible();
});

test('a file dropped on the window is shown, and the page never learns its path', async () => {
  const { window } = desktop;
  await goTo(window, 'Overview');
  const session = await window.context().newCDPSession(window);
  const drag = (type: 'dragEnter' | 'dragOver' | 'drop') =>
    session.send('Input.dispatchDragEvent', {
      type,
      x: 400,
      y: 300,
      data: { items: [], files: [samples.root], dragOperationsMask: 1 },
    });
  await drag('dragEnter');
  await drag('dragOver');
  await expect(window.getByText('Drop to look inside')).toBeVisible();
  await picture(window, 'drop-target');
  // What the page answers to one event counts for the next: without another one here the drop would be a leaving.
  await drag('dragOver');
  await drag('drop');
  await expect(title('root.pem')).toBeVisible();
  await expect(window.getByText('Drop to look inside')).toBeHidden();
  await session.detach();
  expect((await heapOf(window)).includes(join(desktop.session.home, 'theirs'))).toBe(false);
});

test('a second start with a file shows it in the first window; one that cannot be read is explained in a box', async () => {
  const { window, app, session } = desktop;
  await goTo(window, 'Overview');
  const { executablePath, args } = appUnderTest();
  const start = (file: string) =>
    run(executablePath, [...args, file], { env: session.env, timeoutMs: 20_000, cwd: join(session.home, 'theirs') });
  expect((await start('leaf.pem')).timedOut).toBe(false);
  await expect(title('leaf.pem')).toBeVisible();
  await answerDialogs(app, { box: ['Close'] });
  await askedDialogs(app);
  await start(samples.disguised);
  await expect
    .poll(async () => (await askedDialogs(app)).map(({ message }) => message).join(), { timeout: 10_000 })
    .toMatch(/picture/);
  // The window goes on as it was.
  await expect(title('leaf.pem')).toBeVisible();
});

test('the first start with a file shows it as soon as the window is there', async () => {
  await desktop.restart([samples.wrongOrder]);
  await expect(title('wrong-order.pem')).toBeVisible();
  await goTo(desktop.window, 'Certificates');
});
