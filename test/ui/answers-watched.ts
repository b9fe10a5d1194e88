import { AppError } from '../../src/core/errors';
import { watchedAt } from '../../src/core/watched/state-of';
import type { SeenCertificate, WatchedItem } from '../../src/core/watched/watched-types';
import type { Finding, FindReport } from '../../src/ipc/watched-schemas';
import { dataFolder, hex, inDays, rootName } from './data';
import { type Answers, findById, pause, type World } from './world';

const home = '/home/ada';

function seen(place: string, name: string, days: number, more: Partial<SeenCertificate> = {}): SeenCertificate {
  return {
    ...{ id: `seen-${hex(place, 16)}`, place, label: place.split('/').at(-1) ?? place, fingerprint: hex(place, 64) },
    ...{ commonName: name, names: [name], nameCount: 1, issuer: 'mkcert ada@workbench', serial: hex(name, 32) },
    ...{ notBefore: inDays(days - 825), notAfter: inDays(days), keyType: 'RSA 2048', origin: 'other', findings: [] },
    ...more,
  };
}

const bad = (code: Finding['code'], message: string, hint: string): Finding => ({
  code,
  severity: 'bad',
  message,
  hint,
});
const notOurs: Finding = {
  ...{ code: 'not-ours', severity: 'info' },
  message: 'It is signed by mkcert ada@workbench, which is no authority of yours.',
};

function startItems(): WatchedItem[] {
  const item = (kind: WatchedItem['kind'], target: string, reading?: Partial<WatchedItem['reading'] & object>) => ({
    ...{ id: `${kind}-${hex(target, 16)}`, kind, target, addedAt: inDays(-20) },
    reading: { at: inDays(-0.004), findings: [], seen: [], ...reading },
  });
  const next = `${home}/projects/web/certificates/localhost.pem`;
  const ours = { issuer: rootName, origin: 'ours' as const, keyType: 'ECDSA P-256' };
  return [
    {
      ...item('file', next, {
        seen: [
          seen(next, 'localhost', -4, {
            names: ['localhost', '127.0.0.1', '::1'],
            nameCount: 3,
            keyFile: `${home}/projects/web/certificates/localhost-key.pem`,
            findings: [notOurs],
          }),
        ],
      }),
      tool: 'Next.js',
    },
    item('host', 'shop.test:8443', {
      seen: [
        seen('shop.test:8443', 'shop.test', 12, {
          ...ours,
          certificateId: 'shop-1',
          findings: [
            {
              ...{ code: 'serves-old', severity: 'warn' },
              message: `The server still serves the old one: it was renewed, and the new one is valid until ${inDays(390).slice(0, 10)}.`,
              hint: 'Give the server the new files and reload it.',
            },
          ],
        }),
      ],
    }),
    item('host', 'intranet.lan:443', {
      findings: [
        bad(
          'stalled',
          'intranet.lan:443 did not finish the TLS handshake within 5 s.',
          'Check that the server runs and that no firewall is between, then check again.',
        ),
      ],
      seen: [seen('intranet.lan:443', 'intranet.lan', 200)],
    }),
    item('folder', `${home}/.config/valet/Certificates`, {
      seen: [
        seen(`${home}/.config/valet/Certificates/blog.test.crt`, 'blog.test', 300, {
          issuer: 'Laravel Valet CA Self Signed CN',
        }),
        seen(`${home}/.config/valet/Certificates/old.test.crt`, 'old.test', 280, {
          issuer: 'Laravel Valet CA Self Signed CN',
          findings: [
            bad(
              'weak-key',
              'An RSA key of 1,024 bits can be broken; clients want 2,048.',
              'Make a new certificate with a new key.',
            ),
          ],
        }),
      ],
    }),
    item('host', 'app.test:443', { seen: [seen('app.test:443', 'app.test', 390, ours)] }),
  ];
}

function startFound(): FindReport {
  const found = (tool: string, path: string, names: string[], days: number, watched = false) => ({
    ...{ id: `found-${hex(path, 16)}`, path, tool, names, issuer: 'mkcert ada@workbench', notAfter: inDays(days) },
    ...{ state: days < 0 ? ('expired' as const) : ('healthy' as const), watched },
  });
  return {
    folders: [`${home}/.vite-plugin-mkcert`],
    cut: false,
    found: [
      found('devcert', `${home}/.config/devcert/domains/app.test/certificate.crt`, ['app.test'], -40),
      found('vite-plugin-mkcert', `${home}/.vite-plugin-mkcert/cert.pem`, ['localhost', '::1', '192.168.1.20'], 610),
      found('Next.js', `${home}/projects/web/certificates/localhost.pem`, ['localhost', '127.0.0.1'], -4, true),
    ],
  };
}

/** What is watched on this machine, and what could be. */
export function watchedAnswers(world: World): Answers<'watched'> {
  let known: WatchedItem[] | undefined;
  // The state is not told yet when the answers are made.
  const items = () => {
    known ??= world.state === 'full' || world.state === 'several' ? startItems() : [];
    return known;
  };
  const removed: WatchedItem[] = [];
  const found = startFound();
  const view = (item: WatchedItem) => watchedAt(item, new Date());
  const set = (next: WatchedItem[]) => {
    known = next;
    world.emit('watched.changed', undefined);
  };
  const add = (item: WatchedItem) => {
    set([...items().filter(({ id }) => id !== item.id), item]);
    return view(item);
  };
  const fresh = (kind: WatchedItem['kind'], target: string, tool?: string): WatchedItem => ({
    ...{ id: `${kind}-${hex(target, 16)}`, kind, target, addedAt: inDays(0), tool },
    reading: { at: inDays(0), findings: [], seen: [seen(target, 'fresh.test', 500)] },
  });
  const place = (id: string, seenId: string) => {
    const item = findById(items(), id, 'watched thing');
    return { item, certificate: findById(item.reading?.seen ?? [], seenId, 'certificate') };
  };
  return {
    'watched.list': () => {
      if (world.state === 'failing') {
        throw new AppError('file-unreadable', `The list of what is watched, ${dataFolder}/watched.json, is damaged.`, {
          hint: 'Put it back from a backup, or move it away and add the things again.',
        });
      }
      return items().map(view);
    },
    'watched.check': async ({ ids }) => {
      await pause(20);
      set(
        items().map((item) =>
          ids?.includes(item.id) === false || !item.reading
            ? item
            : { ...item, reading: { ...item.reading, at: inDays(0) } },
        ),
      );
      return items().map(view);
    },
    'watched.checkHost': async ({ host }) => {
      try {
        return { ok: true, target: await world.hostOf(host) };
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        return { ok: false, problem: { message: error.message, ...(error.hint ? { hint: error.hint } : {}) } };
      }
    },
    'watched.addHost': async ({ host }) => add(fresh('host', await world.hostOf(host))),
    'watched.addFiles': () =>
      world.next.file === null ? null : [add(fresh('file', `${home}/${world.next.file}.pem`))],
    'watched.addFolder': () => (world.next.file === null ? null : add(fresh('folder', `${home}/${world.next.file}`))),
    'watched.remove': ({ id }) => {
      removed.push(findById(items(), id, 'watched thing'));
      set(items().filter((each) => each.id !== id));
      return undefined;
    },
    'watched.undoRemove': ({ id }) => add(findById(removed, id, 'watched thing')),
    'watched.find': () => (world.state === 'empty' ? { ...found, found: [] } : found),
    'watched.findInFolder': () => (world.next.file === null ? null : found),
    'watched.addFound': ({ ids }) => ids.map((id) => add(fresh('file', findById(found.found, id, 'certificate').path))),
    'watched.look': ({ id, seenId }) => {
      place(id, seenId);
      return { token: 'bundle' };
    },
    'watched.planRenewal': ({ id, seenId }) => {
      const { certificate } = place(id, seenId);
      return {
        ...{ seenId, fingerprint: certificate.fingerprint, certificateFile: certificate.place },
        ...{ keyFile: certificate.keyFile ?? '', names: certificate.names, authority: rootName },
        ...{ keyType: certificate.keyType, notAfter: inDays(397) },
      };
    },
    'watched.renew': async ({ id, seenId }) => {
      const { item, certificate } = place(id, seenId);
      const renewed = {
        ...certificate,
        notAfter: inDays(397),
        notBefore: inDays(0),
        issuer: rootName,
        origin: 'ours' as const,
        findings: [],
      };
      add({ ...item, reading: { at: inDays(0), findings: [], seen: [renewed] } });
      return {
        ...{ certificateId: 'localhost-new', certificateFile: certificate.place, keyFile: certificate.keyFile ?? '' },
        ...{ notAfter: inDays(397), backup: 'watched-0123456789ab-k0' },
      };
    },
    'watched.putBack': () => {
      set(startItems());
      return undefined;
    },
  };
}
