import { posix, win32 } from 'node:path';

export interface Surroundings {
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  /** The person's home folder. */
  home: string;
}

/** A variable that is set to nothing counts as not set (XDG Base Directory Specification, "Environment variables"). */
const set = (value: string | undefined): string | undefined =>
  value === undefined || value === '' ? undefined : value;

/**
 * `$XDG_DATA_HOME`, or its default. A relative path there is invalid and ignored, as the XDG Base Directory Specification
 * asks.
 */
export function xdgDataHome({ env, home }: Pick<Surroundings, 'env' | 'home'>): string {
  const given = set(env.XDG_DATA_HOME);
  return given !== undefined && posix.isAbsolute(given) ? given : posix.join(home, '.local', 'share');
}

/** `$XDG_CONFIG_HOME`, or its default; the same rule as for `xdgDataHome`. */
export function xdgConfigHome({ env, home }: Pick<Surroundings, 'env' | 'home'>): string {
  const given = set(env.XDG_CONFIG_HOME);
  return given !== undefined && posix.isAbsolute(given) ? given : posix.join(home, '.config');
}

/** The folder that holds everything Sealwax keeps. `SEALWAX_HOME` comes before the platform's own place. */
export function dataFolder({ platform, env, home }: Surroundings): string {
  const path = platform === 'win32' ? win32 : posix;
  const chosen = set(env.SEALWAX_HOME);
  if (chosen !== undefined) return path.resolve(chosen);
  switch (platform) {
    case 'darwin':
      return posix.join(home, 'Library', 'Application Support', 'Sealwax');
    case 'win32':
      return win32.join(set(env.APPDATA) ?? win32.join(home, 'AppData', 'Roaming'), 'Sealwax');
    default:
      return posix.join(xdgDataHome({ env, home }), 'sealwax');
  }
}
