import type { ReactNode } from 'react';

/** Line drawings on a 20 by 20 field; the stroke takes the colour of the text beside it. */
const drawings = {
  home: <path d="M3 9.5 10 3.5l7 6V17h-4.7v-4.5H7.7V17H3z" />,
  certificate: (
    <>
      <path d="M13.5 13H17V4H3v9h4.5M6 7.2h8M6 9.8h3" />
      <circle cx="10.5" cy="12.6" r="2.2" />
      <path d="m9.2 14.4-.8 3.3 2.1-1 2.1 1-.8-3.3" />
    </>
  ),
  shield: <path d="M10 2.8 16 5v4.6c0 3.6-2.5 6.3-6 7.6-3.5-1.3-6-4-6-7.6V5zM7.4 9.9l2 2 3.4-3.7" />,
  sliders: (
    <>
      <path d="M3 6h7.5M14.5 6H17M3 14h2.5M9.5 14H17" />
      <circle cx="12.5" cy="6" r="2" />
      <circle cx="7.5" cy="14" r="2" />
    </>
  ),
  tick: <path d="m4.5 10.5 3.7 3.7 7.3-8" strokeWidth="2.2" />,
  clock: (
    <>
      <circle cx="10" cy="10" r="6.8" />
      <path d="M10 6.200V10l2.7 1.7" />
    </>
  ),
  cross: <path d="m5.5 5.5 9 9M14.5 5.500l-9 9" strokeWidth="2.2" />,
  warning: <path d="M10 3.3 17.7 16.500H2.300zM10 8.200v4M10 14v.800" />,
  key: (
    <>
      <circle cx="6.3" cy="10" r="3.2" />
      <path d="M9.5 10H17v2.800M14 10v2.3" />
    </>
  ),
  lock: <path d="M5 9.500h10V16H5zM7 9.500V7.300a3 3 0 0 1 6 0v2.2" />,
  unlock: <path d="M5 9.500h10V16H5zM7 9.500V6.300a3 3 0 0 1 5.8-1" />,
  search: (
    <>
      <circle cx="8.8" cy="8.8" r="4.8" />
      <path d="m12.4 12.4 4.1 4.1" />
    </>
  ),
  inspect: (
    <>
      <circle cx="9" cy="9" r="6" />
      <path d="m13.400 13.400 3.600 3.600M5.800 9.300h1.400l1.200-2.300 1.600 4 1-1.700h1.200" />
    </>
  ),
  plus: <path d="M10 4.500v11M4.5 10h11" />,
  dash: <path d="M5 10h10" strokeWidth="2.2" />,
  copy: <path d="M7.5 7.500h8.500V16H7.500zM12.5 7.500V4H4v8.500h3.5" />,
  folder: <path d="M3 15.500v-11h4.700l1.6 2H17v9z" />,
  back: <path d="m11.5 4.5-5.5 5.5 5.5 5.5" />,
  next: <path d="m8.5 4.5 5.5 5.5-5.5 5.5" />,
  down: <path d="m4.5 8 5.5 5.500L15.5 8" />,
  up: <path d="m4.5 12.5 5.5-5.5 5.5 5.5" />,
  bin: <path d="M4 6h12M8 6V4h4v2M5.5 6l.8 10.500h7.400L14.5 6M8.5 9v4.500M11.5 9v4.5" />,
  pulse: <path d="M2.5 10.5h3.2l2-5.5 3.6 9.500 2-4h4.2" />,
  seal: (
    <>
      <circle cx="10" cy="8" r="5" />
      <path d="M7 12.200 5.800 17l4.2-1.800L14.200 17 13 12.200M8 8l1.500 1.500L12.200 6.800" />
    </>
  ),
  file: <path d="M5 3h6.500L15.500 7v10H5zM11.500 3v4h4" />,
  renew: (
    <path d="M15.800 8.500A6 6 0 0 0 4.700 7.200M4.500 3.800v3.600h3.600M4.200 11.500a6 6 0 0 0 11.100 1.300M15.500 16.200v-3.600h-3.600" />
  ),
  export: <path d="M10 12.500v-9M6.500 6.800 10 3.300l3.500 3.500M4 12v4.500h12V12" />,
  import: <path d="M10 3.300v9M6.500 9 10 12.500 13.500 9M4 12v4.500h12V12" />,
  list: <path d="M7 5.500h10M7 10h10M7 14.500h10M3.500 5.500h.01M3.500 10h.01M3.500 14.500h.01" />,
  follow: <path d="M4.500 4v4.500a3 3 0 0 0 3 3H16M12.500 8l3.500 3.500-3.500 3.500" />,
  question: (
    <path
      d="M7.300 7.500a2.800 2.800 0 1 1 4.300 2.400c-1 .65-1.600 1.200-1.600 2.300M10 15.300v.100"
      strokeWidth="1.900"
    />
  ),
  phone: <path d="M6 2.500h8v15H6zM9 15h2" />,
  revoke: (
    <>
      <circle cx="10" cy="10" r="6.8" />
      <path d="m5.300 5.300 9.400 9.400" />
    </>
  ),
  eye: (
    <>
      <path d="M2.500 10S5.200 5 10 5s7.500 5 7.500 5-2.700 5-7.500 5-7.500-5-7.500-5z" />
      <circle cx="10" cy="10" r="2.300" />
    </>
  ),
  play: <path d="M6.500 4.500 15.500 10l-9 5.500z" />,
  pause: <path d="M7 5v10M13 5v10" strokeWidth="2.2" />,
  stop: <path d="M5.500 5.500h9v9h-9z" />,
  open: <path d="M8.500 4.500H4v11.500h11.500v-4.500M11.500 3.800h4.700v4.700M16 4l-6.500 6.500" />,
  /** There and back through something in between. */
  proxy: <path d="M3 6.800h12M12 3.800l3 3-3 3M17 13.200H5M8 10.200l-3 3 3 3" />,
  dots: <path d="M5 10h.01M10 10h.01M15 10h.01" strokeWidth="2.4" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof drawings;

/** Decoration beside words: it is hidden from screen readers, so words (or a label) must always stand with it. */
export function Icon({
  name,
  size = 18,
  className,
}: {
  name: IconName;
  size?: number;
  className?: string | undefined;
}) {
  return (
    <svg
      viewBox="0 0 20 20"
      width={size}
      height={size}
      className={className}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {drawings[name]}
    </svg>
  );
}
