import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { goTo, issue, newCertificate } from '../support/app-page';
import { call, makeRoot } from '../support/calls';
import { type Desktop, dataFolder, picture, startDesktop } from '../support/desktop';

let desktop: Desktop;
let folder = '';
let good = '';

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  desktop = await startDesktop();
  const { authority } = await makeRoot(desktop.window, [], 'Damaged CA');
  await call(desktop.window, 'certificates.issue', { names: ['before.test'] });
  folder = authority.folder;
  good = join(desktop.session.home, 'good');
  execFileSync('cp', ['-a', folder, good]);
});
test.afterAll(async () => {
  await desktop.end();
});

const filesNow = () =>
  readdirSync(folder)
    .sort()
    .map((name) => [name, readFileSync(join(folder, name), 'utf8')]);

/** Breaks something while the app is away, starts it, and puts everything back at the end. */
async function withDamage(damage: () => void, look: () => Promise<void>) {
  await desktop.app.close();
  damage();
  const broken = filesNow();
  await desktop.restart();
  await look();
  expect(filesNow(), 'nothing may be made anew').toEqual(broken);
  rmSync(folder, { recursive: true });
  execFileSync('cp', ['-a', good, folder]);
}

async function expectSaid(words: RegExp) {
  await expect(desktop.window.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  await expect(desktop.window.getByText(words).first()).toBeVisible();
  await goTo(desktop.window, 'Trust');
  await expect(desktop.window.getByText(words).first()).toBeVisible();
  // What still works: the list and its detail.
  await goTo(desktop.window, 'Certificates');
  await desktop.window.getByRole('grid').getByRole('row').filter({ hasText: 'before.test' }).click();
  await expect(
    desktop.window.getByRole('complementary', { name: 'Certificate' }).getByText('SHA-256 fingerprint'),
  ).toBeVisible();
}

async function expectNoIssuing(words: RegExp) {
  const dialog = await newCertificate(desktop.window);
  await dialog.getByRole('textbox', { name: 'Names' }).fill('after.test');
  await dialog.getByRole('button', { name: 'Issue certificate' }).click();
  await expect(dialog.getByText(words).first()).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
}

const other = () => {
  const dir = join(desktop.session.home, 'other');
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '30',
      '-subj',
      '/CN=Other CA',
      '-keyout',
      `${dir}-key.pem`,
      '-out',
      `${dir}.pem`,
    ],
    { stdio: 'ignore' },
  );
  execFileSync(
    'openssl',
    [
      'pkcs8',
      '-topk8',
      '-in',
      `${dir}-key.pem`,
      '-out',
      `${dir}-encrypted.pem`,
      '-v2',
      'aes-256-cbc',
      '-passout',
      'pass:another one',
    ],
    { stdio: 'ignore' },
  );
  return { root: `${dir}.pem`, key: `${dir}-encrypted.pem` };
};

for (const [what, damage, words] of [
  ['the root certificate is missing', () => rmSync(join(folder, 'root.pem')), /root certificate \(root\.pem\) is gone/],
  ['the root certificate is cut off', () => truncateSync(join(folder, 'root.pem'), 200), /cut off or damaged/],
  [
    'the root certificate was swapped',
    () => copyFileSync(other().root, join(folder, 'root.pem')),
    /another certificate than the one that was made here/,
  ],
  ['the key file is missing', () => rmSync(join(folder, 'root-key.pem')), /root key \(root-key\.pem\) is gone/],
  [
    'the key file is cut off',
    () => truncateSync(join(folder, 'root-key.pem'), 100),
    /root key \(root-key\.pem\) is cut off/,
  ],
  [
    'the key file belongs to another root',
    () => writeFileSync(join(folder, 'root-key.pem'), readFileSync(other().key)),
    /not the file that was written here/,
  ],
  [
    'the record is damaged',
    () => writeFileSync(join(folder, 'authority.json'), '{"half":'),
    /record of this authority/,
  ],
] as const) {
  test(`${what}: said at start-up, the rest works, nothing is made anew`, async () => {
    await withDamage(damage, async () => {
      await expectSaid(words);
      await expectNoIssuing(/cannot sign/);
      await goTo(desktop.window, 'Overview');
      await picture(desktop.window, `damaged-${what.replaceAll(' ', '-')}`);
    });
  });
}

test('a key file that others can read is said, and made private with one click', async () => {
  await desktop.app.close();
  chmodSync(join(folder, 'root-key.pem'), 0o644);
  await desktop.restart();
  const { window } = desktop;
  await expect(window.getByText(/Other accounts on this machine can read the root key/).first()).toBeVisible();
  await window.getByRole('button', { name: 'Make it private' }).click();
  await expect(window.getByText(/Other accounts on this machine can read the root key/)).toHaveCount(0);
  expect(statSync(join(folder, 'root-key.pem')).mode & 0o777).toBe(0o600);
  await issue(window, 'private.test');
});

test('a damaged authority is set aside whole, after its name was typed, and a new one can be made', async () => {
  await desktop.app.close();
  rmSync(join(folder, 'root.pem'));
  await desktop.restart();
  const { window } = desktop;
  await goTo(window, 'Trust');
  await window.getByRole('button', { name: 'Set aside…' }).first().click();
  const dialog = window.getByRole('dialog');
  await dialog.getByRole('textbox').fill('Damaged CA');
  await picture(window, 'set-aside');
  await dialog.getByRole('button', { name: /set aside/i }).click();
  await expect(window.getByRole('heading', { level: 1, name: 'Trusted HTTPS on this machine' })).toBeVisible();
  const bin = readdirSync(join(dataFolder(desktop.session), 'bin'));
  expect(bin.filter((name) => name.includes('set-aside'))).toHaveLength(1);
  await makeRoot(window, [], 'Second CA');
  await issue(window, 'second.test');
});

test('a certificate whose key is gone is shown as broken, with the file that is wrong', async () => {
  const { window } = desktop;
  const certificate = await call(window, 'certificates.issue', { names: ['broken.test'] });
  renameSync(certificate.files.key, `${certificate.files.key}.away`);
  await goTo(window, 'Overview');
  await goTo(window, 'Certificates');
  await expect(window.getByRole('grid').getByRole('row').filter({ hasText: 'broken.test' })).toContainText(/broken/i);
  await window.getByRole('grid').getByRole('row').filter({ hasText: 'broken.test' }).click();
  await expect(window.getByText('key.pem is missing.')).toBeVisible();
  await picture(window, 'certificate-broken');
});

test('a data folder of a newer version is left alone, and said', async () => {
  await desktop.app.close();
  const format = join(dataFolder(desktop.session), 'format.json');
  const before = readFileSync(format, 'utf8');
  writeFileSync(format, '{"format":99}\n');
  const { executablePath, args } = (await import('../support/desktop')).appUnderTest();
  const { run } = await import('../../src/core/system/run');
  // It waits with a message box; what it says there stands on the error stream as well.
  const { stderr } = await run(executablePath, args, { env: desktop.session.env, timeoutMs: 6_000 });
  expect(stderr).toMatch(/was written by a newer Sealwax/);
  expect(readFileSync(format, 'utf8')).toBe('{"format":99}\n');
  writeFileSync(format, before);
  await desktop.restart();
});
