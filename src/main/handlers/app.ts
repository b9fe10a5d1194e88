import { app, clipboard } from 'electron';
import { type Group, type HandlerContext, openFolder } from './context';

export function appHandlers({
  services,
  send,
  applyTheme,
  sandboxed,
  notices,
}: HandlerContext): Group<'app' | 'settings'> {
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
