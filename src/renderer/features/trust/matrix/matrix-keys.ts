/** Where the keyboard stands: row -1 is the heading with the roots. */
export interface Spot {
  row: number;
  column: number;
}

/**
 * The place after a key, by the grid pattern of the ARIA Authoring Practices. `columns` tells how many places of a row can take the
 * focus, 0 for none. Undefined for any other key and where there is nothing further that way.
 */
export function nextSpot(
  spot: Spot,
  key: string,
  rows: { first: number; last: number; columns: (row: number) => number },
): Spot | undefined {
  const { first, last, columns } = rows;
  const within = (row: number): Spot => ({ row, column: Math.min(spot.column, columns(row) - 1) });
  const along = (step: 1 | -1, from: number): Spot | undefined => {
    for (let row = from; row >= first && row <= last; row += step) if (columns(row) > 0) return within(row);
    return undefined;
  };
  switch (key) {
    case 'ArrowDown':
      return along(1, spot.row + 1);
    case 'ArrowUp':
      return along(-1, spot.row - 1);
    case 'Home':
      return along(1, Math.max(0, first));
    case 'End':
      return along(-1, last);
    case 'ArrowLeft':
      return spot.column > 0 ? { ...spot, column: spot.column - 1 } : undefined;
    case 'ArrowRight':
      return spot.column < columns(spot.row) - 1 ? { ...spot, column: spot.column + 1 } : undefined;
    default:
      return undefined;
  }
}
