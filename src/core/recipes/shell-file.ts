import { join } from 'node:path';
import type { Recipes } from '../../ipc/trust-schemas';
import { readFile } from '../system/file-calls';
import { shellQuote } from '../trust/shell-quote';

type Line = Recipes['shell']['lines'][number];

/** The variables that make the programs of a shell trust the root beside all others. */
export function shellLines(pemPath: string, bundle: string | undefined): Line[] {
  const node = {
    variable: 'NODE_EXTRA_CA_CERTS',
    value: pemPath,
    why: 'Node.js, and what is built on it, brings a list of roots of its own; this adds ours.',
  };
  if (bundle === undefined) return [node];
  return [
    node,
    {
      variable: 'REQUESTS_CA_BUNDLE',
      value: bundle,
      why: 'Python’s requests reads certifi’s list; the system’s holds ours and all others.',
    },
    { variable: 'DENO_TLS_CA_STORE', value: 'system,mozilla', why: 'Deno reads the system store when it is told to.' },
  ];
}

/** The file for a shell to source, and the line that does it. */
export const shellFile = (dir: string, platform: NodeJS.Platform) =>
  platform === 'win32' ? join(dir, 'trust-env.ps1') : join(dir, 'trust-env.sh');

export const sourceLine = (file: string, platform: NodeJS.Platform) =>
  platform === 'win32' ? `. '${file.replaceAll("'", "''")}'` : `[ ! -r ${shellQuote(file)} ] || . ${shellQuote(file)}`;

/** The lines as a shell takes them: POSIX shells and fish alike, or PowerShell. */
export function exportLines(lines: readonly Line[], platform: NodeJS.Platform): string[] {
  return lines.map(({ variable, value }) =>
    platform === 'win32'
      ? `$env:${variable} = '${value.replaceAll("'", "''")}'`
      : `export ${variable}=${shellQuote(value)}`,
  );
}

/** The whole file. It does nothing once the root is gone: Node would else warn at every start. */
export function shellFileText(lines: readonly Line[], pemPath: string, platform: NodeJS.Platform): string {
  const exported = exportLines(lines, platform);
  const head =
    '# Written by Sealwax: programs of this shell trust its root. Delete it with: sealwax trust env --remove';
  if (platform === 'win32') {
    const path = `'${pemPath.replaceAll("'", "''")}'`;
    return `${head}\nif (Test-Path -LiteralPath ${path}) {\n${exported.map((line) => `  ${line}`).join('\n')}\n}\n`;
  }
  const guarded = exported.map((line) => `[ ! -r ${shellQuote(pemPath)} ] || ${line}`);
  return `${head}\n${guarded.join('\n')}\n`;
}

/** How the file stands against what would be written now. */
export async function shellFileState(file: string, text: string): Promise<Recipes['shell']['state']> {
  const found = await readFile(file, 'utf8').catch(() => undefined);
  if (found === undefined) return 'absent';
  return found === text ? 'current' : 'old';
}
