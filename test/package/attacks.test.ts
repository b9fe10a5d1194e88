import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  comes,
  copyOf,
  listeningPorts,
  plainElectron,
  processTree,
  releaseExecutable,
  releaseResources,
  removeCopy,
  removeFolder,
  type Started,
  start,
  withStarted,
} from './release-app';

let folder = '';
let count = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealwax-attack-'));
});
afterAll(() => removeFolder(folder));

/** A file that only exists when somebody's code ran, and the code that makes it. */
function marker() {
  count += 1;
  const path = join(folder, `ran-${count}`);
  const code = `require('node:fs').writeFileSync(${JSON.stringify(path)}, 'ran')`;
  return { code, ran: () => existsSync(path) };
}

const pidOf = ({ child }: Started) => child.pid as number;

/** The app of the release is up: its window was painted. */
async function expectPainted(app: Started) {
  expect(await comes(() => app.painted() || app.ended() !== null), app.output()).toBe(true);
  expect(app.ended(), app.output()).toBeNull();
}

/** Each attack is first seen to work on the plain Electron, so that a test which can see nothing fails. */
describe('the packaged release under attack', () => {
  it('does not become a Node by ELECTRON_RUN_AS_NODE', async () => {
    const env = { ELECTRON_RUN_AS_NODE: '1' };
    const control = marker();
    await withStarted(start(plainElectron(), ['-e', control.code], env), () => comes(control.ran));
    expect(control.ran()).toBe(true);
    const attack = marker();
    await withStarted(start(releaseExecutable(), ['-e', attack.code], env), expectPainted);
    expect(attack.ran()).toBe(false);
  });

  it('loads nothing that NODE_OPTIONS names', async () => {
    const attempt = async () => {
      const { code, ran } = marker();
      const module = join(folder, `required-${count}.cjs`);
      await writeFile(module, code);
      return { ran, env: { NODE_OPTIONS: `--require ${module}` } };
    };
    const app = join(folder, 'quiet-app');
    await mkdir(app);
    await writeFile(join(app, 'package.json'), '{"name":"quiet","main":"main.cjs"}');
    await writeFile(join(app, 'main.cjs'), 'setTimeout(() => process.exit(0), 5000);');
    const control = await attempt();
    await withStarted(start(plainElectron(), [app], control.env), () => comes(control.ran));
    expect(control.ran()).toBe(true);
    const attack = await attempt();
    await withStarted(start(releaseExecutable(), [], attack.env), expectPainted);
    expect(attack.ran()).toBe(false);
  });

  it('does not load a folder that somebody puts beside its archive', async () => {
    const plant = async (executable: string) => {
      const { code, ran } = marker();
      const copy = await copyOf(dirname(executable));
      const app = join(releaseResources(copy), 'app');
      await mkdir(app);
      await writeFile(join(app, 'package.json'), '{"name":"evil","main":"main.cjs"}');
      await writeFile(join(app, 'main.cjs'), `${code}; setTimeout(() => process.exit(0), 5000);`);
      return { copy, ran };
    };
    const control = await plant(plainElectron());
    await withStarted(start(join(control.copy, 'electron'), []), () => comes(control.ran));
    removeCopy(control.copy);
    expect(control.ran()).toBe(true);
    const attack = await plant(releaseExecutable());
    await withStarted(start(releaseExecutable(attack.copy), []), expectPainted);
    removeCopy(attack.copy);
    expect(attack.ran()).toBe(false);
  });

  it.each(['--inspect=0', '--inspect-brk=0', '--remote-debugging-port=0', '--remote-debugging-pipe'])(
    'does not start with %s, and opens no port',
    async (debugSwitch) => {
      await withStarted(start(releaseExecutable(), [debugSwitch]), async (app) => {
        let ports: number[] = [];
        const over = await comes(() => {
          try {
            if (app.ended() === null) ports = [...ports, ...listeningPorts(pidOf(app))];
          } catch {
            // A process that is ending no longer shows what it holds open; that it ends is what is expected next.
          }
          return app.ended() !== null;
        });
        expect(over).toBe(true);
        expect(app.ended()).toBe(2);
        expect(app.output()).toMatch(/is refused/);
        expect(app.output()).not.toMatch(/listening on ws:/i);
        expect(ports).toEqual([]);
      });
    },
  );

  it('is not talked out of that by a variable', async () => {
    const env = { SEALWAX_TEST_BUILD: '1', SEALWAX_FLAVOUR: 'test' };
    await withStarted(start(releaseExecutable(), ['--remote-debugging-port=0'], env), async (app) => {
      expect(await comes(() => app.ended() !== null), app.output()).toBe(true);
      expect(app.ended()).toBe(2);
    });
  });

  it('opens no debugger when it is sent SIGUSR1', async () => {
    const signalled = async (app: Started, ready: () => boolean) => {
      expect(await comes(ready), app.output()).toBe(true);
      app.child.kill('SIGUSR1');
      return comes(() => /listening on ws:/i.test(app.output()), 3000);
    };
    const quiet = join(folder, 'waiting-app');
    await mkdir(quiet);
    await writeFile(join(quiet, 'package.json'), '{"name":"waiting","main":"main.cjs"}');
    await writeFile(join(quiet, 'main.cjs'), "console.log('waiting'); setTimeout(() => process.exit(0), 20000);");
    expect(
      await withStarted(start(plainElectron(), [quiet]), (app) =>
        signalled(app, () => app.output().includes('waiting')),
      ),
    ).toBe(true);
    expect(await withStarted(start(releaseExecutable(), []), (app) => signalled(app, app.painted))).toBe(false);
  });

  it('runs its pages in Chromium’s sandbox and listens on no port', async () => {
    await withStarted(start(releaseExecutable(), []), async (app) => {
      await expectPainted(app);
      const processes = processTree(pidOf(app)).map((pid) => ({
        pid,
        // Chromium's zygote rewrites the arguments of its children, with blanks between them.
        argv: readFileSync(`/proc/${pid}/cmdline`, 'utf8').split(/[\0 ]/),
        status: readFileSync(`/proc/${pid}/status`, 'utf8'),
      }));
      const pages = processes.filter(({ argv }) => argv.includes('--type=renderer'));
      expect(pages.length).toBeGreaterThan(0);
      // 2: a seccomp filter is in force (proc(5)).
      for (const { status } of pages) expect(status).toMatch(/^Seccomp:\t2$/m);
      expect(processes.flatMap(({ argv }) => argv).filter((argument) => argument === '--no-sandbox')).toEqual([]);
      expect(listeningPorts(pidOf(app))).toEqual([]);
    });
  });
});
