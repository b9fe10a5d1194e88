import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dayMs, issue, serverAuth } from '../../../test/support/path-certificates';
import { tempServices } from '../../../test/support/temp-services';
import { Finder } from './finder';

/** A certificate of mkcert's that ends in so many days. */
const foreignPair = (days = 60) =>
  issue({
    ...{ issuer: issue({ subject: 'mkcert me@host' }), names: [{ dNSName: 'app.test' }], extended: [serverAuth] },
    ...{ from: new Date(Date.now() - 100 * dayMs), to: new Date(Date.now() + days * dayMs) },
  });

async function pairAt(path: string): Promise<void> {
  const made = foreignPair();
  await writeFile(path, made.pem);
  await writeFile(path.replace(/\.pem$/, '-key.pem'), String(made.key.key.export({ type: 'pkcs8', format: 'pem' })));
}

describe('what other tools keep', () => {
  it('is found in the home and in a folder of projects, and can be watched', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sealwax-finder-'));
    const services = await tempServices();
    const home = join(folder, 'home');
    const finder = new Finder({ platform: 'linux', env: {}, home }, services.lifecycle.watched, () => new Date());
    for (const place of ['.config/devcert/domains/app.test', '.vite-plugin-mkcert', '.config/valet/Certificates'])
      await mkdir(join(home, place), { recursive: true });
    for (const place of ['web/certificates', 'shop/.shopify', 'api/node_modules/x', 'certs'])
      await mkdir(join(folder, 'work', place), { recursive: true });
    const put = (path: string, made = foreignPair()) => writeFile(path, made.pem);
    await put(join(home, '.config/devcert/domains/app.test/certificate.crt'), foreignPair(-2));
    await put(join(home, '.vite-plugin-mkcert/cert.pem'));
    await put(
      join(home, '.vite-plugin-mkcert/rootCA.pem'),
      issue({ from: new Date(Date.now() - dayMs), to: new Date(Date.now() + 900 * dayMs) }),
    );
    await put(join(home, '.config/valet/Certificates/site.test.crt'));
    await pairAt(join(folder, 'work/web/certificates/localhost.pem'));
    await pairAt(join(folder, 'work/shop/.shopify/localhost.pem'));
    await pairAt(join(folder, 'work/api/node_modules/x/a.pem'));
    await pairAt(join(folder, 'work/certs/app.test+2.pem'));
    await put(join(folder, 'work/certs/alone.pem'));
    const report = await finder.find(join(folder, 'work'));
    expect(report.found.map(({ tool }) => tool).sort()).toEqual([
      ...['Laravel Valet', 'Next.js', 'Shopify CLI', 'devcert', 'mkcert', 'vite-plugin-mkcert'],
    ]);
    expect(report.found[0]).toMatchObject({ tool: 'devcert', state: 'expired', watched: false });
    expect(report.cut).toBe(false);
    const added = await finder.add(report.found.slice(0, 2).map(({ id }) => id));
    expect(added).toMatchObject([{ tool: 'devcert', state: 'expired' }, {}]);
    expect(await finder.add(report.found.slice(0, 1).map(({ id }) => id))).toEqual([]);
    expect((await finder.find()).found.map((each) => each.watched)).toContain(true);
    await expect(finder.add(['found-0'])).rejects.toMatchObject({ code: 'not-found' });
    await expect(finder.find(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'not-found' });
  });
});
