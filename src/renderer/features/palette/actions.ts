import { useClient } from '../../state/client-context';
import { failureOf } from '../../state/failure';
import { useNavigation } from '../../state/navigation';
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
  const key = modifier(platform);
  const report = (work: Promise<unknown>, done?: string) => {
    work.then(
      () => (done === undefined ? undefined : show(done)),
      (thrown) => fail(failureOf(thrown)),
    );
  };
  return [
    { label: 'New certificate', shortcut: `${key} N`, run: () => open('new-certificate') },
    { label: 'Find a certificate', shortcut: '/', run: () => go('certificates', { kind: 'find' }) },
    { label: 'Go to Overview', shortcut: `${key} 1`, run: () => go('overview') },
    { label: 'Go to Certificates', shortcut: `${key} 2`, run: () => go('certificates') },
    { label: 'Go to Trust', shortcut: `${key} 3`, run: () => go('trust') },
    { label: 'Go to Settings', shortcut: `${key} 4`, run: () => go('settings') },
    { label: 'Check trust with real connections', run: () => go('trust', { kind: 'check' }) },
    { label: 'Install the root everywhere…', run: () => go('trust', { kind: 'install' }) },
    { label: 'Remove the root everywhere…', run: () => go('trust', { kind: 'remove' }) },
    { label: 'Set the root aside…', run: () => go('trust', { kind: 'set-aside' }) },
    { label: 'Unlock the root key', run: () => report(api.key.unlock(), 'The root key is open.') },
    { label: 'Lock the root key', run: () => report(api.key.lock(), 'The root key is locked.') },
    { label: 'Open the data folder', run: () => report(api.app.openDataFolder()) },
    { label: 'Theme: as the system', run: () => report(api.settings.set({ theme: 'system' })) },
    { label: 'Theme: light', run: () => report(api.settings.set({ theme: 'light' })) },
    { label: 'Theme: dark', run: () => report(api.settings.set({ theme: 'dark' })) },
  ];
}
