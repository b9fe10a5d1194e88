import { spawn } from 'node:child_process';
import { node24, root, toolFile, windows } from './paths.mjs';

/**
 * Runs a program and keeps what it prints. Never throws: a program that is missing gives code 127.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions & { timeoutMs?: number }} [options]
 * @returns {Promise<{ code: number, stdout: string, output: string, timedOut: boolean }>}
 */
export function capture(command, args, { timeoutMs, ...options } = {}) {
  return new Promise((done) => {
    let stdout = '';
    let output = '';
    let timedOut = false;
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    const timer = timeoutMs && setTimeout(() => (timedOut = child.kill('SIGKILL')), timeoutMs);
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
      output += chunk;
    });
    child.stderr.on('data', (chunk) => (output += chunk));
    const finish = (code) => {
      clearTimeout(timer);
      done({ code, stdout, output, timedOut });
    };
    child.on('error', (error) => {
      output += error.message;
      finish(127);
    });
    child.on('close', (code) => finish(code ?? 1));
  });
}

/**
 * Runs a program on this terminal and gives back its exit code.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions & { timeoutMs?: number }} [options]
 * @returns {Promise<number>}
 */
export function show(command, args, { timeoutMs, ...options } = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    const timer =
      timeoutMs &&
      setTimeout(() => {
        console.error(`Ended after its limit of ${timeoutMs / 60_000} minutes: ${command} ${args.join(' ')}`);
        child.kill('SIGKILL');
      }, timeoutMs);
    const finish = (code) => {
      clearTimeout(timer);
      done(code);
    };
    child.on('error', (error) => {
      console.error(error.message);
      finish(127);
    });
    child.on('close', (code) => finish(code ?? 1));
  });
}

/** The command line of one of the project's tools, run by Node 24. */
export const tool = (name, args) => [node24, [toolFile(name), ...args]];

/** The command line of the npm that started us, or the one on PATH. */
export function npm(args) {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js')) return [process.execPath, [script, ...args], {}];
  // npm is npm.cmd on Windows, and only a shell starts that. The arguments are ours, without spaces or quotes.
  return windows ? ['npm', args, { shell: true }] : ['npm', args, {}];
}
