import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { goTo } from '../support/app-page';
import { call } from '../support/calls';
import { type Desktop, dataFolder, startDesktop } from '../support/desktop';
import { seed } from '../support/seeded';

// Two years of use end today: some certificates are due, one expired while the machine was off.
let desktop: Desktop;

test.beforeAll(async () => {
  desktop = await startDesktop({
    prepare: async (session) => {
      await seed(session);
      // The seed turns automatic renewal off; without settings it is on, as it is for everybody.
      rmSync(join(dataFolder(session), 'settings.json'));
    },
  });
});
test.afterAll(async () => {
  await desktop.end();
});

test('what is due at the start is renewed without a click, and the old ones say who took their place', async () => {
  const { window, session } = desktop;
  await goTo(window, 'Certificates');
  const rows = window.getByRole('grid').getByRole('row').filter({ hasText: 'api.shop.test' });
  await expect(rows.filter({ hasText: 'healthy' })).toHaveCount(1, { timeout: 20_000 });
  await expect(rows.filter({ hasText: 'replaced' })).toHaveCount(1);
  await rows.filter({ hasText: 'replaced' }).click();
  const detail = window.getByRole('complementary', { name: 'Certificate' });
  await expect(detail).toContainText('Replaced by a newer one');
  await detail.getByRole('button', { name: 'Show it' }).click();
  await expect(detail).toContainText('Renewed by itself from');
  const list = await call(window, 'certificates.list', undefined);
  const inUse = list.filter(({ replacedBy }) => replacedBy === undefined);
  expect(inUse.map(({ status }) => status)).toEqual(inUse.map(() => 'healthy'));
  const renewed = readFileSync(join(dataFolder(session), 'journal.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('"certificate.renewed"'));
  expect(renewed.length).toBeGreaterThan(2);
  for (const line of renewed) expect(JSON.parse(line)).toMatchObject({ who: 'automatic' });
});
