import styles from './phone.module.css';

/** Modules of light around the code, without which readers do not find it (ISO/IEC 18004, 4 for QR codes). */
const quiet = 4;

/** A path of one square a dark module, so that the whole code is a single element. */
export function darkPath(rows: readonly string[]): string {
  return rows
    .flatMap((row, y) => [...row].map((module, x) => (module === '1' ? `M${x + quiet} ${y + quiet}h1v1h-1z` : '')))
    .join('');
}

/** Dark on white in both themes: many phones do not read an inverted code. */
export function QrCode({ rows, label }: { rows: readonly string[]; label: string }) {
  const size = rows.length + 2 * quiet;
  return (
    <svg
      className={styles.code}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#ffffff" />
      <path d={darkPath(rows)} fill="#000000" />
    </svg>
  );
}
