import { execFileSync } from 'node:child_process';
import { copyFile, cp, mkdir, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/core/system/run';
import { proveReportSchema } from '../../src/ipc/schemas';
import { censusSchema, type Matrix, matrixSchema, removedEverythingSchema } from '../../src/ipc/trust-schemas';
import { type Container, container, json } from '../support/cli';

/**
 * Every store of this machine for real: Debian's, Chromium's database, Firefox profiles (classic, XDG, one with a primary
 * password), a JDK that follows the system and one with a list of its own; and every client that reads them, absent, installed,
 * proven, removed, absent. In the cell, whose stores are nobody's.
 */
if (process.env.SEALWAX_CELL !== '1')
  throw new Error('This test changes trust stores, so it runs only inside the cell: use "npm test".');

let machine: Container;
let ownJava = '';
const anchors = '/usr/local/share/ca-certificates';
/** What an administrator of this machine put there stays. */
let before: string[];
const home = () => machine.folder;
const profiles = {
  classic: () => join(home(), '.mozilla/firefox/classic.default'),
  locked: () => join(home(), '.mozilla/firefox/with a password'),
  xdg: () => join(home(), '.config/mozilla/firefox/xdg.default'),
};

async function makeProfile(folder: string, name: string, password: string): Promise<void> {
  const parent = dirname(folder);
  const file = join(parent, 'profiles.ini');
  await mkdir(folder, { recursive: true });
  const index = (await readdir(parent)).length;
  await writeFile(file, `[Profile${index}]\nName=${name}\nIsRelative=0\nPath=${folder}\n`, { flag: 'a' });
  const passwordFile = await machine.file(`${name}.password`, password, 0o600);
  const made = await run('certutil', ['-N', '-d', `sql:${folder}`, '-f', passwordFile]);
  if (made.code !== 0) throw new Error(made.stderr);
}

/** A whole copy: a link to the launcher would lead back to the list of the real one. */
async function copyJava(folder: string): Promise<void> {
  const keytool = await realpath('/usr/bin/keytool');
  const real = join(keytool, '../..');
  await cp(real, folder, { recursive: true, verbatimSymlinks: true });
  const list = join(folder, 'lib/security/cacerts');
  await rm(list, { force: true });
  await copyFile(await realpath(join(real, 'lib/security/cacerts')), list);
}

beforeAll(async () => {
  machine = await container();
  before = await readdir(anchors);
  ownJava = join(home(), '.jdks/own');
  await mkdir(join(home(), '.local/share/pki/nssdb'), { recursive: true });
  await run('certutil', ['-N', '--empty-password', '-d', `sql:${home()}/.local/share/pki/nssdb`]);
  await makeProfile(profiles.classic(), 'classic', '');
  await makeProfile(profiles.locked(), 'guarded', 'a primary password\n');
  await makeProfile(profiles.xdg(), 'xdg', '');
  await copyJava(ownJava);
  await machine.run(['ca', 'create', 'Matrix CA']);
}, 120_000);
afterAll(async () => {
  await machine?.run(['trust', 'remove', '--everything']);
  await rm(home(), { recursive: true, force: true });
});

const matrix = async (env: NodeJS.ProcessEnv = {}): Promise<Matrix> =>
  matrixSchema.parse(json(await machine.run(['trust', 'status', '--json'], { env })).matrix);
const cellsOf = ({ rows }: Matrix) => new Map(rows.map(({ id, cells }) => [id, cells[0]]));
const java = () => `java:${ownJava}/lib/security/cacerts`;
const chromium = () => `nss:${home()}/.local/share/pki/nssdb`;

describe('the matrix on real stores', () => {
  it('finds them all, and none has the root', async () => {
    const seen = await matrix();
    const verdicts = new Map(seen.rows.map(({ id, cells }) => [id, cells[0]?.verdict]));
    expect(Object.fromEntries(verdicts)).toMatchObject({
      system: 'absent',
      [chromium()]: 'absent',
      [`nss:${profiles.classic()}`]: 'absent',
      [`nss:${profiles.xdg()}`]: 'absent',
      [`nss:${profiles.locked()}`]: 'locked',
      [java()]: 'absent',
      'java:/etc/ssl/certs/java/cacerts': 'follows',
      'client:node': 'unknown',
      'client:curl': 'unknown',
    });
  });

  it('installs in all but the locked one, with what to do there', async () => {
    const installed = await machine.run(['trust', 'install', '--json']);
    const outcomes = new Map<string, string>(
      json(installed).outcomes.map(({ storeId, outcome }: { storeId: string; outcome: string }) => [storeId, outcome]),
    );
    expect(Object.fromEntries(outcomes)).toMatchObject({
      system: 'done',
      [chromium()]: 'done',
      [`nss:${profiles.classic()}`]: 'done',
      [`nss:${profiles.xdg()}`]: 'done',
      [`nss:${profiles.locked()}`]: 'locked',
      [java()]: 'done',
      'java:/etc/ssl/certs/java/cacerts': 'already',
    });
    expect(installed.code).toBe(4);
    expect(installed.stderr).toContain('in the window of Sealwax');
    expect(cellsOf(await matrix()).get('system')?.verdict).toBe('unchecked');
  });

  it('is proven by every client that reads a store, browsers and Java machines themselves among them', async () => {
    const report = proveReportSchema.loose().parse(json(await machine.run(['trust', 'prove', '--json'])));
    const failures = report.proofs.filter(({ id, result }) => result !== 'passed' && !id.startsWith('client:'));
    expect(failures).toEqual([]);
    expect(report.passed).toBe(true);
    const passed = new Set(report.proofs.flatMap(({ result, about = [] }) => (result === 'passed' ? about : [])));
    for (const client of ['curl', 'openssl', 'python', 'wget', 'git', 'chromium', 'firefox']) {
      expect(passed, client).toContain(`client:${client}`);
    }
    for (const store of [java(), chromium(), `nss:${profiles.xdg()}`, 'java:/etc/ssl/certs/java/cacerts']) {
      expect(passed, store).toContain(store);
    }
    const cells = cellsOf(await matrix());
    expect(cells.get('system')).toMatchObject({ verdict: 'trusted', verified: { passed: true } });
    expect(cells.get('system')?.verified?.by).toEqual(
      expect.arrayContaining(['curl', 'OpenSSL', 'Python', 'wget', 'git']),
    );
    expect(cells.get(`nss:${profiles.classic()}`)?.verdict).toBe('trusted');
    expect(cells.get('java:/etc/ssl/certs/java/cacerts')?.verdict).toBe('trusted');
    expect(cells.get('client:node')).toMatchObject({ verdict: 'not-trusted' });
  });

  it('counts the roots of others, and says whose key lies open', async () => {
    // mkcert -install would stop at the profile with a password.
    const env = { ...machine.env, PATH: process.env.PATH };
    execFileSync('mkcert', ['-key-file', join(home(), 'k'), '-cert-file', join(home(), 'c'), 'localhost'], {
      env,
      stdio: 'ignore',
    });
    const root = join(home(), '.local/share/mkcert/rootCA.pem');
    for (const folder of [profiles.classic(), join(home(), '.local/share/pki/nssdb')]) {
      execFileSync('certutil', ['-A', '-d', `sql:${folder}`, '-t', 'C,,', '-n', 'mkcert development CA 1', '-i', root]);
    }
    const counted = await machine.run(['trust', 'census', '--json']);
    const census = censusSchema.parse(json(counted));
    expect(counted.code).toBe(1);
    const ours = census.roots.find(({ tool }) => tool === 'sealwax');
    expect(ours).toMatchObject({ name: 'Matrix CA', severity: 'info', orphan: false });
    expect(ours?.stores.map(({ id }) => id)).toEqual(expect.arrayContaining(['system', java(), chromium()]));
    const theirs = census.roots.find(({ tool }) => tool === 'mkcert');
    expect(theirs).toMatchObject({ severity: 'danger', keys: [{ encrypted: false, mode: '400' }] });
    expect(theirs?.stores.map(({ id }) => id)).toContain(`nss:${profiles.classic()}`);
    // The command is the one for the name that mkcert gave it.
    expect(theirs?.stores[0]?.remove.commands[0]).toContain("'mkcert development CA 1'");
    const removed = await machine.run(['trust', 'census', theirs?.fingerprint256 ?? '', '--remove', '--yes', '--json']);
    expect(removed.code).toBe(0);
    const after = censusSchema.parse(json(await machine.run(['trust', 'census', '--json'])));
    expect(after.roots.find(({ tool }) => tool === 'mkcert')?.stores).toEqual([]);
    expect(after.roots.find(({ tool }) => tool === 'sealwax')?.stores.length).toBe(ours?.stores.length);
  });

  it('removes everything when the data folder is gone, and a scan proves that nothing is left', async () => {
    await rm(machine.home, { recursive: true });
    const removed = await machine.run(['trust', 'remove', '--everything', '--json']);
    const report = removedEverythingSchema.parse(json(removed));
    expect(report).toMatchObject({ left: [], unread: [] });
    expect(removed.code).toBe(0);
    expect(report.outcomes.filter(({ outcome }) => outcome === 'done').map(({ storeId }) => storeId)).toEqual(
      expect.arrayContaining(['system', chromium(), java(), `nss:${profiles.classic()}`]),
    );
    expect(await readdir(anchors)).toEqual(before);
    const journal = json(await machine.run(['trust', 'journal', '--json']));
    expect(journal[0]).toMatchObject({ action: 'remove', outcome: 'done', name: 'Matrix CA' });
    const census = censusSchema.parse(json(await machine.run(['trust', 'census', '--json'])));
    expect(census.roots.filter(({ tool, stores }) => tool === 'sealwax' && stores.length > 0)).toEqual([]);
  });
});
