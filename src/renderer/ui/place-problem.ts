import type { Failure } from '../state/failure';
import type { Chips } from './chips';
import type { ChipProblem } from './chips-field';

/** Where a failure of the limits belongs: to one of the two fields, and there to a chip, or to the field as a whole. */
export interface PlacedProblem {
  field: 'dns' | 'ip';
  problems: ReadonlyMap<number, ChipProblem>;
  message: string | undefined;
}

/**
 * The main process names the field ("dns", "ip", or "ip.3" for one entry); where it gives no number, the chip is the
 * one that its message quotes.
 */
export function placeProblem(failure: Failure, dns: Chips, ip: Chips): PlacedProblem {
  const field = /(^|\.)ip\b/.test(failure.field ?? '') ? 'ip' : 'dns';
  const { items } = field === 'ip' ? ip : dns;
  const number = /\.(\d+)$/.exec(failure.field ?? '')?.[1];
  const quoted = [...items].sort((a, b) => b.text.length - a.text.length).find((chip) => quotes(failure, chip.text));
  const chip = number === undefined ? quoted : items[Number(number)];
  const words = [failure.message, failure.hint].filter(Boolean).join(' ');
  if (!chip) return { field, problems: new Map(), message: words };
  return {
    field,
    problems: new Map([[chip.key, { message: failure.message, hint: failure.hint }]]),
    message: undefined,
  };
}

/** True when the message holds the text as a word of its own, not as a part of a longer one. */
function quotes(failure: Failure, text: string): boolean {
  const at = failure.message.indexOf(text);
  if (at < 0) return false;
  const around = `${failure.message[at - 1] ?? ' '}${failure.message[at + text.length] ?? ' '}`;
  return !/[a-z0-9-]/i.test(around);
}
