import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Autostart, autostartFile, execValue } from './autostart';

const home = mkdtempSync(join(tmpdir(), 'autostart-'));
afterAll(() => rmSync(home, { recursive: true }));

describe('the key Exec', () => {
  it.each([
    [['/opt/Sealwax/sealwax', '--background'], '/opt/Sealwax/sealwax --background'],
    [['/home/me/My Apps/Sealwax.AppImage'], '"/home/me/My Apps/Sealwax.AppImage"'],
    [['/a%b'], '/a%%b'],
    // Escaped in the quotes, and each backslash once more for the string (Desktop Entry Specification 1.5).
    [['/a"b`c$d\\e'], '"/a\\\\"b\\\\`c\\\\$d\\\\\\\\e"'],
    [["/it's"], '"/it\'s"'],
    [['/a', ''], '/a ""'],
  ])('quotes %j', (words, value) => {
    expect(execValue(words)).toBe(value);
  });
});

describe('starting at login', () => {
  const autostart = new Autostart({ env: {}, home });

  it('is a desktop file in the person’s folder, gone again when it is turned off', async () => {
    expect(await autostart.state()).toBe('off');
    await autostart.turnOff();
    await autostart.turnOn(['/opt/sealwax', '--background']);
    const file = join(home, '.config/autostart/sealwax.desktop');
    expect(autostart.file).toBe(file);
    expect(readFileSync(file, 'utf8')).toMatch(
      /^\[Desktop Entry\]\nType=Application\n(.+\n)*Exec=\/opt\/sealwax --background\n/,
    );
    expect(statSync(file).mode & 0o777).toBe(0o644);
    expect(await autostart.state()).toBe('on');
    const { ino } = statSync(file);
    await autostart.turnOn(['/opt/sealwax', '--background']);
    expect(statSync(file).ino).toBe(ino);
    await autostart.turnOff();
    expect(existsSync(file)).toBe(false);
  });

  it.each(['Hidden=true', 'X-GNOME-Autostart-enabled=false'])('is seen to be turned off by %s', async (line) => {
    await autostart.turnOn(['/opt/sealwax']);
    writeFileSync(autostart.file, `${readFileSync(autostart.file, 'utf8').replace(/^X-GNOME.*\n/m, '')}${line}\n`);
    expect(await autostart.state()).toBe('off-by-desktop');
  });

  it('follows XDG_CONFIG_HOME', () => {
    expect(autostartFile({ env: { XDG_CONFIG_HOME: '/else' }, home })).toBe('/else/autostart/sealwax.desktop');
  });
});
