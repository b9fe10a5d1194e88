import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { goTo, issue, newCertificate, untickStores, walkToStores } from '../support/app-page';
import { call, makeRoot } from '../support/calls';
import { addChromiumDatabase, dataFolder, picture, startDesktop } from '../support/desktop';
import { createPassphrase, endPrompt, enterPassphrase, passphraseWindow } from '../support/passphrase-window';
import { filesHolding, heapOf } from '../support/secrets';
import { type KeychainKind, startKeyring } from '../support/session';

const passphrase = 'correct horse battery staple';
const states: [KeychainKind, RegExp][] = [
  ['no-bus', /no system keychain/],
  ['no-provider', /no system keychain/],
  ['no-collection', /no place to keep passwords/],
  ['locked', /keychain is locked/],
];

for (const [kind, words] of states) {
  test(`set-up with a keychain that is ${kind}: said plainly, refused without a trace, and a typed passphrase goes on`, async () => {
    const desktop = await startDesktop({ keychain: kind });
    try {
      const { window } = desktop;
      await walkToStores(window, 'Typed CA');
      await untickStores(window);
      await expect(window.getByText(words).first()).toBeVisible();
      await picture(window, `keychain-${kind}`);

      await window.getByRole('radio', { name: 'Keep it in the system keychain' }).check();
      await window.getByRole('button', { name: 'Set up' }).click();
      await expect(window.getByText(/Could not put the passphrase into the keychain/).first()).toBeVisible({
        timeout: 70_000,
      });
      expect(
        readdirSync(join(dataFolder(desktop.session), 'authorities')).filter((name) => !name.startsWith('.pending')),
      ).toEqual([]);

      await window.getByRole('radio', { name: 'I will type a passphrase' }).check();
      await window.getByRole('button', { name: 'Set up' }).click();
      let prompt = await passphraseWindow(desktop);
      await prompt.getByRole('textbox', { name: 'Passphrase', exact: true }).fill('too short');
      await prompt.getByLabel('The same again').fill('too short');
      await prompt.getByRole('button', { name: 'Continue' }).click();
      await expect(prompt.getByRole('alert')).toContainText(/Too short: 6 more characters/);
      await createPassphrase(desktop, passphrase);
      await expect(window.getByRole('heading', { level: 1, name: /root is made/ })).toBeVisible();
      await window.getByRole('button', { name: 'Go to the overview' }).click();

      const [authority] = await call(window, 'authorities.list', undefined);
      expect(authority?.keep).toBe('session');
      const keyFile = join(authority?.folder ?? '', 'root-key.pem');
      execFileSync('openssl', ['pkey', '-in', keyFile, '-passin', 'fd:0', '-noout'], { input: `${passphrase}\n` });

      // The next start asks once, says when it is wrong, and stays usable when it is refused.
      await desktop.restart();
      const dialog = await newCertificate(desktop.window);
      await dialog.getByRole('textbox', { name: 'Names' }).fill('typed.test');
      await dialog.getByRole('button', { name: 'Issue certificate' }).click();
      await endPrompt(await passphraseWindow(desktop), 'Cancel');
      await expect(dialog.getByText(/stays locked/).first()).toBeVisible();
      await dialog.getByRole('button', { name: 'Issue certificate' }).click();
      prompt = await passphraseWindow(desktop);
      await prompt.getByRole('textbox', { name: 'Passphrase', exact: true }).fill('the wrong passphrase');
      await prompt.getByRole('button', { name: 'Continue' }).click();
      await expect(prompt.getByRole('alert')).toContainText(/passphrase/i);
      await enterPassphrase(desktop, passphrase);
      await expect(desktop.window.getByRole('dialog', { name: 'Certificate issued' })).toBeVisible();
      await desktop.window.getByRole('button', { name: 'Done' }).click();
      await issue(desktop.window, 'second.test');
      expect(await call(desktop.window, 'certificates.list', undefined)).toHaveLength(2);

      expect((await heapOf(desktop.window)).includes(passphrase)).toBe(false);
      expect(desktop.output()).not.toContain(passphrase);
      expect(filesHolding(desktop.session.home, [passphrase])).toEqual([]);
    } finally {
      await desktop.end();
    }
  });
}

test('a keychain that is gone later is said, nothing is made anew, and all goes on after a restart when it is back', async () => {
  const desktop = await startDesktop();
  try {
    const { window, session } = desktop;
    const { authority } = await makeRoot(window, [], 'Kept CA');
    const keyFile = join(authority.folder, 'root-key.pem');
    const before = readFileSync(keyFile);
    await call(window, 'key.lock', undefined);
    await session.stopKeyring();

    const dialog = await newCertificate(window);
    await dialog.getByRole('textbox', { name: 'Names' }).fill('later.test');
    await dialog.getByRole('button', { name: 'Issue certificate' }).click();
    await expect(dialog.getByText(/no system keychain/).first()).toBeVisible();
    expect(readFileSync(keyFile).equals(before)).toBe(true);
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await goTo(window, 'Trust');
    await expect(window.getByText('Kept CA').first()).toBeVisible();

    // The hint says to restart, since the system's keychain library holds on to the service that it met first.
    session.children.push(await startKeyring(session.env, 'unlock'));
    await desktop.restart();
    await issue(desktop.window, 'later.test');
    expect(await call(desktop.window, 'certificates.list', undefined)).toHaveLength(1);
  } finally {
    await desktop.end();
  }
});

test('a typed passphrase is asked for once in a set-up with trust and proof, and a trusted root is not set aside', async () => {
  const desktop = await startDesktop({
    keychain: 'no-provider',
    prepare: async ({ home }) => {
      await addChromiumDatabase(home);
    },
  });
  try {
    const { window } = desktop;
    let prompts = 0;
    desktop.app.on('window', () => {
      prompts += 1;
    });
    await walkToStores(window, 'Asked Once CA');
    await window.getByRole('checkbox', { name: /system store/i }).uncheck();
    await window.getByRole('radio', { name: 'I will type a passphrase' }).check();
    await window.getByRole('button', { name: 'Set up' }).click();
    await createPassphrase(desktop, passphrase);
    await expect(window.getByRole('heading', { level: 1, name: 'This machine is ready' })).toBeVisible({
      timeout: 60_000,
    });
    await expect(window.getByRole('region', { name: 'Proof' })).toContainText('passed');
    expect(prompts).toBe(1);

    await window.getByRole('button', { name: 'Go to the overview' }).click();
    const [authority] = await call(window, 'authorities.list', undefined);
    await expect(
      call(window, 'authorities.setAside', { id: authority?.id ?? '', typedName: 'Asked Once CA' }),
    ).rejects.toThrow(/not-allowed: The root is still trusted: Chromium/);
    expect(await call(window, 'authorities.list', undefined)).toHaveLength(1);
  } finally {
    await desktop.end();
  }
});
