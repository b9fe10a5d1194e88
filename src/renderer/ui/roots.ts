import type { Authority } from '../../ipc/schemas';

/** The self-signed top above an authority; itself for a root, and for an intermediate whose root is not here. */
export function rootOf(authority: Authority, all: readonly Authority[]): Authority {
  // Bounded by the number of authorities: records that name each other as parents must not hold the window up.
  let top = authority;
  for (let steps = 0; steps < all.length; steps += 1) {
    const parent = all.find(({ id }) => id === top.parentId);
    if (!parent) return top;
    top = parent;
  }
  return top;
}

/** Each top of the tree, that of the default authority first and then in the order of the list. */
export function rootsInOrder(all: readonly Authority[]): Authority[] {
  const tops = all.filter((authority) => rootOf(authority, all).id === authority.id);
  const chosen = all.find(({ isDefault }) => isDefault);
  const first = chosen ? rootOf(chosen, all).id : undefined;
  return [...tops.filter(({ id }) => id === first), ...tops.filter(({ id }) => id !== first)];
}

/** All that hang below this one, however deep; a parent stands before its children. */
export function below(authority: Authority, all: readonly Authority[]): Authority[] {
  const children = all.filter(({ id, parentId }) => parentId === authority.id && id !== authority.id);
  const others = all.filter(({ id }) => id !== authority.id);
  return children.flatMap((child) => [child, ...below(child, others)]);
}
