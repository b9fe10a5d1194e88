import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Whether a Firefox profile on macOS or Windows takes the roots of the platform's own store. */
export type EnterpriseRoots = 'on' | 'off' | 'by-default';

const preference = /^[ \t]*user_pref\(\s*["']security\.enterprise_roots\.enabled["']\s*,\s*(true|false)\s*\)/gm;

async function lastValue(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return [...text.matchAll(preference)].pop()?.[1];
}

/**
 * Reads `security.enterprise_roots.enabled` of a profile. `user.js` wins over `prefs.js`, for Firefox reads it after that at each
 * start, and within a file the last line wins. "by-default" when neither names it, or neither can be read: Firefox 120 and later
 * then take the platform's roots. A policy of an administrator is not seen here.
 */
export async function enterpriseRootsOf(profile: string): Promise<EnterpriseRoots> {
  const value = (await lastValue(join(profile, 'user.js'))) ?? (await lastValue(join(profile, 'prefs.js')));
  if (value === undefined) return 'by-default';
  return value === 'true' ? 'on' : 'off';
}
