import type { Plugin } from 'vite';

export const lazyInputs: Record<string, string>;
export function lazy(): Plugin;
export function oneFileOf(
  name: string,
  entry: string | undefined,
  modules: readonly string[],
): {
  debugName: string;
  name: (id: string, context: { getModuleInfo: (id: string) => { importedIds: string[] } | null }) => string | null;
};
