import { useClient } from '../../state/client-context';
import { failureOf } from '../../state/failure';
import { type Tool, useNavigation } from '../../state/navigation';
import { useOpenedFile } from '../../state/opened-file';
import { useSaveCalendar } from '../../state/use-save-calendar';
import { modifier } from '../../text/keys';
import { useToasts } from '../../ui/toasts';

export interface PaletteAction {
  label: string;
  shortcut?: string;
  run: () => void;
}

/** Everything that the palette can do. */
export function usePaletteActions(): PaletteAction[] {
  const { api, platform } = useClient();
  const { go, open } = useNavigation();
  const { show, fail } = useToasts();
  const { chooseFile, paste } = useOpenedFile();
  const saveCalendar = useSaveCalendar();
  const key = modifier(platform);
  const shift = platform === 'darwin' ? '⇧⌘' : 'Ctrl Shift';
  const tool = (name: Tool) => go('tools', { kind: 'tool', tool: name });
  const report = (work: Promise<unknown>, done?: string) => {
    work.then(
      () => (done === undefined ? undefined : show(done)),
      (thrown) => fail(failureOf(thrown)),
    );
  };
  return [
    { label: 'New certificate', shortcut: `${key} N`, run: () => open('new-certificate') },
    { label: 'New signing request', shortcut: `${shift} N`, run: () => open('new-request') },
    { label: 'Issue many certificates at once', shortcut: `${key} B`, run: () => tool('batch') },
    { label: 'Signing requests: sign one, or see those that are open', run: () => tool('requests') },
    {
      label: 'Look inside a file…',
      shortcut: `${key} O`,
      run: () => {
        tool('look');
        void chooseFile();
      },
    },
    {
      label: 'Look inside the clipboard',
      shortcut: `${key} V`,
      run: () => {
        tool('look');
        void paste();
      },
    },
    { label: 'Find a certificate', shortcut: '/', run: () => go('certificates', { kind: 'find' }) },
    { label: 'Go to Overview', shortcut: `${key} 1`, run: () => go('overview') },
    { label: 'Go to Certificates', shortcut: `${key} 2`, run: () => go('certificates') },
    { label: 'Go to Watched', shortcut: `${key} 3`, run: () => go('watched') },
    { label: 'Go to Trust', shortcut: `${key} 4`, run: () => go('trust') },
    { label: 'Go to Authorities', shortcut: `${key} 5`, run: () => go('authorities') },
    { label: 'Go to Inspect', shortcut: `${key} 6`, run: () => go('inspect') },
    { label: 'Go to Proxy', shortcut: `${key} 7`, run: () => go('proxy') },
    { label: 'Go to Tools', shortcut: `${key} 8`, run: () => go('tools') },
    { label: 'Go to Activity: the history of all that was done', shortcut: `${key} 9`, run: () => go('activity') },
    { label: 'Go to Settings', shortcut: `${key} ,`, run: () => go('settings') },
    {
      label: 'Inspect a server…',
      run: () => go('inspect', { kind: 'inspect-type' }),
    },
    { label: 'HTTPS for a port: put a proxy in front of a server…', run: () => go('proxy', { kind: 'new-proxy' }) },
    { label: 'Watch a server…', run: () => go('watched', { kind: 'watch-host' }) },
    {
      label: 'Check everything that is watched',
      run: () => report(api.watched.check({}), 'Everything that is watched was checked.'),
    },
    { label: 'Check trust with real connections', run: () => go('trust', { kind: 'check' }) },
    { label: 'Repair trust…', run: () => go('trust', { kind: 'repair' }) },
    { label: 'Install the root everywhere…', run: () => go('trust', { kind: 'install' }) },
    { label: 'Remove the root everywhere…', run: () => go('trust', { kind: 'remove' }) },
    { label: 'Other authorities on this machine', run: () => go('trust', { kind: 'trust-part', part: 'others' }) },
    {
      label: 'Programs and devices: what needs a step to trust the root',
      run: () => go('trust', { kind: 'trust-part', part: 'programs' }),
    },
    { label: 'Trust the root on a phone', run: () => go('trust', { kind: 'trust-part', part: 'phones' }) },
    { label: 'History of changes to trust stores', run: () => go('trust', { kind: 'trust-part', part: 'history' }) },
    { label: 'Remove everything Sealwax ever installed…', run: () => go('trust', { kind: 'remove-everything' }) },
    { label: 'Set the root aside…', run: () => go('trust', { kind: 'set-aside' }) },
    { label: 'Unlock the root key', run: () => report(api.key.unlock({}), 'The root key is open.') },
    { label: 'Lock the root key', run: () => report(api.key.lock(), 'The root key is locked.') },
    { label: 'Open the data folder', run: () => report(api.app.openDataFolder()) },
    { label: 'Save what expires as a calendar…', run: () => void saveCalendar.run() },
    { label: 'Theme: as the system', run: () => report(api.settings.set({ theme: 'system' })) },
    { label: 'Theme: light', run: () => report(api.settings.set({ theme: 'light' })) },
    { label: 'Theme: dark', run: () => report(api.settings.set({ theme: 'dark' })) },
  ];
}
