import { app, clipboard } from 'electron';
import { overviewOf } from '../../core/lifecycle/overview';
import { type Group, type HandlerContext, openFolder } from './context';

export function appHandlers({
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
        proof: services.trust.lastProof(root?.fingerprint256),
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
