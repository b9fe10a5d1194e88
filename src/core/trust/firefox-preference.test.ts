import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { enterpriseRootsOf } from './firefox-preference';

let profile: string;
beforeEach(async () => {
  profile = await mkdtemp(join(tmpdir(), 'sealwax profile é-'));
});
afterEach(() => rm(profile, { recursive: true, force: true }));

const line = (value: string) => `user_pref("security.enterprise_roots.enabled", ${value});\n`;

it.each([
  ['nothing there', undefined, undefined, 'by-default'],
  ['another preference only', 'user_pref("security.enterprise_roots.other", false);\n', undefined, 'by-default'],
  ['switched off', line('false'), undefined, 'off'],
  ['switched on, with CRLF', line('true').replace('\n', '\r\n'), undefined, 'on'],
  ['a comment', `// ${line('false')}`, undefined, 'by-default'],
  ['the last line of a file', line('true') + line('false'), undefined, 'off'],
  ['user.js over prefs.js', line('true'), line('false'), 'off'],
])('%s', async (_name, prefs, user, expected) => {
  if (prefs !== undefined) await writeFile(join(profile, 'prefs.js'), prefs);
  if (user !== undefined) await writeFile(join(profile, 'user.js'), user);
  expect(await enterpriseRootsOf(profile)).toBe(expected);
});
