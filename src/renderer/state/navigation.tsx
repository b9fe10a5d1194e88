import { createContext, type ReactNode, use, useMemo, useState } from 'react';
import type { CertificateStatus } from '../../ipc/schemas';

export type Section =
  | 'overview'
  | 'certificates'
  | 'watched'
  | 'trust'
  | 'authorities'
  | 'inspect'
  | 'proxy'
  | 'tools'
  | 'activity'
  | 'settings';
export const sections: readonly Section[] = [
  'overview',
  'certificates',
  'watched',
  'trust',
  'authorities',
  'inspect',
  'proxy',
  'tools',
  'activity',
  'settings',
];

/** The parts of the section "Tools". */
export type Tool = 'look' | 'requests' | 'batch';

/** The parts of the section "Trust". */
export type TrustPart = 'places' | 'others' | 'programs' | 'phones' | 'history';

/** What a screen is asked to do when it is opened from another place. */
export type Intent =
  | { kind: 'status'; status: CertificateStatus }
  | { kind: 'certificate'; id: string }
  /** Show this certificate and ask how to renew it, or where it was deployed to (section "certificates"). */
  | { kind: 'renew'; id: string }
  | { kind: 'deployments'; id: string }
  /** The certificates that end in this span, both instants in it (section "certificates"). */
  | { kind: 'ending'; from: string; until: string }
  | { kind: 'find' }
  /** Show this thing (section "watched"), or ask for a server to watch. */
  | { kind: 'watched'; id: string }
  | { kind: 'watch-host' }
  /** The default root unless one is named. */
  | { kind: 'install'; authorityId?: string }
  | { kind: 'remove' }
  | { kind: 'repair' }
  | { kind: 'check' }
  | { kind: 'trust-part'; part: TrustPart }
  /** Take every root of Sealwax out of every store (section "trust"). */
  | { kind: 'remove-everything' }
  | { kind: 'set-aside' }
  /** Look at this server (section "inspect"), as it would be typed there. */
  | { kind: 'inspect'; target: string }
  | { kind: 'inspect-type' }
  | { kind: 'tool'; tool: Tool }
  /** Sign the request in what was opened; `token` names it to the main process. */
  | { kind: 'sign'; token: string }
  /** Adopt the authority in what was opened (section "authorities"). */
  | { kind: 'adopt'; token: string }
  /** Ask what to put HTTPS in front of (section "proxy"). */
  | { kind: 'new-proxy'; target?: string }
  /** Show this authority (section "authorities"). */
  | { kind: 'authority'; id: string };

/** The dialogs that belong to the whole window. */
export type WindowDialog =
  /** With these names in its field. */
  | { kind: 'new-certificate'; names?: readonly string[] }
  | { kind: 'new-request' }
  | { kind: 'palette' }
  | { kind: 'export'; ids: readonly string[] }
  | { kind: 'revoke'; id: string }
  /** What to put into a server, with the paths of this certificate; one text of it first. */
  | { kind: 'snippets'; id: string; snippet?: string | undefined };

export interface Navigation {
  section: Section;
  intent: Intent | null;
  go: (section: Section, intent?: Intent) => void;
  /** A screen calls it when it has done what the intent asked. */
  settle: () => void;
  dialog: WindowDialog | null;
  open: (dialog: WindowDialog | 'new-certificate' | 'new-request' | 'palette' | null) => void;
}

const NavigationContext = createContext<Navigation | null>(null);

export function NavigationProvider({ children }: { children: ReactNode }) {
  const [place, setPlace] = useState<{ section: Section; intent: Intent | null }>({
    section: 'overview',
    intent: null,
  });
  const [dialog, setDialog] = useState<WindowDialog | null>(null);
  const value = useMemo<Navigation>(
    () => ({
      ...place,
      go: (section, intent) => setPlace({ section, intent: intent ?? null }),
      settle: () => setPlace((current) => ({ ...current, intent: null })),
      dialog,
      open: (next) => setDialog(typeof next === 'string' ? { kind: next } : next),
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
