import { execFileSync, spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Desktop } from './desktop';
import type { TestSession } from './session';

const encode = (bytes: Buffer) => [
  bytes.toString('base64').replace(/=+$/, ''),
  bytes.toString('hex'),
  bytes.toString('latin1'),
];

/** The passphrase that the app put into the session's keychain, read the way the owner of the session can. */
export function passphraseOf(session: TestSession, account: string): string {
  return execFileSync('secret-tool', ['lookup', 'service', 'Sealwax', 'account', account], {
    env: session.env,
    encoding: 'utf8',
  });
}

/** The 32 bytes of a P-256 private key, in every form in which they could lie somewhere. */
export function formsOfKey(pem: string): string[] {
  const der = execFileSync('openssl', ['pkey', '-outform', 'DER'], { input: pem });
  // RFC 5915: the private key is the octet string of 32 bytes (04 20) in the ECPrivateKey.
  const at = der.indexOf(Buffer.from([0x04, 0x20]));
  return encode(der.subarray(at + 2, at + 34));
}

/** The root key as openssl opens it with the passphrase, in every form. */
export function formsOfRootKey(file: string, passphrase: string): string[] {
  const pem = execFileSync('openssl', ['pkey', '-in', file, '-passin', 'fd:0'], {
    input: `${passphrase}\n`,
    encoding: 'utf8',
  });
  return formsOfKey(pem);
}

/** A heap snapshot of the page's process, as text. */
export async function heapOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return chunks.join('');
}

/** Every file below a folder that holds one of the texts, relative to it. */
export function filesHolding(folder: string, texts: readonly string[], prefix = ''): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    const name = `${prefix}${entry.name}`;
    if (entry.isDirectory()) return filesHolding(path, texts, `${name}/`);
    if (!entry.isFile() || statSync(path).size > 64 * 1024 * 1024) return [];
    const content = readFileSync(path, 'latin1');
    return texts.some((text) => content.includes(text)) ? [name] : [];
  });
}

export interface ArgumentWatch {
  /** Ends the watch and gives back every command line and environment that was seen. */
  end(): Promise<string>;
}

/** Notes the arguments and environment of every process, many times a second, as another program on the machine could. */
export function watchArguments(): ArgumentWatch {
  const watch = spawn(
    'bash',
    ['-c', 'while :; do cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null; sleep 0.02; done'],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const closed = new Promise((done) => watch.once('close', done));
  const seen = new Set<string>();
  let rest = '';
  watch.stdout.on('data', (chunk) => {
    const parts = (rest + String(chunk)).split('\0');
    rest = parts.pop() ?? '';
    for (const part of parts) seen.add(part);
  });
  return {
    end: async () => {
      watch.kill('SIGKILL');
      await closed;
      return [...seen, rest].join('\n');
    },
  };
}

/**
 * Throws when one of the texts is in the main window's memory or document, in what the app printed, or in a file of the
 * session's home. `but`: names of files in the home that may hold them.
 */
export async function expectNowhere(
  { window, session, output }: Pick<Desktop, 'window' | 'session' | 'output'>,
  texts: readonly string[],
  but: readonly string[] = [],
): Promise<void> {
  const heap = await heapOf(window);
  const html = await window.content();
  const printed = output();
  const places = texts.flatMap((text) => [
    ...(heap.includes(text) ? ['the memory of the window'] : []),
    ...(html.includes(text) ? ['the document'] : []),
    ...(printed.includes(text) ? ['the output'] : []),
  ]);
  const files = filesHolding(session.home, texts).filter((name) => !but.includes(name));
  // Not the texts themselves: a report is no place for a secret either.
  if (places.length > 0 || files.length > 0) throw new Error(`a secret is in: ${[...places, ...files].join(', ')}`);
}
