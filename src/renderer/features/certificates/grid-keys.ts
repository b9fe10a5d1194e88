/** Where the keyboard stands in the grid: row -1 is the header, whose cells sort. */
export interface GridPlace {
  row: number;
  column: number;
}

/**
 * The place after a key, by the grid pattern of the ARIA Authoring Practices: arrows, Home and End, Page Up and Down.
 * Undefined for any other key.
 */
export function nextPlace(
  place: GridPlace,
  key: string,
  size: { rows: number; columns: number; page: number },
): GridPlace | undefined {
  const last = size.rows - 1;
  const clamp = (row: number) => Math.max(-1, Math.min(last, row));
  switch (key) {
    case 'ArrowDown':
      return { ...place, row: clamp(place.row + 1) };
    case 'ArrowUp':
      return { ...place, row: clamp(place.row - 1) };
    case 'PageDown':
      return { ...place, row: clamp(place.row + size.page) };
    case 'PageUp':
      return { ...place, row: Math.max(Math.min(0, last), clamp(place.row - size.page)) };
    case 'Home':
      return { ...place, row: Math.min(0, last) };
    case 'End':
      return { ...place, row: last };
    case 'ArrowLeft':
      return { ...place, column: Math.max(0, place.column - 1) };
    case 'ArrowRight':
      return { ...place, column: Math.min(size.columns - 1, place.column + 1) };
    default:
      return undefined;
  }
}
