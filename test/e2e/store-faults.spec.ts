import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { goTo, walkToStores } from '../support/app-page';
import { addChromiumDatabase, addFirefoxProfile, picture, startDesktop } from '../support/desktop';

/** Puts a program of the test's own before the real one. */
function shadow(home: string, name: string, script: string): string {
  const folder = join(home, 'bin');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
  return folder;
}

test('a store tool that hangs gets its time, is said, and does not stop the other stores', async () => {
  const desktop = await startDesktop({
    prepare: async (session) => {
      await addChromiumDatabase(session.home);
      // Only adding hangs: listing still works, so the store is found as usual.
      const folder = shadow(
        session.home,
        'certutil',
        'case "$*" in *" -A "*|-A*) sleep 300 ;; esac\nexec /usr/bin/certutil "$@"',
      );
      session.env.PATH = `${folder}:${session.env.PATH}`;
    },
  });
  try {
    const { window } = desktop;
    await walkToStores(window, 'Hanging CA');
    await window.getByRole('button', { name: 'Set up' }).click();
    await expect(window.getByRole('heading', { level: 1, name: 'Set up, with something left to do' })).toBeVisible({
      timeout: 90_000,
    });
    const stores = window.getByRole('region', { name: 'Trust stores' });
    await expect(stores.getByRole('listitem').filter({ hasText: 'System store' })).toContainText('done');
    await expect(stores.getByRole('listitem').filter({ hasText: 'Chromium' })).toContainText(
      /timed out|in time|did not (answer|finish)/i,
    );
    await picture(window, 'store-hanging');
    await window.getByRole('button', { name: 'Go to the overview' }).click();
    await goTo(window, 'Trust');
    await window.getByRole('button', { name: 'Remove everywhere…' }).click();
    await window.getByRole('dialog').getByRole('textbox').fill('Hanging CA');
    await window.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
    await expect(window.getByRole('region', { name: 'Results' }).getByText('done').first()).toBeVisible({
      timeout: 60_000,
    });
  } finally {
    await desktop.end();
  }
});

test('a missing tool and a refused right are each said with the way out, and the root is made all the same', async () => {
  const desktop = await startDesktop({
    prepare: async (session) => {
      await addFirefoxProfile(session.home);
      // A PATH without certutil, and with a sudo that refuses, as on a machine where the user has no rights.
      const folder = shadow(session.home, 'sudo', 'echo "dev is not in the sudoers file." >&2; exit 1');
      for (const name of ['update-ca-certificates', 'curl', 'openssl', 'python3', 'sh', 'cat', 'rm']) {
        shadow(
          session.home,
          name,
          `for real in /usr/bin/${name} /usr/sbin/${name} /bin/${name}; do [ -x "$real" ] && exec "$real" "$@"; done`,
        );
      }
      session.env.PATH = folder;
    },
  });
  try {
    const { window } = desktop;
    await walkToStores(window, 'Refused CA');
    const found = window.getByRole('listitem').filter({ hasText: 'Firefox' });
    await expect(found).toContainText(/tool missing/i);
    await expect(found).toContainText('libnss3-tools');
    await picture(window, 'store-tool-missing');
    for (const box of await window.getByRole('checkbox', { disabled: false }).all()) await box.check();
    await window.getByRole('button', { name: 'Set up' }).click();
    await expect(window.getByRole('heading', { level: 1, name: 'Set up, with something left to do' })).toBeVisible({
      timeout: 60_000,
    });
    const stores = window.getByRole('region', { name: 'Trust stores' });
    const system = stores.getByRole('listitem').filter({ hasText: 'System store' });
    await expect(system).toContainText(/not allowed/i);
    await expect(system).toContainText('sudo');
    const firefox = stores.getByRole('listitem').filter({ hasText: 'Firefox' });
    await expect(firefox).toContainText(/tool missing/i);
    await expect(firefox).toContainText('libnss3-tools');
    await picture(window, 'store-refused');
  } finally {
    await desktop.end();
  }
});
