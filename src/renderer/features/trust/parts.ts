import { useEffect, useEffectEvent } from 'react';
import { type Intent, type TrustPart, useNavigation } from '../../state/navigation';

export const parts: readonly { value: TrustPart; label: string }[] = [
  { value: 'places', label: 'Places' },
  { value: 'others', label: 'Other authorities' },
  { value: 'programs', label: 'Programs' },
  { value: 'phones', label: 'Phones' },
  { value: 'history', label: 'History' },
];

const kinds = [
  'check',
  'install',
  'repair',
  'remove',
  'set-aside',
  'authority',
  'trust-part',
  'remove-everything',
] as const;
export type TrustIntent = Extract<Intent, { kind: (typeof kinds)[number] }>;

const isForTrust = (intent: Intent): intent is TrustIntent => kinds.some((kind) => kind === intent.kind);

/** What the overview, the palette, a menu or another screen asked this one to do, once it is `ready` to. */
export function useTrustIntent(ready: boolean, act: (intent: TrustIntent) => void) {
  const { intent, settle } = useNavigation();
  const onIntent = useEffectEvent((asked: Intent) => {
    if (isForTrust(asked)) act(asked);
  });
  useEffect(() => {
    if (intent === null || !ready) return;
    onIntent(intent);
    settle();
  }, [intent, settle, ready]);
}
