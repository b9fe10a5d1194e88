import { posix, win32 } from 'node:path';
import { type Surroundings, xdgConfigHome } from '../system/paths';

/** A folder in the home in which a tool keeps the certificates that it made. */
export interface ToolCache {
  tool: string;
  folder: string;
  /** Which of the files below it, by their path with slashes. */
  holds: RegExp;
}

/**
 * Where tools keep what they made and never renew, by their own sources: devcert src/constants.ts and index.ts
 * (`domains/HOST/certificate.crt`); vite-plugin-mkcert plugin/src/mkcert/index.ts (`~/.vite-plugin-mkcert`, `cert.pem` and `dev.pem`); Valet
 * cli/Valet/Site.php (`Certificates/SITE.crt`), and Herd, which has a Valet inside. None of them looks at the end of the validity.
 */
export function toolCaches(place: Surroundings): ToolCache[] {
  const { platform, env, home } = place;
  const { join } = platform === 'win32' ? win32 : posix;
  const local = env.LOCALAPPDATA ?? join(home, 'AppData', 'Local');
  const support = join(home, 'Library', 'Application Support');
  const perPlatform = (linux: string, mac: string, windows: string) =>
    platform === 'darwin' ? mac : platform === 'win32' ? windows : linux;
  const devcert = perPlatform(join(xdgConfigHome(place), 'devcert'), join(support, 'devcert'), join(local, 'devcert'));
  const herd = [
    join(home, '.config', 'herd', 'config', 'valet', 'Certificates'),
    ...(platform === 'darwin' ? [join(support, 'Herd', 'config', 'valet', 'Certificates')] : []),
  ];
  const sites = /^[^/]+\.crt$/i;
  return [
    { tool: 'devcert', folder: join(devcert, 'domains'), holds: /^[^/]+\/certificate\.crt$/ },
    { tool: 'vite-plugin-mkcert', folder: join(home, '.vite-plugin-mkcert'), holds: /(^|\/)(cert|certificate)\.pem$/ },
    { tool: 'Laravel Valet', folder: join(home, '.config', 'valet', 'Certificates'), holds: sites },
    { tool: 'Laravel Valet', folder: join(home, '.valet', 'Certificates'), holds: sites },
    ...herd.map((folder) => ({ tool: 'Laravel Herd', folder, holds: sites })),
  ];
}

/**
 * The tool whose work a file in a project folder is, by its path with slashes; undefined for one that nobody is known to make. Next.js
 * (packages/next/src/lib/mkcert.ts), the Shopify CLI (packages/app/src/cli/utilities/mkcert.ts) and mkcert name a pair `X.pem` and
 * `X-key.pem`, so whoever asks looks for the key beside it.
 */
export function toolOfProjectFile(below: string): string | undefined {
  if (!/\.pem$/i.test(below) || /-key\.pem$/i.test(below) || /(^|\/)rootCA[^/]*\.pem$/.test(below)) return undefined;
  if (/(^|\/)\.shopify\/[^/]+$/.test(below)) return 'Shopify CLI';
  if (/(^|\/)certificates\/localhost\.pem$/.test(below)) return 'Next.js';
  return 'mkcert';
}
