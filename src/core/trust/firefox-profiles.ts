import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';

export interface BrowserProfile {
  name: string;
  folder: string;
}

interface Section {
  name: string;
  values: Map<string, string>;
}

function sections(text: string): Section[] {
  const found: Section[] = [];
  for (const line of text.split(/\r?\n/)) {
    const header = /^\s*\[([^\]]+)\]\s*$/.exec(line)?.[1];
    if (header !== undefined) {
      found.push({ name: header, values: new Map() });
      continue;
    }
    const at = line.indexOf('=');
    if (at > 0) found[found.length - 1]?.values.set(line.slice(0, at).trim(), line.slice(at + 1).trim());
  }
  return found;
}

/**
 * The profiles that a `profiles.ini` names and that are there, in its order. The file's form: a section a profile, its path
 * relative to the file's folder when IsRelative is 1 (support.mozilla.org, "Profiles - Where Firefox stores your data").
 */
export async function readProfiles(folder: string): Promise<BrowserProfile[]> {
  const text = await readFile(join(folder, 'profiles.ini'), 'utf8').catch(() => '');
  const profiles: BrowserProfile[] = [];
  for (const { name, values } of sections(text)) {
    const path = values.get('Path');
    if (!/^Profile\d+$/.test(name) || path === undefined || path === '') continue;
    const relative = values.get('IsRelative') !== '0' && !isAbsolute(path);
    const at = relative ? join(folder, path) : path;
    if ((await stat(at).catch(() => undefined))?.isDirectory())
      profiles.push({ name: values.get('Name') ?? path, folder: at });
  }
  return profiles;
}
