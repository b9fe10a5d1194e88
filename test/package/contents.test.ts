import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { extractFile, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { describe, expect, it } from 'vitest';
import { releaseExecutable, releaseFolder, releaseResources } from './release-app';

const archive = () => join(releaseResources(), 'app.asar');
const files = () => listPackage(archive(), { isPack: false }).map((path) => path.replaceAll('\\', '/'));
const textOf = (path: string) => extractFile(archive(), path.slice(1)).toString('utf8');

/** In the order of the wire: 1 is on. Electron of today has nine fuses, older ones the first seven or eight. */
const golden = {
  RunAsNode: '0',
  EnableCookieEncryption: '1',
  EnableNodeOptionsEnvironmentVariable: '0',
  EnableNodeCliInspectArguments: '0',
  // Not implemented on Linux.
  EnableEmbeddedAsarIntegrityValidation: '0',
  OnlyLoadAppFromAsar: '1',
  LoadBrowserProcessSpecificV8Snapshot: '0',
  GrantFileProtocolExtraPrivileges: '0',
  WasmTrapHandlers: '1',
};

describe('the packaged release', () => {
  it('has every fuse set as decided, read from the bytes of the binary', () => {
    const binary = readFileSync(releaseExecutable());
    const sentinel = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX');
    const at = binary.indexOf(sentinel);
    expect(at).toBeGreaterThan(0);
    expect(binary.indexOf(sentinel, at + 1)).toBe(-1);
    const [version, length = 0] = binary.subarray(at + sentinel.length);
    const wire = binary.subarray(at + sentinel.length + 2, at + sentinel.length + 2 + length).toString('latin1');
    expect(version).toBe(1);
    expect(length).toBeGreaterThanOrEqual(7);
    expect(wire).toBe(Object.values(golden).join('').slice(0, length));
    expect(length).toBeLessThanOrEqual(Object.keys(golden).length);
  });

  it('shows the same fuses to the tool of Electron', async () => {
    const { version: _, ...wire } = await getCurrentFuseWire(releaseExecutable());
    const named = Object.entries(wire).map(([index, state]) => [
      FuseV1Options[Number(index)],
      String.fromCharCode(state as number),
    ]);
    expect(named.length).toBeGreaterThanOrEqual(7);
    expect(named).toEqual(Object.entries(golden).slice(0, named.length));
  });

  it('holds the built app, its icon and one native module, and nothing else', () => {
    const unexpected = files().filter(
      (path) =>
        !/^\/(out|assets|node_modules)$/.test(path) &&
        !/^\/out\/(main|preload|renderer)(\/[\w.-]+)*$/.test(path) &&
        !/^\/node_modules\/keytar(\/(LICENSE\.md|package\.json|lib|lib\/keytar\.js|prebuilds))?$/.test(path) &&
        !/^\/node_modules\/keytar\/prebuilds\/linux-x64(\/keytar\.node)?$/.test(path) &&
        !/^\/assets\/tray(\/tray-(ok|attention|expired)(Template)?(@2x)?\.png)?$/.test(path) &&
        !['/package.json', '/assets/icon-256.png'].includes(path),
    );
    expect(unexpected).toEqual([]);
    expect(files()).toEqual(expect.arrayContaining(['/out/main/index.js', '/out/preload/window.js', '/package.json']));
    expect(files().filter((path) => /\.(map|ts|tsx)$|\.test\./.test(path))).toEqual([]);
  });

  it('has one native module outside of the archive, built for this platform', () => {
    const unpacked = execFileSync('find', [`${archive()}.unpacked`, '-name', '*.node'], { encoding: 'utf8' });
    const [path = '', ...others] = unpacked.trim().split('\n');
    expect(path).toMatch(/\/keytar\/prebuilds\/linux-x64\/keytar\.node$/);
    expect(others).toEqual([]);
    const module = readFileSync(path);
    // ELF, 64 bits, machine 62 = x86-64 (elf.h).
    expect(module.subarray(0, 5).toString('latin1')).toBe('\x7fELF\x02');
    expect(module.readUInt16LE(18)).toBe(62);
  });

  it('contains no private key', () => {
    const keys = files()
      .filter((path) => /\.(js|html|css|json|pem|key|p12|pfx)$/.test(path))
      .filter((path) => /-----BEGIN [A-Z ]*PRIVATE KEY-----(\\n|\s)+[A-Za-z0-9+/=]{40}/.test(textOf(path)));
    expect(keys).toEqual([]);
    expect(files().filter((path) => /\.(pem|key|p12|pfx)$/.test(path))).toEqual([]);
  });

  it('is of the release flavour and brings no scripts', () => {
    const { name, flavour, main, scripts, devDependencies } = JSON.parse(textOf('/package.json'));
    expect({ name, flavour, main }).toEqual({ name: 'sealwax', flavour: 'release', main: 'out/main/index.js' });
    expect({ scripts, devDependencies }).toEqual({ scripts: undefined, devDependencies: undefined });
  });

  it('has no other app to start beside it', () => {
    expect(existsSync(join(releaseResources(), 'default_app.asar'))).toBe(false);
    expect(readdirSync(releaseResources()).sort()).toEqual(['app.asar', 'app.asar.unpacked', 'cli']);
  });

  it('has the command line beside the app, with its native module, run by the node of PATH', () => {
    const folder = join(releaseResources(), 'cli');
    const env = { PATH: process.env.PATH, HOME: '/nonexistent', SEALWAX_HOME: '/nonexistent/data' };
    const version = execFileSync(join(folder, 'sealwax'), ['--version'], { encoding: 'utf8', env });
    expect(version).toMatch(/^sealwax \d+\.\d+\.\d+\n$/);
    const state = `process.stdout.write(typeof require('keytar').getPassword)`;
    expect(execFileSync('node', ['-e', state], { encoding: 'utf8', env, cwd: folder })).toBe('function');
    expect(readlinkSync(join(folder, 'mkcert'))).toBe('sealwax');
    const none = spawnSync(join(folder, 'sealwax'), ['list'], { encoding: 'utf8', env: { PATH: '/nonexistent' } });
    expect(none.status).not.toBe(0);
  });

  it('lets nobody but its owner change a file', () => {
    const writable = execFileSync('find', [releaseFolder(), '!', '-type', 'l', '-perm', '/022'], { encoding: 'utf8' });
    expect(writable).toBe('');
  });
});
