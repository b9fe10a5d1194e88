import { createContext, type ReactNode, use, useMemo, useState } from 'react';
import type { CertificateStatus } from '../../ipc/schemas';

export type Section = 'overview' | 'certificates' | 'trust' | 'settings';
export const sections: readonly Section[] = ['overview', 'certificates', 'trust', 'settings'];

/** What a screen is asked to do when it is opened from another place. */
export type Intent =
  | { kind: 'status'; status: CertificateStatus }
  | { kind: 'certificate'; id: string }
  | { kind: 'find' }
  | { kind: 'install' }
  | { kind: 'remove' }
  | { kind: 'check' }
  | { kind: 'set-aside' };

export interface Navigation {
  section: Section;
  intent: Intent | null;
  go: (section: Section, intent?: Intent) => void;
  /** A screen calls it when it has done what the intent asked. */
  settle: () => void;
  /** Which of the two dialogs that belong to the whole window is open. */
  dialog: 'new-certificate' | 'palette' | null;
  open: (dialog: Navigation['dialog']) => void;
}

const NavigationContext = createContext<Navigation | null>(null);

export function NavigationProvider({ children }: { children: ReactNode }) {
  const [place, setPlace] = useState<{ section: Section; intent: Intent | null }>({
    section: 'overview',
    intent: null,
  });
  const [dialog, open] = useState<Navigation['dialog']>(null);
  const value = useMemo<Navigation>(
    () => ({
      ...place,
      go: (section, intent) => setPlace({ section, intent: intent ?? null }),
      settle: () => setPlace((current) => ({ ...current, intent: null })),
      dialog,
      open,
    }),
    [place, dialog],
  );
  return <NavigationContext value={value}>{children}</NavigationContext>;
}

export function useNavigation(): Navigation {
  const navigation = use(NavigationContext);
  if (!navigation) throw new Error('useNavigation needs a NavigationProvider above it');
  return navigation;
}
