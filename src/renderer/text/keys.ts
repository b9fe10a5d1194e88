/** The platform's main modifier key, as people write it. */
export const modifier = (platform: string): string => (platform === 'darwin' ? '⌘' : 'Ctrl');
