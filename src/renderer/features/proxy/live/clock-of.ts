const format = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
// Made once a time zone: a list of thousands asks for it at each turn of the wheel.
let clock: { zone: string; format: Intl.DateTimeFormat } | undefined;

/** "14:05:09.120", in the time zone of the machine: requests follow each other within milliseconds. */
export function clockOf(iso: string): string {
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (clock?.zone !== zone) clock = { zone, format: new Intl.DateTimeFormat('en-GB', format) };
  const at = new Date(iso);
  return `${clock.format.format(at)}.${String(at.getMilliseconds()).padStart(3, '0')}`;
}
