import { app, clipboard, shell } from 'electron';
import { detailOf } from '../core/authority/chain';
import { AppError } from '../core/errors';
import { overviewOf } from '../core/lifecycle/overview';
import { proofProgress, storeProgress } from '../core/progress';
import type { Services } from '../core/services';
import type { EventData, EventName } from '../ipc/contract';
import type { Progress, Settings } from '../ipc/schemas';
import type { Handlers } from './ipc';

export interface HandlerContext {
  services: Services;
  send: <N extends EventName>(name: N, data: EventData<N>) => void;
  applyTheme: (theme: Settings['theme']) => void;
  sandboxed: boolean;
  notices: readonly string[];
}

/** Opens a folder in the system's file manager. Throws `not-found` with the path when there is none to open it. */
async function openFolder(path: string): Promise<undefined> {
  const problem = await shell.openPath(path);
  if (problem !== '') {
    throw new AppError('not-found', `The folder ${path} could not be opened: ${problem}.`, {
      hint: 'Copy the path and open it by hand.',
    });
  }
}

/** One line a call: what each does is in core. */
export function createHandlers(context: HandlerContext): Handlers {
  return {
    ...appHandlers(context),
    ...certificateHandlers(context),
    ...authorityHandlers(context),
    ...trustHandlers(context),
  };
}

type Group<G extends string> = { [N in keyof Handlers as N extends `${G}.${string}` ? N : never]: Handlers[N] };

function appHandlers({
  services,
  send,
  applyTheme,
  sandboxed,
  notices,
}: HandlerContext): Group<'app' | 'overview' | 'settings'> {
  return {
    'app.info': async () => ({
      version: app.getVersion(),
      electron: process.versions.electron ?? '',
      platform: process.platform,
      dataFolder: services.dir,
      sandboxed,
      notices: [...notices, ...services.notices()],
    }),
    'app.copy': async ({ text }) => {
      clipboard.writeText(text);
    },
    'app.openDataFolder': () => openFolder(services.dir),
    'overview.get': async () => {
      const authority = await services.authorities.find();
      const root = await services.authorities.rootCertificate().catch(() => undefined);
      const stores = root === undefined ? [] : await services.trust.list(root);
      return overviewOf({
        authority: authority?.summary,
        certificates: await services.certificates.list(),
        stores,
        proof: services.trust.lastProof(authority?.summary.fingerprint),
      });
    },
    'settings.get': () => services.settings.read(),
    'settings.set': async (change) => {
      const settings = await services.settings.change(change);
      if (change.unlockMinutes !== undefined) await services.keys.windowChanged();
      applyTheme(settings.theme);
      send('settings.changed', settings);
      return settings;
    },
  };
}

function certificateHandlers({ services, send }: HandlerContext): Group<'certificates'> {
  const { certificates, authorities } = services;
  return {
    'certificates.list': () => certificates.list(),
    'certificates.get': async ({ id }) => {
      const certificate = await certificates.get(id);
      const authority = await authorities.find(certificate.authorityId);
      return detailOf(certificate, await certificates.readPem(id), authority?.rootPem, services.now());
    },
    'certificates.suggestNames': () => certificates.suggestNames(),
    'certificates.checkNames': ({ names, authorityId, purpose }) => certificates.check(names, authorityId, purpose),
    'certificates.issue': async (request) => {
      const certificate = await certificates.issue(request);
      send('certificates.changed', undefined);
      return certificate;
    },
    'certificates.remove': async ({ id }) => {
      await certificates.remove(id);
      send('certificates.changed', undefined);
    },
    'certificates.restore': async ({ id }) => {
      const certificate = await certificates.restore(id);
      send('certificates.changed', undefined);
      return certificate;
    },
    'certificates.openFolder': async ({ id }) => openFolder((await certificates.get(id)).files.folder),
  };
}

function authorityHandlers({ services, send }: HandlerContext): Group<'setup' | 'authorities' | 'key' | 'keychain'> {
  const { authorities, setUp, keys } = services;
  const say = (step: Progress) => send('progress', step);
  return {
    'setup.plan': () => setUp.plan(),
    'setup.checkLimits': async ({ limits }) => setUp.checkLimits(limits),
    'setup.run': async (request) => {
      try {
        return await setUp.run(request, say);
      } finally {
        send('authorities.changed', undefined);
        send('trust.changed', undefined);
      }
    },
    'authorities.list': () => authorities.list(),
    'authorities.makePrivate': async ({ id }) => {
      const authority = await authorities.makePrivate(id);
      send('authorities.changed', undefined);
      return authority;
    },
    'authorities.setAside': async ({ id, typedName }) => {
      const folder = await setUp.setAside(id, typedName);
      send('authorities.changed', undefined);
      return { folder };
    },
    'keychain.report': () => services.keychain.report(),
    'key.state': () => authorities.keyState(),
    'key.unlock': () => authorities.unlock(),
    'key.lock': async () => {
      keys.lock();
      return authorities.keyState();
    },
  };
}

function trustHandlers({ services, send }: HandlerContext): Group<'trust'> {
  const { trust, authorities } = services;
  const say = (step: Progress) => send('progress', step);
  return {
    'trust.list': async () => trust.list(await authorities.rootCertificate()),
    'trust.install': async ({ stores }) => {
      const outcomes = await trust.install(stores, storeProgress('install', say));
      send('trust.changed', undefined);
      return outcomes;
    },
    'trust.remove': async ({ stores }) => {
      const outcomes = await trust.remove(stores, storeProgress('remove', say));
      send('trust.changed', undefined);
      return outcomes;
    },
    'trust.prove': async () => {
      const report = await trust.prove(proofProgress('prove', say));
      send('trust.changed', undefined);
      return report;
    },
    'trust.lastProof': async () => trust.lastProof((await authorities.find())?.summary.fingerprint),
  };
}
