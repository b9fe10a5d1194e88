import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { program } from '../../../test/support/programs';
import { run } from '../system/run';
import { nssDatabases } from './nss-databases';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'sealwax home é '));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const at = (path: string) => join(home, path);
const find = (env: NodeJS.ProcessEnv = {}, platform: NodeJS.Platform = 'linux') =>
  nssDatabases({ platform, home, env: { PATH: at('bin'), ...env } });

async function database(path: string): Promise<string> {
  await mkdir(at(path), { recursive: true });
  const made = await run('certutil', ['-N', '-d', `sql:${at(path)}`, '--empty-password']);
  if (made.code !== 0) throw new Error(made.stderr);
  return at(path);
}
async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(at(path)), { recursive: true });
  await writeFile(at(path), text);
}
const browser = (name: string) => program(at(`bin/${name}`), 'exit 0');

describe("Chromium's shared database", () => {
  it('is not listed where there is neither a database nor a browser', async () => {
    expect(await find()).toEqual([]);
  });

  it('is where Chromium 156 would make it, when a browser is installed and has never run', async () => {
    await browser('chromium');
    expect(await find()).toEqual([{ folder: at('.local/share/pki/nssdb'), label: 'Chromium' }]);
    expect(await find({ XDG_DATA_HOME: at('xdg') })).toEqual([{ folder: at('xdg/pki/nssdb'), label: 'Chromium' }]);
  });

  it('is ~/.pki/nssdb as soon as that folder exists, even empty', async () => {
    await browser('google-chrome');
    await browser('google-chrome-stable');
    await browser('brave-browser');
    await mkdir(at('.pki/nssdb'), { recursive: true });
    expect(await find()).toEqual([{ folder: at('.pki/nssdb'), label: 'Google Chrome, Brave' }]);
  });

  it('is found without a browser on PATH, in either place', async () => {
    const current = await database('.local/share/pki/nssdb');
    expect(await find()).toEqual([{ folder: current, label: 'Chromium and Chrome' }]);
    const old = await database('.pki/nssdb');
    expect(await find()).toEqual([
      { folder: old, label: 'Chromium and Chrome' },
      { folder: current, label: 'Chromium and Chrome (second database)' },
    ]);
  });

  it('is found inside snaps and Flatpaks', async () => {
    const snap = await database('snap/chromium/current/.pki/nssdb');
    const flatpak = await database('.var/app/org.chromium.Chromium/data/pki/nssdb');
    await mkdir(at('.var/app/org.example.Other/.pki/nssdb'), { recursive: true });
    expect(await find()).toEqual([
      { folder: snap, label: 'chromium (snap)' },
      { folder: flatpak, label: 'org.chromium.Chromium (Flatpak)' },
    ]);
  });
});

const profilesIni = `[Install4F96D1932A9F858E]
Default=abcd.default-release
Locked=1

[Profile1]
Name=default
IsRelative=1
Path=efgh.default
Default=1

[Profile0]
Name=default-release
IsRelative=1
Path=abcd.default-release

[Profile2]
Name=Gone
IsRelative=1
Path=gone

[General]
StartWithLastProfile=1
`;

describe("Firefox's profiles", () => {
  it('are listed from profiles.ini, with or without a database, but only those that are there', async () => {
    await write('.mozilla/firefox/profiles.ini', profilesIni.replaceAll('\n', '\r\n'));
    await database('.mozilla/firefox/abcd.default-release');
    await mkdir(at('.mozilla/firefox/efgh.default'));
    expect(await find()).toEqual([
      { folder: at('.mozilla/firefox/efgh.default'), label: 'Firefox, profile default' },
      { folder: at('.mozilla/firefox/abcd.default-release'), label: 'Firefox, profile default-release' },
    ]);
  });

  it('are followed to a folder elsewhere', async () => {
    await mkdir(at('elsewhere/my profile'), { recursive: true });
    await write(
      '.mozilla/firefox/profiles.ini',
      `[Profile0]\nName=Mine\nIsRelative=0\nPath=${at('elsewhere/my profile')}\n`,
    );
    expect(await find()).toEqual([{ folder: at('elsewhere/my profile'), label: 'Firefox, profile Mine' }]);
  });

  it.each([
    ['.config/mozilla/firefox', 'Firefox', {}],
    ['cfg/mozilla/firefox', 'Firefox', { XDG_CONFIG_HOME: 'cfg' }],
    ['snap/firefox/common/.mozilla/firefox', 'Firefox (snap)', {}],
    ['.var/app/org.mozilla.firefox/.mozilla/firefox', 'Firefox (Flatpak)', {}],
    ['.librewolf', 'LibreWolf', {}],
    ['.thunderbird', 'Thunderbird', {}],
  ] as const)('are found in %s', async (folder, label, env) => {
    await write(`${folder}/profiles.ini`, '[Profile0]\nName=p\nIsRelative=1\nPath=p\n');
    await mkdir(at(`${folder}/p`));
    const given = 'XDG_CONFIG_HOME' in env ? { XDG_CONFIG_HOME: at(env.XDG_CONFIG_HOME) } : {};
    expect(await find(given)).toEqual([{ folder: at(`${folder}/p`), label: `${label}, profile p` }]);
  });

  it('are listed once, though two ways lead to one folder', async () => {
    await mkdir(at('.config/mozilla/firefox/p'), { recursive: true });
    await write('.config/mozilla/firefox/profiles.ini', '[Profile0]\nName=p\nIsRelative=1\nPath=p\n');
    await mkdir(at('.mozilla'));
    await symlink(at('.config/mozilla/firefox'), at('.mozilla/firefox'));
    expect(await find()).toHaveLength(1);
  });

  it('are found on macOS and Windows, where Firefox reads the platform’s store too', async () => {
    await write(
      'Library/Application Support/Firefox/profiles.ini',
      '[Profile0]\nName=m\nIsRelative=1\nPath=Profiles/m\n',
    );
    await mkdir(at('Library/Application Support/Firefox/Profiles/m'), { recursive: true });
    expect(await find({}, 'darwin')).toEqual([
      {
        folder: at('Library/Application Support/Firefox/Profiles/m'),
        label: 'Firefox, profile m',
        readsPlatform: true,
      },
    ]);
    await write('Roaming/Mozilla/Firefox/profiles.ini', '[Profile0]\r\nName=w\r\nIsRelative=1\r\nPath=Profiles/w\r\n');
    await mkdir(at('Roaming/Mozilla/Firefox/Profiles/w'), { recursive: true });
    expect(await find({ APPDATA: at('Roaming') }, 'win32')).toEqual([
      { folder: at('Roaming/Mozilla/Firefox/Profiles/w'), label: 'Firefox, profile w', readsPlatform: true },
    ]);
  });

  it('a damaged profiles.ini lists nothing and stops nothing', async () => {
    await write('.mozilla/firefox/profiles.ini', '\u0000\u0001[Profile0\nPath\n=x\n[Profile1]\nIsRelative=1\n');
    expect(await find()).toEqual([]);
  });
});
