import { expect, type Locator, test } from '@playwright/test';
import type { Certificate } from '../../src/ipc/schemas';
import { newCertificate, noDialog } from '../support/app-page';
import { call, makeRoot } from '../support/calls';
import { type Desktop, picture, startDesktop } from '../support/desktop';
import { keyFits, opensslAccepts, opensslWords } from '../support/issued-files';

const hour = 3_600_000;
const day = 24 * hour;
let desktop: Desktop;
let dialog: Locator;

test.beforeAll(async () => {
  desktop = await startDesktop();
  await makeRoot(desktop.window, [], 'Kinds CA');
});
test.afterAll(async () => {
  await desktop.end();
});
test.beforeEach(async () => {
  dialog = await newCertificate(desktop.window);
});

const purpose = (label: string) =>
  dialog.getByRole('radiogroup', { name: 'Purpose' }).getByText(label, { exact: true }).click();
const moreOptions = () => dialog.getByRole('button', { name: 'More options' }).click();
const validFor = () => dialog.getByRole('combobox', { name: 'Valid for' });

/** Types the names, issues, and gives back the certificate from the list. */
async function issued(names: string): Promise<Certificate> {
  const { window } = desktop;
  await dialog.getByRole('textbox', { name: 'Names' }).fill(names);
  await dialog.getByRole('button', { name: 'Issue certificate' }).click();
  const done = window.getByRole('dialog', { name: 'Certificate issued' });
  await done.getByRole('button', { name: 'Done' }).click({ timeout: 60_000 });
  await noDialog(window);
  const list = await call(window, 'certificates.list', undefined);
  const found = list.find((each) => each.names.some(({ value }) => value === names.split(',')[0]));
  if (found === undefined) throw new Error(`${names} is not in the list`);
  return found;
}

test('a client certificate with RSA 3072, every subject field and 14 days', async () => {
  await purpose('Client');
  await moreOptions();
  await dialog.getByRole('combobox', { name: 'Key' }).selectOption('RSA 3072');
  await validFor().selectOption('14 days');
  for (const [label, value] of [
    ['Common name (CN)', 'Ada’s laptop'],
    ['Organisation (O)', 'Analytical Engines'],
    ['Unit (OU)', 'Research'],
    ['Locality (L)', 'London'],
    ['State or province (ST)', 'Greater London'],
    ['Country (C)', 'GB'],
  ] as const)
    await dialog.getByRole('textbox', { name: label }).fill(value);
  await picture(desktop.window, 'new-certificate-client');
  const certificate = await issued('ada.test');

  await opensslAccepts(certificate, 'sslclient');
  await expect(opensslAccepts(certificate, 'sslserver')).rejects.toThrow(/unsuitable|purpose/);
  await keyFits(certificate);
  const { text, subject, notBefore, notAfter } = await opensslWords(certificate.files.certificate);
  expect(text).toContain('Public-Key: (3072 bit)');
  expect(subject).toBe('C=GB,ST=Greater London,L=London,O=Analytical Engines,OU=Research,CN=Ada\\E2\\80\\99s laptop');
  expect(notAfter.getTime() - notBefore.getTime()).toBeLessThanOrEqual(14 * day + hour);
  // It begins an hour ago, for machines whose clock is behind.
  expect(notAfter.getTime() - Date.now()).toBeGreaterThan(14 * day - 2 * hour);
});

test('a country that is none is said at its field, and nothing is issued', async () => {
  await moreOptions();
  await dialog.getByRole('textbox', { name: 'Country (C)' }).fill('Q');
  await dialog.getByRole('textbox', { name: 'Names' }).fill('country.test');
  await dialog.getByRole('button', { name: 'Issue certificate' }).click();
  await expect(dialog.getByText(/two letters/i).last()).toBeVisible();
  await expect(dialog.getByRole('textbox', { name: 'Country (C)' })).toHaveAttribute('aria-invalid', 'true');
  await picture(desktop.window, 'new-certificate-country');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await noDialog(desktop.window);
});

test('an e-mail certificate: openssl takes it for signing and encrypting mail to that address, and for no server', async () => {
  await purpose('E-mail');
  await expect(dialog.getByText('Mail addresses, such as ada@home.test.')).toBeVisible();
  await moreOptions();
  await dialog.getByRole('combobox', { name: 'Key' }).selectOption('RSA 2048');
  const certificate = await issued('ada@home.test');
  await opensslAccepts(certificate, 'smimesign', ['-verify_email', 'ada@home.test']);
  await opensslAccepts(certificate, 'smimeencrypt');
  await expect(opensslAccepts(certificate, 'sslserver')).rejects.toThrow(/unsuitable|purpose/);
});

test('one hour, for server and client, with P-384', async () => {
  await purpose('Both');
  await moreOptions();
  await dialog.getByRole('combobox', { name: 'Key' }).selectOption('ECDSA P-384');
  await validFor().selectOption('1 hour');
  const certificate = await issued('hour.test,127.0.0.1,::1');
  await opensslAccepts(certificate, 'sslserver', ['-verify_ip', '::1']);
  await opensslAccepts(certificate, 'sslclient');
  const { text, notAfter } = await opensslWords(certificate.files.certificate);
  expect(text).toContain('NIST CURVE: P-384');
  expect(notAfter.getTime() - Date.now()).toBeLessThanOrEqual(hour);
  expect(notAfter.getTime() - Date.now()).toBeGreaterThan(hour - 60_000);
});

test('a day beyond 825 days says who would refuse it, one beyond the root is cut, and both are told before', async () => {
  await moreOptions();
  await validFor().selectOption('Until a day of your choice');
  await dialog.getByLabel('Last day').fill(new Date(Date.now() + 900 * day).toISOString().slice(0, 10));
  await expect(dialog.getByText(/825 days/).last()).toContainText(/Apple/);
  await expect(dialog.getByText(/825 days/).last()).toBeInViewport({ ratio: 1 });
  await picture(desktop.window, 'new-certificate-825');
  await dialog.getByLabel('Last day').fill('2049-12-31');
  await expect(dialog.getByText(/cut to the end of the authority that signs it/)).toBeVisible();
  const certificate = await issued('long.test');
  await opensslAccepts(certificate, 'sslserver');
  const { notAfter } = await opensslWords(certificate.files.certificate);
  const [authority] = await call(desktop.window, 'authorities.list', undefined);
  expect(notAfter.getTime()).toBeLessThanOrEqual(Date.parse(authority?.notAfter ?? ''));
  expect(notAfter.getTime() - Date.now()).toBeGreaterThan(9 * 365 * day);
});

test('a name in other letters is shown in both forms, and this machine’s names are one press away', async () => {
  await dialog.getByRole('button', { name: 'Add localhost' }).click();
  await expect(dialog.getByRole('button', { name: 'localhost, edit' })).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Names' }).pressSequentially('bücher.test,');
  await expect(dialog.getByText(/xn--bcher-kva\.test/).first()).toBeVisible();
  await dialog.getByRole('button', { name: 'Remove localhost' }).click();
  await dialog.getByRole('button', { name: 'Issue certificate' }).click();
  await desktop.window.getByRole('button', { name: 'Done' }).click();
  await noDialog(desktop.window);
  const list = await call(desktop.window, 'certificates.list', undefined);
  const certificate = list.find(({ names }) => names.some(({ display }) => display === 'bücher.test'));
  expect((await opensslWords(certificate?.files.certificate ?? '')).text).toContain('DNS:xn--bcher-kva.test');
});
