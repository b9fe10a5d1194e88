import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { run } from '../../src/core/system/run';
import { goTo } from '../support/app-page';
import { makeRoot } from '../support/calls';
import { type Desktop, dataFolder, startDesktop } from '../support/desktop';
import { answerDialogs } from '../support/main-dialogs';
import { servingOpenssl } from '../support/openssl-server';
import { issue, serverAuth } from '../support/path-certificates';

// The window's own TLS library is another one than that of the command line, and its files are those of another tool.
const program = resolve(__dirname, '../../bin/sealwax.cjs');
const dayMs = 86_400_000;
let desktop: Desktop;

test.beforeAll(async () => {
  desktop = await startDesktop();
  await makeRoot(desktop.window, [], 'Watching CA');
});
test.afterAll(async () => {
  await desktop.end();
});

test('an expired pair of another tool is found, shown as its server serves it, renewed in place, and put back', async () => {
  const { app, window, session } = desktop;
  const project = join(session.home, 'projects/web/certificates');
  await mkdir(project, { recursive: true });
  const days = (count: number) => new Date(Date.now() + count * dayMs);
  const old = issue({
    ...{
      issuer: issue({ subject: 'mkcert dev@host', from: days(-900), to: days(900) }),
      from: days(-830),
      to: days(-5),
    },
    ...{ subject: 'localhost', names: [{ dNSName: 'localhost' }], extended: [serverAuth] },
  });
  const [certificate, key] = [join(project, 'localhost.pem'), join(project, 'localhost-key.pem')];
  await writeFile(certificate, old.pem);
  await writeFile(key, String(old.key.key.export({ type: 'pkcs8', format: 'pem' })), { mode: 0o600 });

  await goTo(window, 'Watched');
  await window.getByRole('button', { name: 'Find what other tools made…' }).click();
  await answerDialogs(app, { open: [[join(session.home, 'projects')]] });
  await window.getByRole('button', { name: 'Look through a folder of projects…' }).click();
  await expect(window.getByRole('list', { name: 'Certificates found' })).toContainText('Next.js, expired 5 days ago');
  await window.getByRole('dialog').getByRole('button', { name: 'Watch', exact: true }).click();
  const file = window.getByRole('row').filter({ hasText: 'certificates/localhost.pem' });
  await expect(file).toContainText('expired');

  await servingOpenssl(['-cert', certificate, '-key', key], async (port) => {
    const env = { ...session.env, SEALWAX_HOME: dataFolder(session) };
    const added = await run(process.execPath, [program, 'watch', 'add', `localhost:${port}`], {
      env,
      timeoutMs: 30_000,
    });
    expect(added.code, added.stderr).toBe(0);
    const server = window.getByRole('row').filter({ hasText: `localhost:${port}` });
    await expect(server).toContainText('expired');
    await window.getByRole('button', { name: 'Check all now' }).click();
    await expect(server).toContainText('just now');
    await expect(server).toContainText('mkcert dev@host');
  });

  await window.getByRole('button', { name: 'certificates/localhost.pem' }).click();
  await window.getByRole('button', { name: 'Renew in place: localhost' }).click();
  const dialog = window.getByRole('dialog', { name: 'Renew in place' });
  await expect(dialog).toContainText(certificate);
  await expect(dialog).toContainText(key);
  await dialog.getByRole('button', { name: 'Write both files' }).click();
  await expect(file).toContainText('healthy');
  expect((await stat(key)).mode & 0o777).toBe(0o600);
  await servingOpenssl(['-cert', certificate, '-key', key], async (port) => {
    const asked = await run('openssl', ['s_client', '-connect', `127.0.0.1:${port}`, '-servername', 'localhost'], {
      input: '',
      timeoutMs: 20_000,
    });
    expect(asked.stdout).toContain('issuer=CN = Watching CA');
  });
  await window.getByRole('button', { name: 'Undo' }).click();
  await expect(file).toContainText('expired');
  expect(await readFile(certificate, 'utf8')).toBe(old.pem);
});
