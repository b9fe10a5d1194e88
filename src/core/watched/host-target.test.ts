import { describe, expect, it } from 'vitest';
import { AppError } from '../errors';
import { parseHostTarget } from './host-target';

const errorOf = (typed: string) => {
  try {
    parseHostTarget(typed);
    return undefined;
  } catch (error) {
    return error as AppError;
  }
};

describe('a host as people type it', () => {
  it.each([
    ['app.test', 'app.test', 443, 'app.test:443'],
    [' App.Test:8443 ', 'app.test', 8443, 'app.test:8443'],
    ['localhost:3000', 'localhost', 3000, 'localhost:3000'],
    ['https://app.test/page?x=1#y', 'app.test', 443, 'app.test:443'],
    ['https://app.test:3000', 'app.test', 3000, 'app.test:3000'],
    ['imaps://mail.test', 'mail.test', 993, 'mail.test:993'],
    ['127.0.0.1:8443', '127.0.0.1', 8443, '127.0.0.1:8443'],
    ['[::1]:8443', '::1', 8443, '[::1]:8443'],
    ['::1', '::1', 443, '[::1]:443'],
    ['https://[::1]/', '::1', 443, '[::1]:443'],
    ['bücher.test', 'xn--bcher-kva.test', 443, 'xn--bcher-kva.test:443'],
  ])('reads %s', (typed, host, port, text) => {
    expect(parseHostTarget(typed)).toEqual({ host, port, text });
  });

  it.each([
    '',
    'app.test:0',
    'app.test:65536',
    'app.test:x',
    'app.test:',
    'ftp://app.test',
    'me:secret@app.test',
    'https://u:p@app.test',
    '*.app.test',
    'app test',
    '300.1.1.1',
    '[::1',
    'a..b',
    '-a.test',
    'x'.repeat(300),
  ])('refuses %j, and says what to type', (typed) => {
    const error = errorOf(typed);
    expect(error).toBeInstanceOf(AppError);
    expect(error?.code).toBe('invalid-input');
    expect(error?.field).toBe('host');
    expect(error?.hint).toBeTruthy();
  });
});
