import { spawnSync } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';

const project = resolve(__dirname, '..');
const macros: Record<string, string> = { executable: 'sealwax', sanitizedProductName: 'Sealwax' };

/** The script as electron-builder writes it: it replaces each macro, and fails for one that it does not know. */
function script(name: string): string {
  const text = readFileSync(join(project, 'scripts/linux', name), 'utf8');
  return text.replace(/\$\{([a-zA-Z]+)\}/g, (_, macro: string) => {
    const value = macros[macro];
    if (value === undefined) throw new Error(`there is no macro ${macro}`);
    return value;
  });
}

let root = '';
const link = () => join(root, 'usr/bin/sealwax');
const cli = () => join(root, 'opt/Sealwax/resources/cli/sealwax');
const window = () => join(root, 'opt/Sealwax/sealwax');

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sealwax-package-'));
  for (const folder of ['usr/bin', 'opt/Sealwax/resources/cli', 'bin'])
    mkdirSync(join(root, folder), { recursive: true });
  for (const file of [cli(), window(), join(root, 'opt/Sealwax/chrome-sandbox')]) writeFileSync(file, '');
  // Nothing else is found, so that nothing of this machine is touched: no alternatives, no AppArmor, no databases.
  for (const tool of ['ln', 'rm', 'readlink', 'chmod']) symlinkSync(`/bin/${tool}`, join(root, 'bin', tool));
});

/** Runs it with its absolute paths below the temporary root. */
function run(name: string, ...args: string[]): void {
  const moved = script(name).replace(/'\/(usr|opt|etc)\//g, `'${root}/$1/`);
  expect(moved).not.toMatch(/['" ]\/(?:opt|etc)\//);
  const done = spawnSync('/bin/bash', ['-c', moved, name, ...args], {
    env: { PATH: join(root, 'bin') },
    encoding: 'utf8',
  });
  expect(done.status).toBe(0);
}
const install = () => run('after-install.tpl', 'configure');
const linked = () => readlinkSync(link());
const isThere = () => readdirSync(join(root, 'usr/bin')).includes('sealwax');

describe('the scripts of the Linux packages', () => {
  it('put the command line on PATH, and take it away when the package goes', () => {
    install();
    expect(linked()).toBe(cli());
    install();
    expect(linked()).toBe(cli());
    run('after-remove.tpl', 'remove');
    expect(isThere()).toBe(false);
    run('after-remove.tpl', 'purge');
  });

  it.each(['upgrade', '1'])('keep it when a newer version comes (%s)', (word) => {
    install();
    run('after-remove.tpl', word);
    expect(linked()).toBe(cli());
  });

  it('put it in the place of the window that an older version had there', () => {
    symlinkSync(window(), link());
    install();
    expect(linked()).toBe(cli());
  });

  it('leave a program of that name alone that came otherwise', () => {
    writeFileSync(link(), 'of somebody else');
    install();
    run('after-remove.tpl', 'remove');
    expect(lstatSync(link()).isFile()).toBe(true);
  });

  it('are those that the packages are built with, and the menu names the window by its path', () => {
    const config = readFileSync(join(project, 'electron-builder.yml'), 'utf8');
    for (const target of ['deb', 'rpm']) {
      const part = new RegExp(`^${target}:\\n((?: {2}.*\\n)+)`, 'm').exec(config)?.[1];
      expect(part).toContain('afterInstall: scripts/linux/after-install.tpl');
      expect(part).toContain('afterRemove: scripts/linux/after-remove.tpl');
    }
    const helper = readFileSync(join(project, 'node_modules/app-builder-lib/out/targets/LinuxTargetHelper.js'), 'utf8');
    expect(helper).toMatch(/exec = `\S*installPrefix\}\/\S*sanitizedProductName\}\/\S*executableName\}`/);
  });
});
