import { join } from 'node:path';
import { isPresent } from '../system/present';
import type { Run } from '../system/run';
import type { TrustStore } from './trust-store';
import { windowsFromWsl } from './windows-stores';

export interface WslOptions {
  run: Run;
  env: NodeJS.ProcessEnv;
  /** Where the system's files are looked for; "/" unless told. */
  rootFolder?: string;
}

/** Either tells that programs of Windows can be started from here (learn.microsoft.com, WSL, interoperability). */
const interop = ['proc/sys/fs/binfmt_misc/WSLInterop', 'proc/sys/fs/binfmt_misc/WSLInterop-late'];

const wslpathMs = 5_000;

/** The store of Windows around this WSL, where browsers of Windows look; none on a machine that is no WSL. */
export async function wslStores({ run, env, rootFolder = '/' }: WslOptions): Promise<TrustStore[]> {
  const reached = await Promise.all(interop.map((path) => isPresent(join(rootFolder, path))));
  if (!reached.includes(true)) return [];
  const convert = async (flag: string, path: string) => {
    const { code, stdout } = await run('wslpath', [flag, path], { timeoutMs: wslpathMs, env });
    return code === 0 ? stdout.trim() : undefined;
  };
  // The drive may be mounted elsewhere than /mnt/c (wsl.conf, automount.root).
  const certutil = await convert('-u', 'C:\\Windows\\System32\\certutil.exe');
  const powershell = await convert('-u', 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe');
  if (certutil === undefined || powershell === undefined) return [];
  const toWindowsPath = async (path: string) => (await convert('-w', path)) ?? path;
  return [windowsFromWsl({ run, env, certutil, powershell, toWindowsPath })];
}
