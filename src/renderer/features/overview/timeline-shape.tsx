import type { ReactNode } from 'react';

/** One shape for each state, told apart without any colour; 16 by 16, in the colour of the text. */
const shapes: Record<string, ReactNode> = {
  healthy: <circle cx="8" cy="8" r="5" fill="currentColor" />,
  'not-yet-valid': <circle cx="8" cy="8" r="4.500" fill="none" stroke="currentColor" strokeWidth="1.800" />,
  expiring: <path d="M8 1.500 14.500 8 8 14.500 1.500 8Z" fill="currentColor" />,
  expired: (
    <path d="m3 3 10 10M13 3 3 13" fill="none" stroke="currentColor" strokeWidth="2.800" strokeLinecap="round" />
  ),
  broken: <path d="M8 1.500 15 14H1Z" fill="currentColor" />,
};
const unknown = <path d="M3 8h10" fill="none" stroke="currentColor" strokeWidth="2.800" strokeLinecap="round" />;

/** An authority wears a ring around the shape of its state. */
export function Shape({ status, ringed = false, size = 14 }: { status: string; ringed?: boolean; size?: number }) {
  const shape = shapes[status] ?? unknown;
  return (
    <svg viewBox="0 0 16 16" width={size} height={size} aria-hidden="true" focusable="false">
      {ringed ? (
        <>
          <rect
            x="0.800"
            y="0.800"
            width="14.400"
            height="14.400"
            rx="3"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.600"
          />
          <g transform="translate(3.600 3.600) scale(0.55)">{shape}</g>
        </>
      ) : (
        shape
      )}
    </svg>
  );
}
