import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

/** The folder of the unpacked Linux app of a flavour, or undefined before it was packaged. */
export function packagedApp(flavour) {
  const folder = join(root, 'dist', flavour, 'linux-unpacked');
  return existsSync(join(folder, 'resources/app.asar')) ? folder : undefined;
}
