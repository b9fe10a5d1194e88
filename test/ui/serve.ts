import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { contentSecurityPolicy } from '../../src/main/content-security-policy';

const here = resolve(__dirname);
const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

/** Builds the renderer as it ships, with the double in place of the preload script, and serves it with the app's own policy. */
export async function serve(): Promise<{ address: string; close: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'sealwax-ui-'));
  await build({
    root: resolve(here, '../..'),
    configFile: false,
    logLevel: 'warn',
    plugins: [react()],
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'chrome114',
      chunkSizeWarningLimit: 4000,
      rolldownOptions: { input: { window: join(here, 'index.html'), prompt: join(here, 'prompt.html') } },
    },
  });
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    const name = path === '/' ? '/test/ui/index.html' : path;
    try {
      const body = await readFile(join(folder, name));
      response.writeHead(200, {
        'content-type': types[extname(name)] ?? '',
        'content-security-policy': contentSecurityPolicy,
      });
      response.end(body);
    } catch {
      response.writeHead(404);
      response.end();
    }
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
