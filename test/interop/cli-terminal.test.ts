import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { atTerminal, type Container, container, json, passphrase } from '../support/cli';

/** A person at a terminal, on a machine without a keychain and without a passphrase file. */
let machine: Container;
const env = () => ({ ...machine.env, SEALWAX_PASSPHRASE_FILE: '' });
const start = (...args: string[]) => atTerminal(args, { env: env(), cwd: machine.folder });

beforeAll(async () => {
  machine = await container();
});

describe('at a terminal', () => {
  it('asks for a new passphrase twice, shows none of it, and asks again when they differ or are weak', async () => {
    const terminal = start('ca', 'create', 'Mine');
    await terminal.expect(/asked for instead[\s\S]*Passphrase: $/);
    terminal.type(`${passphrase}\r`);
    await terminal.expect(/The same again: $/);
    terminal.type('something else here\r');
    await terminal.expect(/not the same[\s\S]*Passphrase: $/);
    terminal.type('short\r');
    await terminal.expect(/(same again: [\s\S]*){2}$/);
    terminal.type('short\r');
    await terminal.expect(/at least 15[\s\S]*Passphrase: $/);
    // A slip is taken back: a letter of two bytes, then a whole wrong line.
    terminal.type(`wrong\u0015${passphrase}ü\u007f\r`);
    await terminal.expect(/(same again: [\s\S]*){3}$/);
    terminal.type(`${passphrase}\r`);
    expect(await terminal.ended).toBe(0);
    expect(terminal.shown()).toMatch(/Made Mine/);
    expect(terminal.shown()).not.toMatch(/four words that|short|something else/);
  });

  it('asks for it to sign, gives up after three wrong ones, and keeps results apart from questions', async () => {
    const right = start('issue', 'a.test');
    await right.expect(/passphrase of Mine[\s\S]*Passphrase: $/);
    right.type(`${passphrase}\r`);
    expect(await right.ended).toBe(0);
    const wrong = start('issue', 'a.test');
    for (const attempt of [1, 2, 3]) {
      await wrong.expect(new RegExp(`(Passphrase: [\\s\\S]*){${attempt}}$`));
      wrong.type('wrong passphrase indeed\r');
    }
    expect(await wrong.ended).toBe(1);
    expect(wrong.shown()).toMatch(/error: /);
  });

  it('ends at Ctrl-C with 130 and leaves the terminal as it was, at Ctrl-D with nothing done', async () => {
    const line = `${process.execPath} ${join(__dirname, '../../bin/sealwax.cjs')} issue b.test; echo "code $?"; stty -a | grep -o -- '-\\?echo '`;
    const shell = spawn('script', ['-qefc', line, '/dev/null'], {
      env: { ...env(), PATH: process.env.PATH, SHELL: '/bin/sh', TERM: 'xterm' },
    });
    let text = '';
    shell.stdout.on('data', (chunk) => {
      text += String(chunk);
      if (/Passphrase: $/.test(text)) shell.stdin.write('\u0003');
    });
    await new Promise((done) => shell.once('close', done));
    expect(text).toMatch(/code 130\s+echo/);
    const ended = start('issue', 'b.test');
    await ended.expect(/Passphrase: $/);
    ended.type('\u0004');
    expect(await ended.ended).toBe(1);
    expect(json(await machine.run(['list', '--json'])).certificates).toHaveLength(1);
  });

  it('asks before it deletes: anything but yes is a no', async () => {
    for (const [answer, code] of [
      ['n\r', 1],
      ['\r', 1],
      ['\u0004', 1],
      ['\u0003', 130],
      ['y\r', 0],
    ] as const) {
      const terminal = start('delete', 'a.test');
      await terminal.expect(/Move a\.test-\w+ and its key into the bin\? \[y\/N\] $/);
      terminal.type(answer);
      expect(await terminal.ended, JSON.stringify(answer)).toBe(code);
    }
    expect(json(await machine.run(['list', '--json'])).certificates).toEqual([]);
  });

  it('asks before it signs, and for the name that is set aside', async () => {
    execFileSync(
      'openssl',
      ['req', '-new', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=c.test', '-keyout', 'c.key', '-out', 'c.csr'],
      { cwd: machine.folder, stdio: 'pipe' },
    );
    const sign = start('sign', 'c.csr');
    await sign.expect(/names +c\.test[\s\S]*Sign it\? \[y\/N\] $/);
    sign.type('y\r');
    await sign.expect(/Passphrase: $/);
    sign.type(`${passphrase}\r`);
    expect(await sign.ended).toBe(0);
    const aside = start('ca', 'set-aside', 'Mine');
    await aside.expect(/Type Mine to set it aside: $/);
    aside.type('Mine\r');
    expect(await aside.ended).toBe(0);
    expect(existsSync(join(machine.home, 'authorities'))).toBe(true);
    expect(json(await machine.run(['ca', '--json'])).authorities).toEqual([]);
  });

  it('shows how far a batch is on a line of its own, and nothing of it with --quiet', async () => {
    const plain = await container();
    await plain.run(['ca', 'create', 'B']);
    const names = Array.from({ length: 400 }, (_, index) => `n${index}.test`).join('\n');
    const list = await plain.file('names.txt', names);
    const shown = atTerminal(['issue', '--batch', list], { env: plain.env });
    expect(await shown.ended).toBe(0);
    expect(shown.shown().replaceAll('\u001b', 'ESC')).toMatch(/\rESC\[K\d+ of 400/);
    expect(shown.shown()).toMatch(/400 issued, 0 not, of 400\.\r\n$/);
    const quiet = atTerminal(['issue', '--batch', list, '--quiet'], { env: plain.env });
    expect(await quiet.ended).toBe(0);
    expect(quiet.shown()).not.toContain('\u001b');
    expect(quiet.shown()).not.toContain('of 400');
  });
});
