import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeAuthority, tempServices } from '../../../test/support/temp-services';
import type { ProveReport } from '../../ipc/schemas';
import type { Services } from '../services';
import { run } from '../system/run';
import { which } from '../system/which';
import { Recipes } from './recipes';

let base: string;
let services: Services;
let pem: string;
let pemPath: string;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "sealwax it's é-"));
  services = await tempServices({ dir: join(base, 'data folder') });
  await makeAuthority(services);
  ({ pem, pemPath } = await services.authorities.rootCertificate());
});
afterAll(() => rm(base, { recursive: true, force: true }));

async function put(path: string, data: string, mode = 0o644): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, data);
  await chmod(path, mode);
  return path;
}

interface Machine {
  env?: NodeJS.ProcessEnv;
  rootFolder?: string;
  proofs?: ProveReport['proofs'];
  platform?: NodeJS.Platform;
}

function recipesOn({ env = {}, rootFolder = join(base, 'empty root'), proofs, platform = 'linux' }: Machine = {}) {
  const report = proofs && { passed: true, at: new Date().toISOString(), address: 'https://localhost:1', proofs };
  return new Recipes({
    place: { platform, env, home: base },
    dir: services.dir,
    authorities: services.authorities,
    lastProof: () => report ?? null,
    rootFolder,
  });
}

const stateOf = async (recipes: Recipes, id: string) => (await recipes.read()).recipes.find((each) => each.id === id);

describe('recipes', () => {
  it('says which programs are not here, and does not guess about devices', async () => {
    const programs = join(base, 'bin');
    await put(join(programs, 'node'), '#!/bin/sh\n', 0o755);
    const recipes = recipesOn({ env: { PATH: programs } });
    expect(await stateOf(recipes, 'ruby')).toMatchObject({ state: 'not-here' });
    expect(await stateOf(recipes, 'node')).toMatchObject({ state: 'unknown' });
    expect(await stateOf(recipes, 'android')).toMatchObject({ state: 'unknown' });
  });

  it.each([
    ['passed', 'works'],
    ['failed', 'needed'],
    ['not-run', 'unknown'],
  ] as const)('takes a proof that %s for its word', async (result, state) => {
    const programs = join(base, 'bin');
    await put(join(programs, 'node'), '#!/bin/sh\n', 0o755);
    const proofs = [{ id: 'client:node', label: 'Node', result, message: 'so it said', durationMs: 1 }];
    expect(await stateOf(recipesOn({ env: { PATH: programs }, proofs }), 'node')).toMatchObject({ state });
  });

  it('sees that Node is told already, by a file with this root and by no other', async () => {
    const programs = join(base, 'bin');
    await put(join(programs, 'node'), '#!/bin/sh\n', 0o755);
    const told = (file: string) => recipesOn({ env: { PATH: programs, NODE_EXTRA_CA_CERTS: file } });
    expect(await stateOf(told(pemPath), 'node')).toMatchObject({ state: 'works' });
    const other = await put(join(base, 'other.pem'), 'nothing');
    expect(await stateOf(told(other), 'node')).toMatchObject({ state: 'unknown' });
    expect(await stateOf(told(join(base, 'gone.pem')), 'node')).toMatchObject({ state: 'unknown' });
  });

  it('names the real path of the root, quoted for the shell', async () => {
    const command = (await stateOf(recipesOn({ env: { PATH: '/usr/bin:/bin' } }), 'docker'))?.steps[0]?.command ?? '';
    const folder = await mkdtemp(join(base, 'context-'));
    expect((await run('/bin/sh', ['-c', command], { cwd: folder })).code).toBe(0);
    expect(await readFile(join(folder, 'root.pem'), 'utf8')).toBe(pem);
  });

  it('points other programs to the system’s list only where that holds the root', async () => {
    const rootFolder = join(base, 'machine');
    const bundle = await put(join(rootFolder, 'etc/ssl/certs/ca-certificates.crt'), 'no root of ours');
    const without = await recipesOn({ rootFolder }).read();
    expect(without.shell.lines.map(({ variable }) => variable)).toEqual(['NODE_EXTRA_CA_CERTS']);
    await writeFile(bundle, `others\n${pem}`);
    const withRoot = await recipesOn({ rootFolder }).read();
    expect(withRoot.shell.lines).toContainEqual(
      expect.objectContaining({ variable: 'REQUESTS_CA_BUNDLE', value: bundle }),
    );
  });

  it('has a text, steps and a source for each, on every platform', async () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      for (const { id, title, steps, source } of (await recipesOn({ platform }).read()).recipes) {
        expect(title.length * steps.length, `${platform} ${id}`).toBeGreaterThan(0);
        expect(source).toMatch(/^https:\/\//);
      }
    }
  });
});

describe('the file for a shell', () => {
  it('is written, is sourced by a shell, is seen to be old, and is removed', async () => {
    const recipes = recipesOn();
    expect((await recipes.read()).shell.state).toBe('absent');
    const { shell } = await recipes.writeShellFile();
    expect(shell.state).toBe('current');
    expect((await stat(shell.file)).mode & 0o777).toBe(0o644);
    for (const [program, ...options] of [
      ['dash'],
      ['bash', '--norc'],
      ['zsh', '-f'],
      ['fish', '--no-config'],
    ] as const) {
      if ((await which(program, process.env)) === undefined) continue;
      const ran = await run(program, [...options, '-c', `${shell.sourceLine}; printf %s "$NODE_EXTRA_CA_CERTS"`], {
        env: { PATH: process.env.PATH },
      });
      expect(ran, program).toMatchObject({ code: 0, stdout: pemPath, stderr: '' });
    }
    await writeFile(shell.file, 'export NODE_EXTRA_CA_CERTS=/elsewhere\n');
    expect((await recipes.read()).shell.state).toBe('old');
    expect((await recipes.removeShellFile()).shell.state).toBe('absent');
    const gone = await run('dash', ['-c', `set -eu; ${shell.sourceLine}; echo fine`]);
    expect(gone).toMatchObject({ code: 0, stdout: 'fine\n', stderr: '' });
    expect((await recipes.removeShellFile()).shell.state).toBe('absent');
  });

  it('says nothing to programs once the root is gone', async () => {
    const recipes = recipesOn();
    const { shell } = await recipes.writeShellFile();
    const text = (await readFile(shell.file, 'utf8')).replaceAll('root.pem', 'gone.pem');
    const file = await put(join(base, 'gone.sh'), text);
    const ran = await run('dash', ['-c', `set -eu; . "$1"; printf %s "\${NODE_EXTRA_CA_CERTS-unset}"`, 'sh', file], {
      env: { PATH: process.env.PATH },
    });
    expect(ran).toMatchObject({ code: 0, stdout: 'unset', stderr: '' });
  });
});
