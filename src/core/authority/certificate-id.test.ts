import { describe, expect, it } from 'vitest';
import { idSchema } from '../../ipc/schemas';
import { certificateId } from './certificate-id';

const fingerprint = '0123456789abcdef'.repeat(4);
const id = (value: string) => certificateId([{ type: 'dns', value, display: value }], fingerprint);

describe('the folder name of a certificate', () => {
  it.each([
    ['app.test', 'app.test-0123456789ab'],
    ['*.app.test', 'wildcard.app.test-0123456789ab'],
    ['::1', '1-0123456789ab'],
    ['fe80::1', 'fe80_1-0123456789ab'],
    ['::', 'certificate-0123456789ab'],
    ['https://app.test/a b', 'https_app.test_a_b-0123456789ab'],
    [`${'a'.repeat(63)}.${'b'.repeat(63)}.test`, `${'a'.repeat(63)}.${'b'.repeat(16)}-0123456789ab`],
  ])('for %s is %s', (name, expected) => {
    expect(id(name)).toBe(expected);
    expect(idSchema.safeParse(id(name)).success).toBe(true);
  });
});
