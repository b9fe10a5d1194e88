import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, test } from '@playwright/test';
import type { Authority } from '../../src/ipc/schemas';
import { goTo, newCertificate, noDialog } from '../support/app-page';
import { call, makeRoot, rawCall } from '../support/calls';
import { type Desktop, picture, startDesktop } from '../support/desktop';
import { opensslAccepts, opensslWords } from '../support/issued-files';
import { answerDialogs, askedDialogs } from '../support/main-dialogs';
import { opensslText } from '../support/openssl';
import { createPassphrase, endPrompt, enterPassphrase, passphraseWindow } from '../support/passphrase-window';
import { expectNowhere } from '../support/secrets';

const typed = 'nine sleepy wombats';
const backupPassphrase = 'the safe behind the painting';
let desktop: Desktop;
let caroot = '';

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  desktop = await startDesktop({
    prepare: async ({ home, env }) => {
      caroot = join(home, '.local/share/mkcert');
      mkdirSync(join(home, 'work'));
      execFileSync('mkcert', ['before.example'], { cwd: join(home, 'work'), env, stdio: 'ignore' });
    },
  });
  await makeRoot(desktop.window, [], 'First CA');
});
test.afterAll(async () => {
  await desktop.end();
});

const block = (name: string) => desktop.window.getByRole('region', { name, exact: true });
const named = async (name: string): Promise<Authority> => {
  const found = (await call(desktop.window, 'authorities.list', undefined)).find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no authority ${name}`);
  return found;
};

async function dialogOf(title: string): Promise<Locator> {
  const dialog = desktop.window.getByRole('dialog', { name: title });
  await expect(dialog).toBeVisible();
  return dialog;
}

async function fromMenu(name: string, item: string): Promise<void> {
  await block(name)
    .getByRole('button', { name: `More for ${name}` })
    .click();
  await desktop.window.getByRole('menuitem', { name: item }).click();
}

/** Issues in the dialog from the authority of this name, and gives the certificate. */
async function issueFrom(authority: string | undefined, name: string) {
  const { window } = desktop;
  const dialog = await newCertificate(window);
  await dialog.getByRole('textbox', { name: 'Names' }).fill(name);
  if (authority !== undefined) {
    await dialog.getByRole('button', { name: 'More options' }).click();
    await dialog.getByRole('combobox', { name: 'Signed by' }).selectOption({ label: authority });
  }
  await dialog.getByRole('button', { name: 'Issue certificate' }).click();
  return async () => {
    await window.getByRole('dialog', { name: 'Certificate issued' }).getByRole('button', { name: 'Done' }).click();
    await noDialog(window);
    const list = await call(window, 'certificates.list', undefined);
    const certificate = list.find(({ commonName }) => commonName === name);
    if (certificate === undefined) throw new Error(`${name} was not issued`);
    return certificate;
  };
}

test('a second authority with limits, key, years and subject of its own becomes the default', async () => {
  const { window } = desktop;
  await goTo(window, 'Authorities');
  await picture(window, 'authorities-first');
  await window.getByRole('button', { name: 'New authority…' }).click();
  const dialog = await dialogOf('New authority');
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Team CA');
  const remove = dialog.getByRole('button', { name: /^Remove / });
  while ((await remove.count()) > 0) await remove.first().click();
  await dialog.getByRole('textbox', { name: 'Domains' }).fill('team.example');
  await dialog.getByRole('textbox', { name: 'Address ranges' }).fill('10.7.0.0/16');
  await dialog.getByRole('button', { name: 'Key, years and subject' }).click();
  await dialog.getByRole('radiogroup', { name: 'Key' }).getByText('ECDSA P-384').click();
  await dialog.getByRole('textbox', { name: 'Years' }).fill('3');
  await dialog.getByRole('textbox', { name: /^Organisation/ }).fill('The Team');
  await picture(window, 'authority-new');
  await dialog.getByRole('button', { name: 'Make the authority' }).click();
  await dialog.getByRole('button', { name: 'Later' }).click({ timeout: 30_000 });
  await noDialog(window);
  await window.getByRole('button', { name: 'Make default: Team CA' }).click();
  await expect(block('Team CA').getByText('default', { exact: true })).toBeVisible();
  await expect(block('First CA').getByText('default', { exact: true })).toHaveCount(0);
  await picture(window, 'authorities-two');

  const team = await named('Team CA');
  const root = await opensslWords(join(team.folder, 'root.pem'));
  expect(root.text).toContain('NIST CURVE: P-384');
  expect(root.text).toMatch(/Name Constraints: critical[\s\S]*DNS:team\.example/);
  expect(root.subject).toContain('O=The Team');
  expect(root.notAfter.getTime() - root.notBefore.getTime()).toBeLessThan((3 * 366 + 1) * 86_400_000);
  const done = await issueFrom(undefined, 'app.team.example');
  const certificate = await done();
  expect(certificate.issuer).toContain('Team CA');
  await opensslAccepts(certificate, 'sslserver');
});

test('an intermediate below it issues, the chain is shown in full, and openssl walks it', async () => {
  const { window } = desktop;
  await goTo(window, 'Authorities');
  await fromMenu('Team CA', 'New intermediate…');
  const dialog = await dialogOf('New intermediate');
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Build servers CA');
  // A domain that the root has not cannot be added.
  await dialog.getByRole('textbox', { name: 'Domains' }).fill('other.example');
  await dialog.getByRole('button', { name: 'Make the intermediate' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Domains' })).toBeInViewport();
  await expect(dialog.getByRole('textbox', { name: 'Domains' })).toHaveAttribute('aria-invalid', 'true');
  await picture(window, 'authority-intermediate');
  await dialog.getByRole('button', { name: 'Remove other.example' }).click();
  await dialog.getByRole('button', { name: 'Make the intermediate' }).click();
  await dialog.getByRole('button', { name: 'Done' }).click({ timeout: 30_000 });
  await noDialog(window);
  await expect(block('Build servers CA')).toContainText('Intermediate under Team CA');

  const certificate = await (await issueFrom('Build servers CA', 'ci.team.example'))();
  await opensslAccepts(certificate, 'sslserver', ['-verify_hostname', 'ci.team.example']);
  expect((await opensslText(['x509', '-in', certificate.files.fullChain, '-noout', '-issuer'])).trim()).toMatch(
    /Build servers CA/,
  );
  expect(readFileSync(certificate.files.fullChain, 'utf8').match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  const chain = window.getByRole('complementary', { name: 'Certificate' }).getByRole('listitem');
  await expect(chain.filter({ hasText: 'Build servers CA' }).filter({ hasText: 'intermediate' })).toHaveCount(1);
  await expect(chain.filter({ hasText: 'Team CA' }).filter({ hasText: 'root' })).toHaveCount(1);
  await picture(window, 'detail-intermediate');
});

test('mkcert’s authority is adopted as it stands, and its plain key is deleted when asked', async () => {
  const { window } = desktop;
  await goTo(window, 'Authorities');
  await window
    .getByRole('region', { name: 'mkcert on this machine' })
    .getByRole('button', { name: /^Adopt…/ })
    .click();
  const dialog = await dialogOf('Adopt an authority');
  await expect(dialog.getByText(caroot).first()).toBeVisible();
  await picture(window, 'adopt-mkcert');
  const pem = readFileSync(join(caroot, 'rootCA.pem'), 'utf8');
  await dialog.getByRole('button', { name: 'Adopt', exact: true }).click();
  await expect(dialog.getByText(/is adopted/)).toBeVisible({ timeout: 30_000 });
  await picture(window, 'adopted-mkcert');
  expect(existsSync(join(caroot, 'rootCA-key.pem'))).toBe(true);
  const plainKey = join(caroot, 'rootCA-key.pem');
  const mkcertId = (await call(window, 'authorities.list', undefined)).find(({ origin }) => origin === 'mkcert')?.id;
  // A page that was taken over does not get by without the yes that the main process asks for.
  await answerDialogs(desktop.app, {});
  await askedDialogs(desktop.app);
  const alone = await rawCall(window, 'authorities.deletePlainKey', { id: mkcertId });
  expect(alone).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect(existsSync(plainKey)).toBe(true);
  const [asked] = await askedDialogs(desktop.app);
  expect(asked).toMatchObject({ kind: 'box', message: 'Delete the unencrypted key for good?' });
  expect(asked?.detail).toContain(plainKey);
  const open = await rawCall(window, 'compat.enable', { limits: { kind: 'limited', dns: ['ddev.site'], ip: [] } });
  expect(open).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect((await call(window, 'compat.state', undefined)).enabled).toBe(false);
  expect((await askedDialogs(desktop.app))[0]?.detail).toContain('ddev.site');
  await answerDialogs(desktop.app, { box: ['Delete the file'] });
  await dialog.getByRole('button', { name: 'Delete the file' }).click();
  await noDialog(window);
  expect(existsSync(join(caroot, 'rootCA-key.pem'))).toBe(false);
  expect(readFileSync(join(caroot, 'rootCA.pem'), 'utf8')).toBe(pem);

  const adopted = (await call(window, 'authorities.list', undefined)).find(({ origin }) => origin === 'mkcert');
  expect(readFileSync(join(adopted?.folder ?? '', 'root.pem'), 'utf8').trim()).toBe(pem.trim());
  expect(readFileSync(join(adopted?.folder ?? '', 'root-key.pem'), 'utf8')).toContain('ENCRYPTED PRIVATE KEY');
  await expect(block(adopted?.name ?? '').getByText('It has no limits: it can sign for any site.')).toBeVisible();
  await picture(window, 'authorities-adopted');
  // Who trusts mkcert's root trusts what it signs here.
  const certificate = await (await issueFrom(adopted?.name, 'after.example'))();
  await opensslText(['verify', '-CAfile', join(caroot, 'rootCA.pem'), certificate.files.certificate]);
});

test('the passphrase moves from the keychain to the session to every use, is changed, and the kit is shown', async () => {
  const { window, app, session } = desktop;
  await goTo(window, 'Authorities');
  const openDialog = async () => {
    await window.getByRole('button', { name: 'Passphrase… First CA' }).click();
    return dialogOf('Passphrase of the key');
  };
  let dialog = await openDialog();
  // The recovery kit of a key in the keychain holds its passphrase.
  await dialog.getByRole('button', { name: 'Show…' }).click();
  const kit = await passphraseWindow(desktop);
  const text = await kit.locator('#text').inputValue();
  const passphrase = /^Passphrase {3}(.+)$/m.exec(text)?.[1] ?? '';
  expect(text).toContain('Recovery kit of First CA');
  await picture(kit, 'recovery-kit');
  const first = await named('First CA');
  const opens = (word: string) =>
    opensslText(['pkey', '-in', join(first.folder, 'root-key.pem'), '-passin', 'fd:0', '-noout'], {
      input: `${word}\n`,
    });
  await opens(passphrase);
  const kitFile = join(session.home, 'kit.txt');
  await answerDialogs(app, { save: [kitFile] });
  await kit.getByRole('button', { name: 'Save to a file…' }).click();
  await expect(kit.getByText('Saved as kit.txt, readable only by you.')).toBeVisible();
  expect(statSync(kitFile).mode & 0o777).toBe(0o600);
  expect(readFileSync(kitFile, 'utf8')).toBe(text);
  await endPrompt(kit, 'Close');

  await dialog.getByRole('radio', { name: 'I will type a passphrase, once per session' }).check();
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await createPassphrase(desktop, typed);
  await expect(dialog.getByText('Now: typed once per session.')).toBeVisible();
  await opens(typed);
  await expect(opens(passphrase)).rejects.toThrow();
  await picture(window, 'authority-passphrase');

  await dialog.getByRole('button', { name: 'Change…' }).click();
  await enterPassphrase(desktop, typed);
  await createPassphrase(desktop, `${typed} again`);
  await expect(window.getByText('The key has a new passphrase.').first()).toBeVisible();
  await opens(`${typed} again`);

  await dialog.getByRole('radio', { name: 'Ask for the passphrase at every use' }).check();
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await expect(dialog.getByText('Now: typed at every use.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await noDialog(window);
  for (const name of ['one.test', 'two.test']) {
    const done = await issueFrom('First CA', name);
    await enterPassphrase(desktop, `${typed} again`);
    await opensslAccepts(await done(), 'sslserver');
  }

  await goTo(window, 'Authorities');
  dialog = await openDialog();
  await dialog.getByRole('radio', { name: 'Keep it in the system keychain' }).check();
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await enterPassphrase(desktop, `${typed} again`);
  await expect(dialog.getByText('Now: in the system keychain.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await noDialog(window);
  await opensslAccepts(await (await issueFrom('First CA', 'three.test'))(), 'sslserver');
  await expectNowhere(desktop, [passphrase, typed], ['kit.txt']);
});

test('a backup brings every authority back on another machine, with its passphrase and not without', async () => {
  const { window, app, session } = desktop;
  await goTo(window, 'Authorities');
  await window.getByRole('button', { name: 'Backup' }).click();
  await window.getByRole('menuitem', { name: 'Back up…' }).click();
  const dialog = await dialogOf('Back up authorities');
  const file = join(session.home, 'all.sealwax-backup');
  await answerDialogs(app, { save: [file] });
  await askedDialogs(app);
  await dialog.getByRole('button', { name: 'Save the backup…' }).click();
  await createPassphrase(desktop, backupPassphrase);
  await expect(dialog.getByText('all.sealwax-backup')).toBeVisible({ timeout: 30_000 });
  await picture(window, 'backup-saved');
  await dialog.getByRole('button', { name: 'Done' }).click();
  expect((await askedDialogs(app))[0]?.defaultPath).toMatch(/^sealwax-\d{4}-\d\d-\d\d\.sealwax-backup$/);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const before = await call(window, 'authorities.list', undefined);
  await expectNowhere(desktop, [backupPassphrase]);

  const other = await startDesktop();
  try {
    await makeRoot(other.window, [], 'Here already');
    await goTo(other.window, 'Authorities');
    await other.window.getByRole('button', { name: 'Backup' }).click();
    await other.window.getByRole('menuitem', { name: 'Restore…' }).click();
    const restoring = other.window.getByRole('dialog', { name: 'Restore from a backup' });
    const carried = join(other.session.home, 'carried.sealwax-backup');
    execFileSync('cp', [file, carried]);
    await answerDialogs(other.app, { open: [[carried]] });
    await restoring.getByRole('button', { name: 'Choose the backup…' }).click();
    const prompt = await passphraseWindow(other);
    await prompt.getByRole('textbox', { name: 'Passphrase', exact: true }).fill('not this one either');
    await prompt.getByRole('button', { name: 'Continue' }).click();
    await expect(prompt.getByRole('alert')).toContainText(/passphrase/i);
    await enterPassphrase(other, backupPassphrase);
    await expect(restoring.getByText(/^Restored: /)).toBeVisible({ timeout: 30_000 });
    await picture(other.window, 'restored');
    await other.window.keyboard.press('Escape');
    await noDialog(other.window);
    const after = await call(other.window, 'authorities.list', undefined);
    const prints = (list: Authority[]) => list.map(({ fingerprint }) => fingerprint).sort();
    expect(prints(after)).toEqual(expect.arrayContaining(prints(before)));
    expect(after).toHaveLength(before.length + 1);
    const builders = after.find(({ name }) => name === 'Build servers CA');
    const certificate = await call(other.window, 'certificates.issue', {
      names: ['restored.team.example'],
      authorityId: builders?.id,
    });
    await opensslAccepts(certificate, 'sslserver');
    await picture(other.window, 'authorities-restored');
  } finally {
    await other.end();
  }
});

test('an authority is renamed here alone, exported in each form, and set aside after its name was typed', async () => {
  const { window, app, session } = desktop;
  await goTo(window, 'Authorities');
  await fromMenu('Team CA', 'Rename…');
  const renaming = await dialogOf('Rename');
  await renaming.getByRole('textbox', { name: 'Name in Sealwax' }).fill('The team’s own');
  await renaming.getByRole('button', { name: 'Rename' }).click();
  await noDialog(window);
  await expect(block('The team’s own')).toContainText('Its certificate says Team CA.');

  const forms = ['root.pem', 'root.crt', 'root.cer', 'root.p7b', 'root.mobileconfig', 'root.p12'];
  for (const [index, name] of forms.entries()) {
    await window.getByRole('button', { name: 'Export root… The team’s own' }).click();
    const dialog = await dialogOf('Export the root');
    await dialog.getByRole('radio').nth(index).check();
    if (index === 0) await picture(window, 'export-root');
    await answerDialogs(app, { save: [join(session.home, name)] });
    await dialog.getByRole('button', { name: 'Save…' }).click();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await noDialog(window);
    expect(existsSync(join(session.home, name)), name).toBe(true);
  }
  const fingerprint = (file: string, form: string) =>
    opensslText(['x509', '-in', join(session.home, file), '-inform', form, '-noout', '-fingerprint', '-sha256']);
  const wanted = await fingerprint('root.pem', 'PEM');
  expect(await fingerprint('root.crt', 'PEM')).toBe(wanted);
  expect(await fingerprint('root.cer', 'DER')).toBe(wanted);

  await fromMenu('Build servers CA', 'Set aside…');
  const aside = await dialogOf('Set aside Build servers CA');
  await aside.getByRole('textbox').fill('Build servers CA');
  await aside.getByRole('button', { name: /set aside/i }).click();
  await noDialog(window);
  await expect(block('Build servers CA')).toHaveCount(0);
});
