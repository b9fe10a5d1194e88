import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, test } from '@playwright/test';
import { goTo, noDialog } from '../support/app-page';
import { call, makeRoot } from '../support/calls';
import { type Desktop, picture, startDesktop } from '../support/desktop';
import { answerDialogs, askedDialogs } from '../support/main-dialogs';
import { openssl, opensslText } from '../support/openssl';
import { createPassphrase, endPrompt, passphraseWindow } from '../support/passphrase-window';

const passphrase = 'for the colleague';
let desktop: Desktop;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  desktop = await startDesktop();
  const { window } = desktop;
  await makeRoot(window, [], 'Export CA');
  await call(window, 'certificates.issue', { names: ['*.shop.test', 'shop.test'] });
  await call(window, 'certificates.issue', { names: ['rsa.test'], keyType: 'rsa-2048' });
});
test.afterAll(async () => {
  await desktop.end();
});

function folder(name: string): string {
  const path = join(desktop.session.home, name);
  mkdirSync(path);
  return path;
}

const listed = (path: string) => readdirSync(path).sort();
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
const grid = () => desktop.window.getByRole('grid', { name: 'Certificates' });
const row = (name: string) => grid().getByRole('row').filter({ hasText: name });
const exporting = () => desktop.window.getByRole('dialog', { name: 'Export', exact: true });

async function openExport(name: string): Promise<Locator> {
  await goTo(desktop.window, 'Certificates');
  await row(name).click();
  const detail = desktop.window.getByRole('complementary', { name: 'Certificate' });
  await detail.getByRole('button', { name: 'Export…' }).click();
  await expect(exporting().getByRole('checkbox').first()).toBeVisible();
  return exporting();
}

test('every format of one certificate: names, modes, and what openssl makes of them', async () => {
  const { window, app } = desktop;
  const target = folder('all formats');
  const dialog = await openExport('*.shop.test');
  for (const box of await dialog.getByRole('checkbox').all()) await box.check();
  await expect(dialog.getByText(/A passphrase for these files is asked for in a window of its own/)).toBeVisible();
  await picture(window, 'export-all');
  await answerDialogs(app, { open: [[target]] });
  await dialog.getByRole('button', { name: 'Choose a folder…' }).click();
  await createPassphrase(desktop, passphrase);
  const done = window.getByRole('dialog', { name: 'Exported' });
  await expect(done).toContainText('12 files written to the folder all formats.');
  await picture(window, 'exported');
  await done.getByRole('button', { name: 'Done' }).click();
  await noDialog(window);

  const base = '_wildcard.shop.test';
  const privates = [
    '-combined.pem',
    '-key-ec.pem',
    '-key-encrypted.pem',
    '-key.pem',
    '-legacy.p12',
    '-secret.yaml',
    '.p12',
  ];
  const publics = ['-fullchain.pem', '.der', '.pem'].map((ending) => `${base}${ending}`);
  expect(listed(target)).toEqual(
    [...privates.map((ending) => `${base}${ending}`), ...publics, 'ca.crt', 'truststore.p12'].sort(),
  );
  for (const ending of privates) expect(modeOf(join(target, base + ending)), ending).toBe('600');
  for (const name of [...publics, 'ca.crt', 'truststore.p12']) expect(modeOf(join(target, name)), name).toBe('644');

  const at = (name: string) => join(target, name);
  await opensslText([
    'verify',
    '-x509_strict',
    '-CAfile',
    at('ca.crt'),
    '-untrusted',
    at(publics[0] ?? ''),
    at(`${base}.pem`),
  ]);
  const keyFile = await opensslText(['pkey', '-in', at(`${base}-key.pem`)]);
  const input = `${passphrase}\n`;
  const pkcs12 = (file: string, ...more: string[]) =>
    opensslText(['pkcs12', '-in', at(file), '-passin', 'fd:0', '-nocerts', '-noenc', ...more], { input });
  for (const key of [
    await pkcs12(`${base}.p12`),
    await pkcs12(`${base}-legacy.p12`, '-legacy'),
    await opensslText(['pkey', '-in', at(`${base}-key-encrypted.pem`), '-passin', 'fd:0'], { input }),
    await opensslText(['pkey', '-in', at(`${base}-key-ec.pem`)]),
    await opensslText(['pkey', '-in', at(`${base}-combined.pem`)]),
  ])
    expect(key).toContain(keyFile.trim());
  const wrong = await openssl(['pkcs12', '-in', at(`${base}.p12`), '-passin', 'fd:0', '-noout'], { input: 'wrong\n' });
  expect(wrong.stderr).toMatch(/Mac verify error/);
  const store = await opensslText(['pkcs12', '-in', at('truststore.p12'), '-passin', 'pass:changeit', '-nokeys']);
  expect(store).toContain(readFileSync(at('ca.crt'), 'utf8').trim());
  expect(readFileSync(at(`${base}-secret.yaml`), 'utf8')).toContain('type: kubernetes.io/tls');
});

test('files that are there are replaced only after a yes, by name; a no and a cancel leave all as it was', async () => {
  const { window, app } = desktop;
  const target = folder('there');
  writeFileSync(join(target, 'rsa.test-key.pem'), 'mine', { mode: 0o644 });
  let dialog = await openExport('rsa.test');
  await answerDialogs(app, { open: [[target]], box: ['Cancel'] });
  await askedDialogs(app);
  await dialog.getByRole('button', { name: 'Choose a folder…' }).click();
  await expect(dialog.getByText(/Nothing was written/)).toBeVisible();
  const [, question] = await askedDialogs(app);
  expect(question).toMatchObject({ kind: 'box', message: 'Replace the file?' });
  expect(question?.detail).toMatch(/there:\nrsa\.test-key\.pem$/);
  expect(listed(target)).toEqual(['rsa.test-key.pem']);
  expect(readFileSync(join(target, 'rsa.test-key.pem'), 'utf8')).toBe('mine');
  await picture(window, 'export-stopped');

  // No folder chosen: the same dialog goes on.
  await answerDialogs(app, { open: [null] });
  await dialog.getByRole('button', { name: 'Choose a folder…' }).click();
  await expect(dialog.getByText(/Nothing was written/)).toBeVisible();

  await answerDialogs(app, { open: [[target]], box: ['Replace'] });
  await dialog.getByRole('button', { name: 'Choose a folder…' }).click();
  await window.getByRole('dialog', { name: 'Exported' }).getByRole('button', { name: 'Done' }).click();
  await noDialog(window);
  expect(listed(target)).toEqual(['ca.crt', 'rsa.test-fullchain.pem', 'rsa.test-key.pem']);
  expect(modeOf(join(target, 'rsa.test-key.pem'))).toBe('600');
  expect(readFileSync(join(target, 'rsa.test-key.pem'), 'utf8')).toContain('PRIVATE KEY');

  // A passphrase that was not typed: nothing, too.
  dialog = await openExport('rsa.test');
  await dialog.getByRole('checkbox', { name: /^PKCS#12 asks/ }).check();
  await answerDialogs(app, { open: [[folder('no passphrase')]] });
  await dialog.getByRole('button', { name: 'Choose a folder…' }).click();
  await endPrompt(await passphraseWindow(desktop), 'Cancel');
  await expect(dialog.getByText(/Nothing was written/)).toBeVisible();
  expect(listed(join(desktop.session.home, 'no passphrase'))).toEqual([]);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await noDialog(window);
});

test('several certificates get a folder each, and a folder that cannot be written is said with what to do', async () => {
  const { window, app } = desktop;
  await goTo(window, 'Certificates');
  await grid().focus();
  await window.keyboard.press('ControlOrMeta+a');
  await window.getByRole('region', { name: 'Selected certificates' }).getByRole('button', { name: 'Export…' }).click();
  const dialog = window.getByRole('dialog', { name: 'Export 2 certificates' });
  await dialog.getByRole('checkbox', { name: 'Private key, older form' }).check();
  // In /proc a folder cannot be made although its parent is there; /usr/lib is simply somebody else's.
  for (const refused of ['/proc/sys', '/usr/lib']) {
    await answerDialogs(app, { open: [[refused]] });
    await dialog.getByRole('button', { name: 'Choose a folder…' }).click();
    await expect(dialog.getByRole('alert')).toContainText(refused);
  }
  await picture(window, 'export-refused');
  const target = folder('two');
  await answerDialogs(app, { open: [[target]] });
  await dialog.getByRole('button', { name: 'Choose a folder…' }).click();
  const done = window.getByRole('dialog', { name: 'Exported' });
  await expect(done).toContainText('8 files written');
  await done.getByRole('button', { name: 'Done' }).click();
  await noDialog(window);
  expect(listed(target)).toEqual(['_wildcard.shop.test', 'rsa.test']);
  expect(listed(join(target, 'rsa.test'))).toEqual([
    'ca.crt',
    'rsa.test-fullchain.pem',
    'rsa.test-key-rsa.pem',
    'rsa.test-key.pem',
  ]);
  expect(readFileSync(join(target, 'rsa.test/rsa.test-key-rsa.pem'), 'utf8')).toMatch(/^-----BEGIN RSA PRIVATE KEY/);
});
