import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { calls } from '../../src/ipc/contract';
import { rawCall } from '../support/calls';
import { type Desktop, startDesktop } from '../support/desktop';

let desktop: Desktop;

test.beforeAll(async () => {
  desktop = await startDesktop();
});
test.afterAll(async () => {
  await desktop.end();
});

test('every page runs sandboxed, isolated, without Node and without webviews', async () => {
  const preferences = await desktop.app.evaluate(({ webContents }) =>
    webContents
      .getAllWebContents()
      .map((contents) =>
        (contents as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences(),
      ),
  );
  expect(preferences.length).toBeGreaterThan(0);
  for (const each of preferences) {
    expect(each).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    });
    expect(each.allowRunningInsecureContent ?? false).toBe(false);
    expect(each.experimentalFeatures ?? false).toBe(false);
  }
  const inPage = await desktop.window.evaluate(() => [
    typeof (globalThis as Record<string, unknown>).require,
    typeof (globalThis as Record<string, unknown>).process,
    typeof (globalThis as Record<string, unknown>).Buffer,
  ]);
  expect(inPage).toEqual(['undefined', 'undefined', 'undefined']);
});

test('the renderer is confined by seccomp, and no process carries --no-sandbox', async () => {
  const pids = await desktop.app.evaluate(({ app }) =>
    app
      .getAppMetrics()
      .filter(({ type }) => type === 'Tab')
      .map(({ pid }) => pid),
  );
  expect(pids.length).toBeGreaterThan(0);
  for (const pid of pids) expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(/^Seccomp:\s+2$/m);
  const processes = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
  expect(processes.split('\n').filter((line) => line.includes('electron') && line.includes('--no-sandbox'))).toEqual(
    [],
  );
});

test('the window gets three things, and no Electron object through them', async () => {
  const keys = await desktop.window.evaluate(() =>
    Object.keys((globalThis as unknown as { sealwax: object }).sealwax).sort(),
  );
  expect(keys).toEqual(['call', 'on', 'platform']);
});

test('the content security policy stops inline scripts, eval, remote images and styles', async () => {
  const violations = await desktop.window.evaluate(async () => {
    const seen: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));
    const script = document.createElement('script');
    try {
      script.textContent = 'globalThis.broken = true';
      document.body.append(script);
    } catch {
      seen.push('trusted-types');
    }
    const image = document.createElement('img');
    image.src = 'https://example.com/a.png';
    document.body.append(image);
    const style = document.createElement('style');
    style.textContent = 'body { color: red }';
    document.head.append(style);
    const frame = document.createElement('iframe');
    frame.src = 'app://sealwax/renderer/index.html';
    document.body.append(frame);
    // From a task of the page itself: what the debugger runs is exempt from the policy.
    const evaluated = await new Promise<boolean>((done) => {
      setTimeout(() => {
        try {
          done((globalThis as unknown as { eval(text: string): boolean }).eval('true'));
        } catch {
          seen.push('eval');
          done(false);
        }
      });
    });
    await new Promise((done) => setTimeout(done, 300));
    for (const each of [script, image, style, frame]) each.remove();
    return { seen, evaluated, broken: (globalThis as Record<string, unknown>).broken };
  });
  expect(violations.broken).toBeUndefined();
  expect(violations.evaluated).toBe(false);
  for (const directive of ['eval', 'img-src', 'style-src-elem']) expect(violations.seen).toContain(directive);
  expect(
    violations.seen.some(
      (each) => each.startsWith('frame-src') || each === 'trusted-types' || each.startsWith('require-trusted'),
    ),
  ).toBe(true);
});

test('the window goes nowhere else', async () => {
  const before = desktop.window.url();
  const targets = [
    'https://example.com/',
    'http://localhost/',
    'file:///etc/passwd',
    'data:text/html,hello',
    'javascript:location.href="https://example.com"',
    'app://evil/',
    'app://sealwax.evil/renderer/index.html',
    'about:blank',
    'chrome://version',
    'blob:app://sealwax/0',
  ];
  for (const target of targets) {
    await desktop.window
      .evaluate((address) => {
        const link = document.createElement('a');
        link.href = address;
        document.body.append(link);
        link.click();
        link.remove();
      }, target)
      .catch(() => undefined);
    await desktop.window.waitForTimeout(60);
    // A page may get as far as about:blank, which nobody can prevent; it is brought back at once.
    await expect.poll(() => desktop.window.url(), { message: target }).toBe(before);
  }
});

test('no second window is opened by a page', async () => {
  await desktop.window.evaluate(() => {
    window.open('https://example.com/');
    window.open('app://sealwax/renderer/index.html');
  });
  await desktop.window.waitForTimeout(200);
  expect(await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('no permission is granted', async () => {
  const states = await desktop.window.evaluate(async () => {
    const names = [
      'geolocation',
      'notifications',
      'camera',
      'microphone',
      'clipboard-read',
      'midi',
      'persistent-storage',
    ];
    return Promise.all(
      names.map((name) =>
        navigator.permissions.query({ name: name as PermissionName }).then(
          ({ state }) => state as string,
          () => 'unknown',
        ),
      ),
    );
  });
  expect(states.filter((state) => state === 'granted')).toEqual([]);
  const media = await desktop.window.evaluate(() =>
    navigator.mediaDevices === undefined
      ? 'absent'
      : navigator.mediaDevices.getUserMedia({ audio: true }).then(
          () => 'granted',
          ({ name }: Error) => name,
        ),
  );
  expect(media).not.toBe('granted');
});

test('app:// serves its own files and nothing that climbs out of them', async () => {
  const statuses = await desktop.app.evaluate(async ({ net }) => {
    const paths = [
      'app://sealwax/renderer/index.html',
      'app://sealwax/../../../../etc/passwd',
      'app://sealwax/renderer/..%2f..%2f..%2fpackage.json',
      'app://sealwax/%2e%2e/main/index.js',
      'app://sealwax//etc/passwd',
      'app://evil/renderer/index.html',
      'app://sealwax/renderer/index.html%00.js',
    ];
    return Promise.all(
      paths.map((path) =>
        net.fetch(path).then(
          ({ status }) => status,
          () => 0,
        ),
      ),
    );
  });
  expect(statuses[0]).toBe(200);
  expect(statuses.slice(1).filter((status) => status === 200)).toEqual([]);
});

test('nothing is asked of the network', async () => {
  const outcome = await desktop.window.evaluate(() =>
    fetch('https://example.com/').then(
      () => 'fetched',
      () => 'refused',
    ),
  );
  expect(outcome).toBe('refused');
});

const garbage: unknown[] = [
  null,
  42,
  'text',
  [],
  {},
  { id: '../../etc/passwd' },
  { id: 'a'.repeat(5000) },
  { names: [{}] },
  { names: Array.from({ length: 5000 }, () => 'a.test') },
  { stores: 'system' },
  { limits: { kind: 'limited', dns: 'test', ip: [] } },
  { __proto__: { polluted: true }, constructor: { prototype: {} } },
  { text: 1 },
  { validityDays: 1e9, names: ['a.test'] },
];

test('every call refuses garbage with an answer, and the app lives on', async () => {
  // These take no input: for them everything but nothing is garbage. The others must refuse each item or answer it as data.
  for (const name of Object.keys(calls)) {
    for (const input of garbage) {
      const result = await rawCall(desktop.window, name, input);
      const shape = calls[name as keyof typeof calls].input.safeParse(input);
      if (!shape.success)
        expect(result, `${name} ${JSON.stringify(input).slice(0, 80)}`).toMatchObject({
          ok: false,
          error: { code: 'invalid-input' },
        });
      expect(JSON.stringify(result)).not.toMatch(/PRIVATE KEY|at \w+ \(/);
    }
  }
  for (const name of [
    '',
    'toString',
    '__proto__',
    'constructor',
    'certificates',
    'certificates.issue.call',
    'prompt.answer',
  ]) {
    expect(await rawCall(desktop.window, name, undefined)).toMatchObject({ ok: false, error: { code: 'forbidden' } });
  }
  expect(await rawCall(desktop.window, 'app.info', undefined)).toMatchObject({ ok: true });
});

test('a page of another window is not answered', async () => {
  const answer = await desktop.app.evaluate(async ({ BrowserWindow, app }) => {
    const preload = `${app.getAppPath()}/out/preload/window.js`;
    const other = new BrowserWindow({
      show: false,
      webPreferences: { preload, sandbox: true, contextIsolation: true },
    });
    await other.loadURL('app://sealwax/renderer/index.html');
    const result: unknown = await other.webContents.executeJavaScript('window.sealwax.call("certificates.list")');
    other.destroy();
    return { result };
  });
  expect(answer.result).toMatchObject({ ok: false, error: { code: 'forbidden' } });
});

test('a second start shows the first window and ends', async () => {
  const { executablePath, args } = (await import('../support/desktop')).appUnderTest();
  const { run } = await import('../../src/core/system/run');
  const second = await run(executablePath, args, { env: desktop.session.env, timeoutMs: 20_000 });
  expect(second.timedOut).toBe(false);
  expect(await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});
