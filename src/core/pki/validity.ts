import type { Purpose, Validity } from '../../ipc/schemas';
import { AppError } from '../errors';
import { backdateMs, dayMs, hourMs, longestValidityDays, longestValidityHours, maxValidityDays } from './profile';

export interface Span {
  notBefore: Date;
  notAfter: Date;
}

/**
 * The span of a new certificate: from an hour back, so that a slow clock accepts it at once, to what was asked for, but never
 * outside its issuer's; `shortened` says that the issuer's end cut it. Hours and days count from now, since the hour back would use
 * up the first of them; a date is the last second. Where the hour back would make more than 825 days of what was asked for as 825 or
 * less, it gives way: Apple counts the whole span (support.apple.com/103769). Throws `invalid-input` with the field "validity", and
 * `authority-expired` when the issuer is not valid now.
 */
export function validityOf(validity: Validity, now: Date, issuer: Span): Span & { shortened: boolean } {
  checkIssuerNow(now, issuer);
  const time = now.getTime();
  const wanted = endOf(validity, now);
  const start = Math.max(startOf(validity, time, wanted), issuer.notBefore.getTime());
  // The certificate's dates have whole seconds, its issuer's may not when a caller computed them.
  const limit = wholeSecond(issuer.notAfter.getTime());
  return { notBefore: new Date(start), notAfter: new Date(Math.min(wanted, limit)), shortened: wanted > limit };
}

const wholeSecond = (time: number) => Math.floor(time / 1000) * 1000;

function startOf(validity: Validity, now: number, end: number): number {
  const back = wholeSecond(now - backdateMs);
  const longest = end + 1000 - maxValidityDays * dayMs;
  // Only where that is all that stands between the wish and the limit: a longer one breaks it anyway, and says so.
  return validity.kind === 'days' && validity.days <= maxValidityDays ? Math.max(back, longest) : back;
}

/** The last second counts as valid (RFC 5280 section 4.1.2.5), so 825 days are 825 * 86,400 s with it and not one more. */
function endOf(validity: Validity, now: Date): number {
  switch (validity.kind) {
    case 'hours':
      checkCount(validity.hours, longestValidityHours, 'hours');
      return wholeSecond(now.getTime()) + validity.hours * hourMs - 1000;
    case 'days':
      checkCount(validity.days, longestValidityDays, 'days');
      return wholeSecond(now.getTime()) + validity.days * dayMs - 1000;
    case 'until': {
      const end = wholeSecond(new Date(validity.until).getTime());
      if (Number.isNaN(end)) throw invalid(`“${validity.until}” is not a date.`, 'Type it as 2027-12-24.');
      if (end <= now.getTime()) {
        throw invalid(`${validity.until.slice(0, 10)} is not in the future.`, 'Choose a later date.');
      }
      return end;
    }
  }
}

function checkCount(count: number, most: number, unit: string): void {
  if (!Number.isInteger(count) || count < 1 || count > most) {
    throw invalid(`${count} ${unit} is not a validity that can be given.`, `Choose 1 to ${most} ${unit}.`);
  }
}

const invalid = (message: string, hint: string) => new AppError('invalid-input', message, { field: 'validity', hint });

/** Throws `authority-expired` when the issuer is not valid now. */
export function checkIssuerNow(now: Date, issuer: Span): void {
  const early = now.getTime() < issuer.notBefore.getTime();
  if (!early && now.getTime() <= issuer.notAfter.getTime()) return;
  throw new AppError(
    'authority-expired',
    `Signing failed: the certificate of the authority ${early ? 'is not valid yet' : 'has expired'}.`,
    { hint: early ? "Check this machine's date and time." : 'Set this authority aside and make a new one.' },
  );
}

/**
 * Who would refuse a certificate for its length, as whole sentences with the source; none when every client takes it. The 398
 * days that browsers demand of public authorities bind no root that a user added (support.apple.com/102028), so they are not
 * among these.
 */
export function validityNotes({ notBefore, notAfter }: Span, purpose: Purpose): string[] {
  const length = notAfter.getTime() + 1000 - notBefore.getTime();
  const server = purpose === 'server' || purpose === 'server-client';
  if (!server || length <= maxValidityDays * dayMs) return [];
  // As it was asked for: the hour back is not told as a day.
  const days = Math.max(Math.floor(length / dayMs), maxValidityDays + 1);
  return [
    `Safari and every app on macOS, iOS and iPadOS would refuse it: Apple accepts ${maxValidityDays} days at most for a server, and this is ${days.toLocaleString('en-GB')} (support.apple.com/103769).`,
  ];
}
