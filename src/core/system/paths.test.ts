import { describe, expect, it } from 'vitest';
import { dataFolder, xdgConfigHome, xdgDataHome } from './paths';

const linux = (env: NodeJS.ProcessEnv) => dataFolder({ platform: 'linux', env, home: '/home/me' });

describe('the data folder', () => {
  it('is below ~/.local/share on Linux', () => {
    expect(linux({})).toBe('/home/me/.local/share/sealwax');
  });
  it('follows XDG_DATA_HOME on Linux', () => {
    expect(linux({ XDG_DATA_HOME: '/data/me' })).toBe('/data/me/sealwax');
  });
  it('ignores an empty or a relative XDG_DATA_HOME, as the specification asks', () => {
    expect(linux({ XDG_DATA_HOME: '' })).toBe('/home/me/.local/share/sealwax');
    expect(linux({ XDG_DATA_HOME: 'share' })).toBe('/home/me/.local/share/sealwax');
  });
  it('is below Application Support on macOS, whatever XDG says', () => {
    const env = { XDG_DATA_HOME: '/data/me' };
    expect(dataFolder({ platform: 'darwin', env, home: '/Users/me' })).toBe(
      '/Users/me/Library/Application Support/Sealwax',
    );
  });
  it('is below APPDATA on Windows, with the default place when that is not set', () => {
    const home = 'C:\\Users\\me';
    expect(dataFolder({ platform: 'win32', env: { APPDATA: 'D:\\Roaming' }, home })).toBe('D:\\Roaming\\Sealwax');
    expect(dataFolder({ platform: 'win32', env: {}, home })).toBe('C:\\Users\\me\\AppData\\Roaming\\Sealwax');
  });
  it('is SEALWAX_HOME where that is set, on every platform', () => {
    expect(linux({ SEALWAX_HOME: '/srv/my ca/ü', XDG_DATA_HOME: '/data' })).toBe('/srv/my ca/ü');
    const env = { SEALWAX_HOME: 'E:\\ca', APPDATA: 'D:\\Roaming' };
    expect(dataFolder({ platform: 'win32', env, home: 'C:\\Users\\me' })).toBe('E:\\ca');
  });
  it('does not take an empty SEALWAX_HOME for the current folder', () => {
    expect(linux({ SEALWAX_HOME: '' })).toBe('/home/me/.local/share/sealwax');
  });
});

describe('the XDG folders', () => {
  it('have the defaults of the specification', () => {
    expect(xdgDataHome({ env: {}, home: '/h' })).toBe('/h/.local/share');
    expect(xdgConfigHome({ env: {}, home: '/h' })).toBe('/h/.config');
    expect(xdgConfigHome({ env: { XDG_CONFIG_HOME: '/c' }, home: '/h' })).toBe('/c');
  });
});
