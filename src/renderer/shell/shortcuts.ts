import { useEffect, useEffectEvent } from 'react';
import { sections, useNavigation } from '../state/navigation';

const inText = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea, [contenteditable]') !== null;

const dialogOpen = (): boolean => document.querySelector('[role="dialog"]') !== null;

/** Keys that work everywhere in the window, except below an open dialog. */
export function useShortcuts(platform: string) {
  const { go, open } = useNavigation();
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey || event.shiftKey || dialogOpen()) return;
    const main = platform === 'darwin' ? event.metaKey : event.ctrlKey;
    const section = sections[Number(event.key) - 1];
    const act = ((): (() => void) | undefined => {
      if (main && event.key === 'k') return () => open('palette');
      if (main && event.key === 'n') return () => open('new-certificate');
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
