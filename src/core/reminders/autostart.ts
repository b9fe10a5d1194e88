import { posix } from 'node:path';
import { ensureFolder, writeFileAtomic } from '../system/atomic-file';
import { readFile, rm } from '../system/file-calls';
import { explainFsError } from '../system/fs-error';
import { type Surroundings, xdgConfigHome } from '../system/paths';

/** Where desktops look for what is started at login (XDG Desktop Application Autostart Specification). */
export const autostartFile = (place: Pick<Surroundings, 'env' | 'home'>): string =>
  posix.join(xdgConfigHome(place), 'autostart', 'sealwax.desktop');

/**
 * A program and its arguments as the key Exec takes them (Desktop Entry Specification 1.5, "The Exec key"): what holds a reserved
 * character stands in double quotes, in which four characters are escaped; a percent sign is doubled, as it begins a field code.
 * Then the escapes of a value of type string apply to the whole, so each backslash is doubled once more ("Possible value types").
 */
export function execValue(words: readonly string[]): string {
  const quoted = words.map((word) => {
    const plain = word.replaceAll('%', '%%');
    return /^[A-Za-z0-9_@%+=:,./-]+$/.test(plain) ? plain : `"${plain.replace(/["`$\\]/g, '\\$&')}"`;
  });
  return quoted.join(' ').replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}

/** The desktop file that starts the app at login. `command`: the program and its arguments. */
export const autostartEntry = (command: readonly string[]): string =>
  `${[
    '[Desktop Entry]',
    'Type=Application',
    'Version=1.5',
    'Name=Sealwax',
    'Comment=Watches certificates in the background',
    `Exec=${execValue(command)}`,
    'Icon=sealwax',
    'Terminal=false',
    // The line by which the settings of several desktops turn an entry off and on.
    'X-GNOME-Autostart-enabled=true',
  ].join('\n')}\n`;

/** The desktop's own settings turn an entry off by one of these lines, and leave it there. */
const turnedOff = /^\s*(Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$/m;

/** Starting at login on a desktop that follows XDG: a file in the person's own folder. */
export class Autostart {
  readonly file: string;

  constructor(place: Pick<Surroundings, 'env' | 'home'>) {
    this.file = autostartFile(place);
  }

  /** "off-by-desktop": our entry is there, and the settings of the desktop turned it off. */
  async state(): Promise<'on' | 'off' | 'off-by-desktop'> {
    const text = await this.read();
    if (text === undefined) return 'off';
    return turnedOff.test(text) ? 'off-by-desktop' : 'on';
  }

  /** Throws `read-only`, `disk-full`. */
  async turnOn(command: readonly string[]): Promise<void> {
    const entry = autostartEntry(command);
    if ((await this.read()) === entry) return;
    await ensureFolder(posix.dirname(this.file));
    await writeFileAtomic(this.file, entry, 0o644);
  }

  /** Throws `read-only`. */
  async turnOff(): Promise<void> {
    try {
      await rm(this.file, { force: true });
    } catch (error) {
      throw explainFsError(error, `delete ${this.file}`);
    }
  }

  private read(): Promise<string | undefined> {
    return readFile(this.file, 'utf8').catch(() => undefined);
  }
}
