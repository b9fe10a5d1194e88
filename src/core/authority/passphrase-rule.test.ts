import { describe, expect, it } from 'vitest';
import { checkPassphrase } from './passphrase-rule';

const check = (text: string) => () => checkPassphrase(Buffer.from(text, 'utf8'));

describe('the rule for a typed passphrase', () => {
  it.each([['fourteen chars'], [''], ['äöüäöüäöüäöüäö']])(
    'refuses %j as too short, counting characters and not bytes',
    (text) => {
      expect(check(text)).toThrow(/needs at least 15/);
    },
  );

  it('refuses one thing repeated', () => {
    expect(check('abababababababab')).toThrow(/repeats/);
  });

  it('takes words, and any characters', () => {
    expect(check('correct horse battery')).not.toThrow();
    expect(check('пароль для корня сервера')).not.toThrow();
  });

  it('never says the passphrase itself', () => {
    expect(check('s3cret')).toThrow(expect.not.objectContaining({ message: expect.stringContaining('s3cret') }));
  });
});
