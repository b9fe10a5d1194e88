/** The certificates that are ticked, and the one from which Shift extends. */
export interface Selection {
  ids: ReadonlySet<string>;
  anchor: string | null;
}

export const nothingSelected: Selection = { ids: new Set(), anchor: null };

export function toggled(selection: Selection, id: string): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, anchor: id };
}

/** Everything from the anchor to `id`, in the order of the table, in addition to what is ticked; the anchor stays. */
export function extended(selection: Selection, order: readonly string[], id: string): Selection {
  const from = selection.anchor === null ? -1 : order.indexOf(selection.anchor);
  const to = order.indexOf(id);
  if (from < 0 || to < 0) return toggled({ ...selection, ids: without(selection.ids, id) }, id);
  const range = order.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { ids: new Set([...selection.ids, ...range]), anchor: selection.anchor };
}

/** All that the table shows, or none when all of them are ticked already. */
export function allOrNone(selection: Selection, order: readonly string[]): Selection {
  const whole = order.length > 0 && order.every((id) => selection.ids.has(id));
  return whole ? nothingSelected : { ids: new Set(order), anchor: selection.anchor };
}

/** What is left of it among those that are there; the same object when nothing went. */
export function keptOf(selection: Selection, there: ReadonlySet<string>): Selection {
  const kept = [...selection.ids].filter((id) => there.has(id));
  return kept.length === selection.ids.size ? selection : { ids: new Set(kept), anchor: selection.anchor };
}

function without(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const rest = new Set(ids);
  rest.delete(id);
  return rest;
}
