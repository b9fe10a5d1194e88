import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { call, makeRoot } from '../support/calls';
import { dataFolder, startDesktop } from '../support/desktop';
import { filesHolding, formsOfKey, formsOfRootKey, heapOf, passphraseOf, watchArguments } from '../support/secrets';

test('no secret is found in the window, an output, a command line or the data folder', async () => {
  const watch = watchArguments();
  const desktop = await startDesktop();
  try {
    const { authority } = await makeRoot(desktop.window, ['system']);
    const certificate = await call(desktop.window, 'certificates.issue', { names: ['app.test'] });
    await call(desktop.window, 'certificates.get', { id: certificate.id });
    await call(desktop.window, 'trust.remove', { stores: ['system'] });

    const passphrase = passphraseOf(desktop.session, authority.id);
    expect(passphrase).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    const rootKey = formsOfRootKey(join(authority.folder, 'root-key.pem'), passphrase);
    const leafKeyPem = readFileSync(certificate.files.key, 'utf8');
    const leafKey = formsOfKey(leafKeyPem);
    const leafBody = leafKeyPem.split('\n')[1] as string;
    const secrets = [passphrase, ...rootKey, ...leafKey, leafBody];

    const heap = await heapOf(desktop.window);
    // The check itself is checked: what the window does know is found.
    expect(heap).toContain(certificate.fingerprint);
    for (const secret of secrets) expect(heap.includes(secret)).toBe(false);

    const output = desktop.output();
    const seen = await watch.end();
    expect(seen).toContain('electron');
    for (const secret of secrets) {
      expect(output.includes(secret)).toBe(false);
      expect(seen.includes(secret)).toBe(false);
    }

    const data = dataFolder(desktop.session);
    expect(filesHolding(data, [passphrase, ...rootKey])).toEqual([]);
    expect(filesHolding(data, [leafBody, ...leafKey])).toEqual([join('certificates', certificate.id, 'key.pem')]);
    expect(statSync(certificate.files.key).mode & 0o777).toBe(0o600);
    expect(statSync(join(authority.folder, 'root-key.pem')).mode & 0o777).toBe(0o600);
    // Chromium's own folder of the app, caches and all.
    expect(filesHolding(join(desktop.session.home, '.config'), secrets)).toEqual([]);
  } finally {
    await watch.end();
    await desktop.end();
  }
});
