import { readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, posix, sep } from 'node:path';
import { protocol, type Session } from 'electron';
import { contentSecurityPolicy } from './content-security-policy';
import { isOurHost, scheme } from './origin';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Call before the app is ready: a standard scheme has an origin, so that 'self' and the storage rules apply to it. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true, codeCache: true } }]);
}

/** Every file of the built pages, by its address path. A path that is not in the list does not exist, whatever it climbs to. */
function filesBelow(folder: string, prefix = '/'): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory())
      for (const [key, value] of filesBelow(path, `${prefix}${name}/`)) found.set(key, value);
    else if (types[extname(name)] !== undefined) found.set(posix.join(prefix, name), path);
  }
  return found;
}

/** Serves the built pages, each with the content security policy, to one session. */
export function servePages(session: Session, folder: string): void {
  const files = filesBelow(folder.endsWith(sep) ? folder.slice(0, -1) : folder);
  session.protocol.handle(scheme, async (request) => {
    const url = new URL(request.url);
    const path = isOurHost(url) && request.method === 'GET' ? files.get(url.pathname) : undefined;
    if (path === undefined)
      return new Response('not found', { status: 404, headers: { 'content-type': 'text/plain' } });
    return new Response(await readFile(path), {
      headers: {
        'content-type': types[extname(path)] ?? 'application/octet-stream',
        'content-security-policy': contentSecurityPolicy,
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
      },
    });
  });
}
