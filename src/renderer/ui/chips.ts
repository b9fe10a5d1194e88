import { hasSeparator, splitNames } from '../text/split-names';

export interface Chip {
  /** Tells two chips of the same text apart. */
  key: number;
  text: string;
  /** It always belongs to the list: it can be neither edited nor removed, nor added a second time. */
  fixed?: true;
}

/** What stands in a chips field: the confirmed names, and the text that is still being typed. */
export interface Chips {
  items: readonly Chip[];
  draft: string;
}

const nextKey = (chips: Chips): number => chips.items.reduce((most, chip) => Math.max(most, chip.key), 0) + 1;

export function chipsOf(texts: readonly string[]): Chips {
  return addChips({ items: [], draft: '' }, texts);
}

/** As `chipsOf`, with one text that is always there, in front. */
export function chipsWithFixed(fixed: string, texts: readonly string[]): Chips {
  return addChips({ items: [{ key: 1, text: fixed, fixed: true }], draft: '' }, texts);
}

export function addChips(chips: Chips, texts: readonly string[]): Chips {
  const first = nextKey(chips);
  const fixed = chips.items.filter((chip) => chip.fixed).map((chip) => chip.text);
  const added = texts.filter((text) => !fixed.includes(text)).map((text, index) => ({ key: first + index, text }));
  return { ...chips, items: [...chips.items, ...added] };
}

/** Typing: a separator confirms what stands before it; all else stays in the field. */
export function typeInto(chips: Chips, text: string): Chips {
  if (!hasSeparator(text)) return { ...chips, draft: text };
  // Pasted text is whole names, so what follows the last separator is one too.
  return { ...addChips(chips, splitNames(text)), draft: '' };
}

/** Enter, or the form's button: the text in the field becomes a name. */
export function confirmDraft(chips: Chips): Chips {
  return { ...addChips(chips, splitNames(chips.draft)), draft: '' };
}

export const removeChip = (chips: Chips, key: number): Chips => ({
  ...chips,
  items: chips.items.filter((chip) => chip.key !== key || chip.fixed),
});

/** Takes one chip back into the field, to be typed over; what was being typed is confirmed first. */
export function editChip(chips: Chips, key: number): Chips {
  const chip = chips.items.find((item) => item.key === key);
  if (!chip || chip.fixed) return chips;
  return { ...removeChip(confirmDraft(chips), key), draft: chip.text };
}

export const textsOf = (chips: Chips): string[] => chips.items.map((chip) => chip.text);
