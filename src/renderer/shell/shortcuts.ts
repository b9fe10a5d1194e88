import { useEffect, useEffectEvent } from 'react';
import { sections, useNavigation } from '../state/navigation';
import { useOpenedFile } from '../state/opened-file';

const inText = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea, [contenteditable]') !== null;

const dialogOpen = (): boolean => document.querySelector('[role="dialog"]') !== null;

/** Keys that work everywhere in the window, except below an open dialog. */
export function useShortcuts(platform: string) {
  const { go, open } = useNavigation();
  const { chooseFile, paste } = useOpenedFile();
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey || dialogOpen()) return;
    const main = platform === 'darwin' ? event.metaKey : event.ctrlKey;
    const section = sections[Number(event.key) - 1];
    const look = (load: () => Promise<unknown>) => () => {
      go('tools', { kind: 'tool', tool: 'look' });
      void load();
    };
    const act = ((): (() => void) | undefined => {
      if (event.shiftKey) return main && event.key.toLowerCase() === 'n' ? () => open('new-request') : undefined;
      if (main && event.key === 'k') return () => open('palette');
      if (main && event.key === 'n') return () => open('new-certificate');
      if (main && event.key === 'b') return () => go('tools', { kind: 'tool', tool: 'batch' });
      if (main && event.key === 'o') return look(chooseFile);
      // In a text field the key pastes text, as everywhere.
      if (main && event.key === 'v' && !inText(event.target)) return look(paste);
      if (main && section) return () => go(section);
      if (!main && event.key === '/' && !inText(event.target)) return () => go('certificates', { kind: 'find' });
      return undefined;
    })();
    if (!act) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
