/** Actions whose label has every typed word at the start of one of its words, in their given order. */
export function search<T extends { label: string }>(actions: readonly T[], text: string): T[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return actions.filter((action) => {
    const parts = action.label.toLowerCase().split(/[\s:]+/);
    return words.every((word) => parts.some((part) => part.startsWith(word)));
  });
}
