import { describe, expect, it } from 'vitest';
import { complete, type Things } from './engine';

const things: Things = async (kind) => [{ word: `${kind}-1`, about: kind }];
const words = async (...typed: string[]) => (await complete(typed, things)).candidates.map(({ word }) => word);

describe('complete', () => {
  it('knows what stands where', async () => {
    expect(await words('')).toEqual(expect.arrayContaining(['issue', 'ca', 'mkcert']));
    expect(await words('--')).toEqual(['--json', '--quiet', '--help']);
    expect(await words('ca', 'se')).toEqual(['set-aside']);
    expect(await words('--json', 'ca', 'se')).toEqual(['set-aside']);
    expect(await words('ca', 'keep', '')).toEqual(['authority-1']);
    expect(await words('ca', 'keep', 'x', 's')).toEqual(['session']);
    expect(await words('ca', 'keep', 'x', 'session', '')).toEqual([]);
    expect(await words('export', 'a', 'b', '')).toEqual(['certificate-1']);
    expect(await words('export', '--format', 'pem', '')).toEqual(['certificate-1']);
    expect(await words('trust', 'install', '--store', '')).toEqual(['store-1']);
    expect(await words('csr', 'show', '')).toEqual(['request-1']);
  });

  it('offers an option once, unless it may be repeated, and none after two dashes', async () => {
    expect(await words('issue', '--days', '3', '--da')).toEqual([]);
    expect(await words('verify', 'x', '--root', 'a', '--ro')).toEqual(['--root']);
    expect(await words('issue', '--', '--da')).toEqual([]);
  });

  it('completes a list after its comma and a value after its equals sign', async () => {
    expect(await words('export', 'x', '--format', 'pem,de')).toEqual(['pem,der']);
    expect(await words('export', 'x', '--format', 'der,de')).toEqual([]);
    expect(await words('issue', '--purpose=cl')).toEqual(['--purpose=client']);
  });

  it('leaves files and folders to the shell, and knows nothing of what is not there', async () => {
    expect((await complete(['verify', ''], things)).files).toBe('files');
    expect((await complete(['issue', '--out', ''], things)).files).toBe('folders');
    expect(await words('nothing', '')).toEqual([]);
    expect(await words('ca', 'nothing', '')).toEqual([]);
    expect(await words('mkcert', '')).toEqual([]);
  });
});
