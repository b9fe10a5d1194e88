import type { Authority, Certificate } from '../../ipc/schemas';
import { contentLines, textValue, utcValue } from './content-lines';
import { thresholdsOf } from './due';
import { type Subject, subjectsOf } from './subjects';

export interface CalendarRequest {
  /** Those whose end matters. */
  certificates: readonly Certificate[];
  authorities: readonly Authority[];
  /** Days before the end at which each kind has an alarm. */
  thresholds: Record<Subject['kind'], readonly number[]>;
  /** Milliseconds since 1970. */
  now: number;
}

const minutesOfDay = 1440;

/**
 * An iCalendar file (RFC 5545) with one event for each certificate and authority that will end. An event is the instant of the
 * end in UTC, of no length: a certificate ends at the same moment everywhere, and an all-day event would name the wrong day in some
 * time zones. Its UID is made of the fingerprint, so that importing the file again changes no entry into two.
 */
export function expiryCalendar({ certificates, authorities, thresholds, now }: CalendarRequest): {
  text: string;
  events: number;
} {
  const details = new Map([
    ...certificates.map((each) => [each.fingerprint, certificateDetails(each)] as const),
    ...authorities.map((each) => [each.fingerprint, authorityDetails(each)] as const),
  ]);
  const subjects = subjectsOf({ certificates, authorities }).filter(({ notAfter }) => notAfter > now);
  const events = subjects.flatMap((subject) =>
    eventLines(subject, details.get(subject.fingerprint) ?? '', {
      days: thresholdsOf(subject, thresholds[subject.kind]),
      now,
    }),
  );
  const text = contentLines([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Sealwax//Sealwax//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    // RFC 7986 section 5.1, and the older name that more programs read.
    'NAME:Sealwax: certificates that expire',
    'X-WR-CALNAME:Sealwax: certificates that expire',
    ...events,
    'END:VCALENDAR',
  ]);
  return { text, events: subjects.length };
}

function eventLines(subject: Subject, details: string, { days, now }: { days: readonly number[]; now: number }) {
  const summary = `${subject.kind === 'authority' ? `The authority ${subject.name}` : subject.name} expires`;
  return [
    'BEGIN:VEVENT',
    `UID:${subject.kind}-${subject.fingerprint}@sealwax.internal`,
    `DTSTAMP:${utcValue(now)}`,
    `DTSTART:${utcValue(subject.notAfter)}`,
    `SUMMARY:${textValue(summary)}`,
    `DESCRIPTION:${textValue(details)}`,
    'CATEGORIES:Sealwax',
    // It does not make anybody busy.
    'TRANSP:TRANSPARENT',
    ...days.flatMap((each) => [
      'BEGIN:VALARM',
      'ACTION:DISPLAY',
      `TRIGGER:${trigger(each)}`,
      `DESCRIPTION:${textValue(summary)}`,
      'END:VALARM',
    ]),
    'END:VEVENT',
  ];
}

/** A duration before the start (RFC 5545 section 3.3.6): whole days, or minutes for certificates that live for hours. */
const trigger = (days: number): string =>
  Number.isInteger(days) ? `-P${days}D` : `-PT${Math.max(1, Math.round(days * minutesOfDay))}M`;

const certificateDetails = ({ names, issuer, serial, fingerprint, id }: Certificate): string =>
  [
    `Names: ${names.map(({ display }) => display).join(', ')}`,
    `Issued by: ${issuer}`,
    `Serial number: ${serial}`,
    `SHA-256: ${fingerprint}`,
    `Renew it in Sealwax, or by: sealwax renew ${id}`,
  ].join('\n');

const authorityDetails = ({ subject, serial, fingerprint }: Authority): string =>
  [
    `Subject: ${subject}`,
    `Serial number: ${serial}`,
    `SHA-256: ${fingerprint}`,
    'All that it signed ends with it. Make a new authority in good time.',
  ].join('\n');
