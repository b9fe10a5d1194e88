import type { Authority, KeyState } from '../../../ipc/schemas';
import { formatClock } from '../../text/dates';
import type { IconName } from '../../ui/icons';
import type { Tone } from '../../ui/tag';

/** Where it came from; nothing for one that was made here. */
export const originWords: Record<Authority['origin'], string | undefined> = {
  made: undefined,
  mkcert: 'adopted from mkcert',
  imported: 'adopted from files',
  restored: 'restored from a backup',
};

/** "Root", or what it hangs below: "Intermediate under Sealwax Development CA". */
export function kindWords(authority: Authority, parentName: string | undefined): string {
  if (authority.kind === 'root') return 'Root';
  return parentName === undefined ? 'Intermediate, its root is not here' : `Intermediate under ${parentName}`;
}

/** Whether its key can sign at this moment. */
export function keyWords(key: KeyState | undefined): { icon: IconName; text: string } {
  if (key === undefined) return { icon: 'key', text: 'not known' };
  if (key.state === 'open') {
    return { icon: 'unlock', text: key.locksAt === undefined ? 'open' : `open until ${formatClock(key.locksAt)}` };
  }
  return { icon: 'lock', text: 'locked' };
}

/** Days before its end at which an authority should be replaced: everything it signed ends with it. */
const soon = 180;
const day = 86_400_000;

/** A mark for an authority that cannot sign, or not for long; undefined when its dates are well. */
export function ageMark(
  { notBefore, notAfter }: Pick<Authority, 'notBefore' | 'notAfter'>,
  now: number,
): { tone: Tone; icon: IconName; word: string } | undefined {
  const left = Date.parse(notAfter) - now;
  if (left < 0) return { tone: 'bad', icon: 'cross', word: 'expired' };
  if (Date.parse(notBefore) > now) return { tone: 'idle', icon: 'clock', word: 'not yet valid' };
  return left < soon * day ? { tone: 'warn', icon: 'clock', word: 'expiring' } : undefined;
}
