import { describe, expect, it } from 'vitest';
import { carootFolder } from './caroot';

describe('the folder of mkcert’s authority', () => {
  it.each([
    ['linux', { CAROOT: '/x' }, '/home/me', '/x'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/home/me', '/data/mkcert'],
    ['darwin', { XDG_DATA_HOME: '/data' }, '/Users/me', '/data/mkcert'],
    ['darwin', {}, '/Users/me', '/Users/me/Library/Application Support/mkcert'],
    ['linux', {}, '/home/me', '/home/me/.local/share/mkcert'],
    ['linux', { CAROOT: '' }, '', ''],
  ] as const)('on %s with %j', (platform, env, home, folder) => {
    expect(carootFolder({ platform, env, home })).toBe(folder);
  });
});
