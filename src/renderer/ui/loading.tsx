import { Skeleton, VisuallyHidden } from '@mantine/core';
import { useEffect, useState } from 'react';
import layout from './layout.module.css';

/** Milliseconds before a skeleton shows: a shorter wait is not felt, and a flash of grey would be. */
const patience = 150;

/** The place-holder of something that is being read; nothing at all for the first moment. */
export function Loading({ rows = 3, label }: { rows?: number; label: string }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), patience);
    return () => clearTimeout(timer);
  }, []);
  if (!late) return null;
  return (
    <div className={layout.stack} role="status">
      <VisuallyHidden>{label}</VisuallyHidden>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars have no identity and no state.
        <Skeleton key={row} height={row === 0 ? 56 : 40} />
      ))}
    </div>
  );
}
