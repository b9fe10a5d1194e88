import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunOptions, type RunResult, run } from '../../src/core/system/run';

/** Runs the real openssl and gives back what it said; a failure is data. Throws only when there is no openssl. */
export async function openssl(args: readonly string[], options?: RunOptions): Promise<RunResult> {
  const result = await run('openssl', args, options);
  if (result.missing) throw new Error('openssl is not installed; npm test installs it');
  return result;
}

/** Standard output of an openssl command that has to succeed. */
export async function opensslText(args: readonly string[], options?: RunOptions): Promise<string> {
  const result = await openssl(args, options);
  if (result.code !== 0) throw new Error(`openssl ${args.join(' ')}: ${result.stderr}`);
  return result.stdout;
}

export interface VerifyOptions {
  /** Folder for the files. */
  folder: string;
  /** The purpose to check, e.g. "sslserver". */
  purpose?: string;
  at?: Date;
  /** More options of `openssl verify`, e.g. -verify_hostname. */
  more?: readonly string[];
}

/** `openssl verify -x509_strict` on a chain, leaf first and trusted root last. */
export async function opensslVerify(
  chain: readonly string[],
  { folder, purpose, at, more = [] }: VerifyOptions,
): Promise<{ ok: boolean; output: string }> {
  const [leaf = ''] = chain;
  const file = async (name: string, text: string) => {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  };
  const intermediates = chain.slice(1, -1);
  const args = [
    'verify',
    '-x509_strict',
    ...(at === undefined ? [] : ['-attime', String(Math.floor(at.getTime() / 1000))]),
    ...(purpose === undefined ? [] : ['-purpose', purpose]),
    ...more,
    // Only this root: neither the machine's own file nor its folder is to vouch for anything.
    '-no-CAfile',
    '-no-CApath',
    '-no-CAstore',
    '-trusted',
    await file('root.pem', chain[chain.length - 1] ?? ''),
    ...(intermediates.length === 0 ? [] : ['-untrusted', await file('intermediates.pem', intermediates.join(''))]),
    await file('leaf.pem', leaf),
  ];
  const { code, stdout, stderr } = await openssl(args);
  return { ok: code === 0, output: `${stdout}${stderr}` };
}
