import type { NameLimits } from '../../ipc/schemas';
import { type Chips, chipsOf, chipsWithFixed, confirmDraft, textsOf } from './chips';

/** Name limits while they are being typed. */
export interface LimitsDraft {
  dns: Chips;
  ip: Chips;
  unlimited: boolean;
  /** The box below the warning of an authority without limits. */
  understood: boolean;
}

/** Belongs to every limited root: the proof of trust opens a page there, so the main process adds it in any case. */
const always = 'localhost';

export function rootLimitsDraft(limits: NameLimits): LimitsDraft {
  const { dns, ip } = limits.kind === 'limited' ? limits : { dns: [], ip: [] };
  return {
    dns: chipsWithFixed(always, dns),
    ip: chipsOf(ip),
    unlimited: limits.kind === 'none',
    understood: false,
  };
}

/** An intermediate begins with all that its parent may sign, and may only give some of it up. */
export function intermediateLimitsDraft(parent: NameLimits, usual: NameLimits): LimitsDraft {
  const { dns, ip } = parent.kind === 'limited' ? parent : usual.kind === 'limited' ? usual : { dns: [], ip: [] };
  return { dns: chipsOf(dns), ip: chipsOf(ip), unlimited: false, understood: false };
}

/** The limits as typed; text that is still in a field counts. */
export function limitsOf(draft: LimitsDraft): NameLimits {
  if (draft.unlimited) return { kind: 'none' };
  return { kind: 'limited', dns: textsOf(confirmDraft(draft.dns)), ip: textsOf(confirmDraft(draft.ip)) };
}

/** The domains that the parent may not sign for, by the key of their chip. Ranges are left to the main process. */
export function outsideParent(draft: LimitsDraft, parent: NameLimits): Map<number, { message: string; hint: string }> {
  if (parent.kind === 'none') return new Map();
  const inside = (text: string) => {
    const name = text.toLowerCase().replace(/^[.*]+/, '');
    return parent.dns.some((permitted) => name === permitted || name.endsWith(`.${permitted}`));
  };
  return new Map(
    draft.dns.items
      .filter(({ text }) => !inside(text))
      .map(({ key, text }) => [
        key,
        {
          message: `${text} is outside the limits of the root above it.`,
          hint: 'An intermediate can only narrow them.',
        },
      ]),
  );
}
