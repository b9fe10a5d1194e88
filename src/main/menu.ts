import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { EventData } from '../ipc/contract';

type Command = EventData<'command'>;

/** The native menu: every command of the window with its shortcut, and the platform's own entries. */
export function buildMenu(platform: NodeJS.Platform, send: (command: Command) => void): Menu {
  const item = (label: string, command: Command, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    ...(accelerator === undefined ? {} : { accelerator }),
    click: () => send(command),
  });
  const mac = platform === 'darwin';
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const settings = item('Settings…', 'settings', 'CmdOrCtrl+,');
  const appMenu: MenuItemConstructorOptions = {
    label: app.name,
    submenu: [
      { role: 'about' },
      separator,
      settings,
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  };
  return Menu.buildFromTemplate([
    ...(mac ? [appMenu] : []),
    {
      label: '&File',
      submenu: [
        item('New Certificate…', 'new-certificate', 'CmdOrCtrl+N'),
        item('New Signing Request…', 'new-request'),
        item('Many at Once…', 'batch'),
        separator,
        item('Look Inside a File…', 'open-file', 'CmdOrCtrl+O'),
        item('Look Inside the Clipboard', 'paste', 'CmdOrCtrl+Shift+V'),
        separator,
        item('Save Expiries as Calendar…', 'save-calendar'),
        separator,
        item('Lock All Keys', 'lock', 'CmdOrCtrl+L'),
        ...(mac ? [{ role: 'close' } as const] : [separator, settings, separator, { role: 'quit' } as const]),
      ],
    },
    {
      label: '&Edit',
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        separator,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
        separator,
        item('Find', 'find', 'CmdOrCtrl+F'),
      ],
    },
    {
      label: '&Go',
      submenu: [
        item('Overview', 'overview', 'CmdOrCtrl+1'),
        item('Certificates', 'certificates', 'CmdOrCtrl+2'),
        item('Watched', 'watched', 'CmdOrCtrl+3'),
        item('Trust', 'trust', 'CmdOrCtrl+4'),
        item('Authorities', 'authorities', 'CmdOrCtrl+5'),
        item('Inspect', 'inspect', 'CmdOrCtrl+6'),
        item('Proxy', 'proxy', 'CmdOrCtrl+7'),
        item('Tools', 'tools', 'CmdOrCtrl+8'),
        item('Activity', 'activity', 'CmdOrCtrl+9'),
        separator,
        item('Check Trust Now', 'check-trust'),
        item('Find or Do Anything…', 'palette', 'CmdOrCtrl+K'),
      ],
    },
    {
      label: '&View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        separator,
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
  ]);
}
