import { describe, expect, it } from 'vitest';
import { validityPresets, validityReason } from './validity';

describe('the reason beside a validity', () => {
  it('names the limit and its source when the number is too large', () => {
    expect(validityReason(826)).toMatch(/825 or less.*Apple/);
  });

  it.each([0, -1, 1.5, Number.NaN])('asks for a whole number instead of %s', (days) => {
    expect(validityReason(days)).toMatch(/whole number/);
  });

  it('never refuses a preset', () => {
    for (const preset of validityPresets) expect(validityReason(preset.days)).not.toMatch(/^Type/);
  });
});
