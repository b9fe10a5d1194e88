import type { Plugin } from 'vite';

export const lazyInputs: Record<string, string>;
export function lazy(): Plugin;
