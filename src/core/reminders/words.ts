import { dayMs, hourMs } from '../pki/profile';
import type { Due } from './due';
import type { Subject } from './subjects';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Names longer than this are cut in titles and menus: some desktops show a line of 40 characters or so. */
const longest = 60;

/** What a notification says. */
export interface Notice {
  title: string;
  body: string;
}

/** What a person calls it: "app.test", or "the authority Sealwax Development CA". */
export const nameOf = ({ kind, name }: Subject): string =>
  kind === 'authority' ? `the authority ${shortened(name)}` : shortened(name);

/** Names come out of certificates: what would break or turn a line is taken out. */
export function shortened(name: string): string {
  const plain = name.replace(/[\p{Cc}\p{Cf}]/gu, '');
  const letters = [...plain];
  return letters.length <= longest ? plain : `${letters.slice(0, longest - 1).join('')}…`;
}

/** "24 Dec 2027", the day in the time zone of the machine: what a calendar on its wall shows. */
export function localDay(instant: number): string {
  const date = new Date(instant);
  return `${date.getDate()} ${months[date.getMonth()]} ${date.getFullYear()}`;
}

/** "in 12 days", "in 5 hours", "3 days ago"; rounded down, so that what is left is never called more than it is. */
export function distance(instant: number, now: number): string {
  const length = Math.abs(instant - now);
  const [count, unit] =
    length < hourMs
      ? [0, 'hour']
      : length < 2 * dayMs
        ? [Math.floor(length / hourMs), 'hour']
        : [Math.floor(length / dayMs), 'day'];
  const words = count === 0 ? 'less than an hour' : `${count} ${unit}${count === 1 ? '' : 's'}`;
  return instant >= now ? `in ${words}` : `${words} ago`;
}

/** "expires in 12 days (24 Dec 2027)", or "expired 3 days ago (24 Dec 2027)". */
export const whenOf = ({ notAfter }: Subject, now: number): string =>
  `${now > notAfter ? 'expired' : 'expires'} ${distance(notAfter, now)} (${localDay(notAfter)})`;

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** The words for what is due, which holds one at least, the soonest first. */
export function noticeOf(due: readonly [Due, ...Due[]], now: number): Notice {
  const [{ subject: first }] = due;
  const when = whenOf(first, now);
  if (due.length === 1) {
    // A name keeps its letters: "app.test expires soon", and never "App.test".
    const title = first.kind === 'authority' ? capital(nameOf(first)) : nameOf(first);
    const advice =
      first.kind === 'authority'
        ? 'All that it signed ends with it. Make a new one in good time.'
        : 'Renew it, or delete it if nothing uses it any more.';
    return {
      title: `${title} ${now > first.notAfter ? 'has expired' : 'expires soon'}`,
      body: `It ${when}. ${advice}`,
    };
  }
  const expired = due.filter(({ subject }) => now > subject.notAfter).length;
  const things = thingsOf(due);
  const title =
    expired === 0
      ? `${things} expire soon`
      : expired === due.length
        ? `${things} have expired`
        : `${things} have expired or expire soon`;
  return { title, body: `${expired === 0 ? 'The next is' : 'The first is'} ${nameOf(first)}: it ${when}.` };
}

function thingsOf(due: readonly Due[]): string {
  const certificates = due.filter(({ subject }) => subject.kind === 'certificate').length;
  const authorities = due.length - certificates;
  const parts = [
    certificates === 0 ? '' : `${certificates} ${certificates === 1 ? 'certificate' : 'certificates'}`,
    authorities === 0 ? '' : `${authorities} ${authorities === 1 ? 'authority' : 'authorities'}`,
  ];
  return parts.filter((part) => part !== '').join(' and ');
}
