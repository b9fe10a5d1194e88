import { join } from 'node:path';
import type { Surroundings } from '../system/paths';

/** The names of mkcert's two files; tools look for them. */
export const rootCertificateName = 'rootCA.pem';
export const rootKeyName = 'rootCA-key.pem';

/**
 * The folder of mkcert's authority by mkcert's own rules (mkcert 1.4.4, main.go): CAROOT; on Windows LocalAppData; XDG_DATA_HOME,
 * on every system; then the platform's place below the home folder. Empty when there is no home folder to put it in.
 */
export function carootFolder({ env, platform, home }: Surroundings): string {
  if (env.CAROOT !== undefined && env.CAROOT !== '') return env.CAROOT;
  if (platform === 'win32') {
    const local = env.LocalAppData ?? env.LOCALAPPDATA ?? '';
    return local === '' ? '' : join(local, 'mkcert');
  }
  if (env.XDG_DATA_HOME !== undefined && env.XDG_DATA_HOME !== '') return join(env.XDG_DATA_HOME, 'mkcert');
  if (home === '') return '';
  return platform === 'darwin'
    ? join(home, 'Library', 'Application Support', 'mkcert')
    : join(home, '.local', 'share', 'mkcert');
}
