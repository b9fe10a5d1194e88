import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { AppError } from '../core/errors';
import type { OpenedFiles } from '../core/inspect/opened-files';
import { Arrivals, filesIn } from './arrivals';

vi.mock('electron', () => ({ ipcMain: {} }));

const folder = mkdtempSync(join(tmpdir(), 'arrivals-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'a.pem');
writeFileSync(file, 'x');

test('the app’s own folder is no file to open, wherever switches stand', () => {
  for (const argv of [
    ['electron', folder, file],
    ['electron', '--no-sandbox', folder, '--inspect=0', file],
    ['electron', '--inspect=0', '--remote-debugging-port=0', '.', 'a.pem'],
  ]) {
    expect(filesIn(argv, folder, folder)).toEqual([file]);
  }
});

test('a packaged app takes every argument that is a file', () => {
  expect(filesIn(['sealwax', 'a.pem', 'not-there.pem', '--flag'], folder, undefined)).toEqual([file]);
});

test('what comes before the window listens waits and is given once; a failure is explained, and nothing waits', async () => {
  const said: [string, string | undefined][] = [];
  const opened = { read: async () => 'token', get: () => ({ title: 'a.pem' }) } as unknown as OpenedFiles;
  let listens = false;
  const arrivals = new Arrivals({ opened, tell: () => listens, explain: (...words) => said.push(words) });
  await arrivals.take([]);
  await arrivals.take([file]);
  expect(arrivals.takeWaiting()).toEqual([{ token: 'token', title: 'a.pem' }]);
  listens = true;
  await arrivals.take([file]);
  opened.read = async () => {
    throw new AppError('file-unreadable', 'It cannot be read.', { hint: 'Try another.' });
  };
  await arrivals.take([file]);
  expect(arrivals.takeWaiting()).toEqual([]);
  expect(said).toEqual([['It cannot be read.', 'Try another.']]);
});
