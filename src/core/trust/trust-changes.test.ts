import { appendFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRoot, type TestRoot } from '../../../test/support/openssl-roots';
import { TrustChanges, trustChangesFile } from './trust-changes';

let base: string;
let root: TestRoot;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'sealwax changes é-'));
  root = await makeRoot(base, 'Changes CA', 'one');
});
afterAll(() => rm(base, { recursive: true, force: true }));

const outcome = (storeId: string, what: 'done' | 'already' | 'cancelled') => ({
  storeId,
  label: storeId,
  location: `/stores/${storeId}`,
  outcome: what,
  message: `${what}.`,
});

describe('where the record lies', () => {
  it.each([
    ['linux', {}, '/home/me/.local/state/sealwax/trust.jsonl'],
    ['linux', { XDG_STATE_HOME: '/state' }, '/state/sealwax/trust.jsonl'],
    ['linux', { XDG_STATE_HOME: 'relative' }, '/home/me/.local/state/sealwax/trust.jsonl'],
    ['darwin', {}, '/home/me/Library/Application Support/Sealwax Trust/trust.jsonl'],
  ] as const)('%s with %o', (platform, env, expected) => {
    expect(trustChangesFile({ platform, env, home: '/home/me' })).toBe(expected);
  });

  it('is never in the data folder, which may be deleted', () => {
    const place = { platform: 'linux', env: {}, home: '/home/me' } as const;
    expect(trustChangesFile(place)).not.toContain('/.local/share/sealwax');
  });
});

describe('the record of changes', () => {
  const changesIn = (name: string, at = '2026-01-02T03:04:05.000Z') =>
    new TrustChanges(join(base, name, 'state', 'trust.jsonl'), 'command-line', () => new Date(at));

  it('is empty before the first change', async () => {
    expect(await changesIn('none').entries()).toEqual([]);
    expect(await changesIn('none').installed()).toEqual([]);
  });

  it('has a line for each store that was changed, the newest first, and none where nothing was to be done', async () => {
    const changes = changesIn('lines');
    await changes.note('install', root, [outcome('system', 'done'), outcome('nss:/a', 'already')], []);
    await changesIn('lines', '2026-02-01T00:00:00.000Z').note('remove', root, [outcome('system', 'done')], []);
    expect(await changes.entries()).toMatchObject([
      { action: 'remove', storeId: 'system', at: '2026-02-01T00:00:00.000Z', outcome: 'done' },
      {
        action: 'install',
        storeId: 'system',
        at: '2026-01-02T03:04:05.000Z',
        who: 'command-line',
        fingerprint256: root.fingerprint256,
        name: 'Changes CA',
      },
    ]);
  });

  it('keeps the public certificate, so that it can be removed when nothing else is left of it', async () => {
    const changes = changesIn('pem');
    await changes.note('install', root, [outcome('system', 'done')], []);
    expect(await changes.installed()).toEqual([
      { pem: root.pem, name: 'Changes CA', fingerprint256: root.fingerprint256 },
    ]);
  });

  it('does not count what the person said no to as installed', async () => {
    const changes = changesIn('cancelled');
    await changes.note('install', root, [outcome('system', 'cancelled')], []);
    expect(await changes.installed()).toEqual([]);
    expect(await changes.entries()).toHaveLength(1);
  });

  it('is readable by nobody else, in a folder of its own', async () => {
    const changes = changesIn('modes');
    await changes.note('install', root, [outcome('system', 'done')], []);
    expect((await stat(changes.file)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(changes.file))).mode & 0o777).toBe(0o700);
  });

  it('passes over a line that a kill tore off, and the next one stands by itself', async () => {
    const changes = changesIn('torn');
    await changes.note('install', root, [outcome('system', 'done')], []);
    await appendFile(changes.file, '{"at":"2026-01-02T03:0');
    await changes.note('install', root, [outcome('nss:/b', 'done')], []);
    expect((await changes.entries()).map(({ storeId }) => storeId)).toEqual(['nss:/b', 'system']);
  });
});
