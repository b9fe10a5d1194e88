import { describe, expect, it } from 'vitest';
import { AppError } from '../errors';
import { parseTarget } from './target';

const brief = (typed: string) => {
  const { text, start, startFrom, serverName } = parseTarget({ target: typed });
  return [text, start, startFrom, serverName];
};

describe('a server as people type it', () => {
  it.each([
    ['app.test', 'app.test:443', 'tls', 'default', 'app.test'],
    [' app.test:8443 ', 'app.test:8443', 'tls', 'default', 'app.test'],
    ['https://app.test/page?x=1', 'app.test:443', 'tls', 'said', 'app.test'],
    ['http://localhost:3000', 'localhost:3000', 'tls', 'said', 'localhost'],
    [':5173', 'localhost:5173', 'tls', 'default', 'localhost'],
    ['5173', 'localhost:5173', 'tls', 'default', 'localhost'],
    ['[::1]:8443', '[::1]:8443', 'tls', 'default', undefined],
    ['127.0.0.1', '127.0.0.1:443', 'tls', 'default', undefined],
    ['bücher.test', 'xn--bcher-kva.test:443', 'tls', 'default', 'xn--bcher-kva.test'],
    ['smtp://mail.test', 'smtp://mail.test:25', 'smtp', 'said', 'mail.test'],
    ['mail.test:587', 'smtp://mail.test:587', 'smtp', 'port', 'mail.test'],
    ['smtps://mail.test', 'mail.test:465', 'tls', 'said', 'mail.test'],
    ['db.test:5432', 'postgres://db.test:5432', 'postgres', 'port', 'db.test'],
    ['mariadb://db.test:3307', 'mysql://db.test:3307', 'mysql', 'said', 'db.test'],
  ])('reads %s', (typed, ...wanted) => {
    expect(brief(typed)).toEqual(wanted);
  });

  it('begins as it is told to, and asks for the name that it is told', () => {
    const target = parseTarget({ target: 'localhost:5432', start: 'tls', serverName: 'app.test' });
    expect(target).toMatchObject({ start: 'tls', startFrom: 'said', serverName: 'app.test', text: 'localhost:5432' });
    expect(parseTarget({ target: '127.0.0.1', serverName: 'app.test' }).serverName).toBe('app.test');
  });

  it.each([
    ['', 'target'],
    ['gopher://x', 'target'],
    ['app.test:99999', 'target'],
    ['300.1.1.1', 'target'],
    ['https://me:secret@app.test', 'target'],
    ['*.app.test', 'target'],
    ['app.test\r\nEHLO x', 'target'],
    ["app.test' to='x", 'target'],
  ])('refuses %j and says what to type', (typed, field) => {
    try {
      parseTarget({ target: typed });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(AppError);
      expect(error).toMatchObject({ code: 'invalid-input', field });
      expect((error as AppError).hint).toBeTruthy();
      expect((error as AppError).message).not.toContain('secret');
    }
    expect(() => parseTarget({ target: 'app.test', serverName: 'a b' })).toThrow('is no name of a server');
  });
});
