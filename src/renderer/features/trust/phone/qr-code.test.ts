import { expect, it } from 'vitest';
import { darkPath } from './qr-code';

it('draws the dark modules alone, four modules in from the edge', () => {
  expect(darkPath(['10', '01'])).toBe('M4 4h1v1h-1zM5 5h1v1h-1z');
});
