import type { Timeline, TimelineMark } from '../../../ipc/overview-schemas';
import { dayInWords, formatDay, relativeDate } from '../../text/dates';
import { signOf } from '../../ui/status';

/** "24", "1.2k": as much as a mark has room for. */
export const shortCount = (count: number): string =>
  count < 1000 ? String(count) : `${(Math.floor(count / 100) / 10).toFixed(count < 10_000 ? 1 : 0)}k`;

/** What a mark stands for: "app.test", "Development CA (root)", "24 certificates". */
export function markName(mark: TimelineMark): string {
  if (mark.kind === 'certificate') return mark.name;
  if (mark.kind === 'authority') return `${mark.name} (authority)`;
  const certificates = mark.count - mark.authorities;
  return [
    ...(certificates > 0 ? [plural(certificates, 'certificate')] : []),
    ...(mark.authorities > 0 ? [plural(mark.authorities, 'authority', 'authorities')] : []),
  ].join(' and ');
}

/** When it ends: "tomorrow", "3 Mar 2027", "3 Mar 2027 to 9 Mar 2027". */
export function markDay(mark: TimelineMark, now: number): string {
  const first = dayInWords(mark.at, now);
  if (mark.kind !== 'cluster') return first;
  const last = dayInWords(mark.until, now);
  return first === last ? first : `${first} to ${last}`;
}

/** "healthy"; of a cluster, the worst and how many are so: "3 expiring". */
export function markStatus(mark: TimelineMark): string {
  const { word } = signOf(mark.status);
  return mark.kind === 'cluster' && mark.worst < mark.count ? `${count(mark.worst)} ${word}` : word;
}

/** All of it in one line, for whoever hears it or points at it. */
export function markLine(mark: TimelineMark, now: number): string {
  const verb = Date.parse(mark.at) < now ? 'ended' : mark.kind === 'cluster' ? 'end' : 'ends';
  return `${markName(mark)}, ${markStatus(mark)}, ${verb} ${markDay(mark, now)} (${relativeDate(mark.at, now)})`;
}

/** What the timeline does not show, as short sentences. */
export function hiddenWords({ hidden, year }: Timeline): string[] {
  const { ended, earlier, later, beyond } = hidden;
  const end = (count: number) => (count === 1 ? 'ends' : 'end');
  return [
    ...(ended > 0 ? [`${count(ended)} ended before today.`] : []),
    ...(earlier > 0 ? [`${count(earlier)} ${end(earlier)} before this part.`] : []),
    ...(later > 0 ? [`${count(later)} ${end(later)} after this part.`] : []),
    ...(beyond.certificates > 0
      ? [`${plural(beyond.certificates, 'certificate')} ${end(beyond.certificates)} after ${formatDay(year.to)}.`]
      : []),
    ...(beyond.authorities > 0
      ? [
          `${plural(beyond.authorities, 'authority', 'authorities')} ${end(beyond.authorities)} after ${formatDay(year.to)}.`,
        ]
      : []),
  ];
}

const count = (number: number) => number.toLocaleString('en-GB');
const plural = (number: number, one: string, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;
