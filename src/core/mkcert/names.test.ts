import { describe, expect, it } from 'vitest';
import { recogniseName } from './names';

describe('names as mkcert recognises them', () => {
  it.each([
    ['localhost', 'dns', 'localhost'],
    ['*.app.test', 'dns', '*.app.test'],
    ['-ecdsa', 'dns', '-ecdsa'],
    ['a_b.test', 'dns', 'a_b.test'],
    ['bücher.example', 'dns', 'xn--bcher-kva.example'],
    ['*.bücher.example', 'dns', '*.xn--bcher-kva.example'],
    ['127.0.0.1', 'ip', '127.0.0.1'],
    ['::1', 'ip', '::1'],
    ['me@example.com', 'email', 'me@example.com'],
    ['spiffe://cluster/ns', 'uri', 'spiffe://cluster/ns'],
    ['https://app.test/x', 'uri', 'https://app.test/x'],
  ])('takes %s for %s', (text, type, value) => {
    expect(recogniseName(text)).toMatchObject({ type, value });
  });

  it.each(['', 'bad name', 'bad!', 'a/b', '.test', 'x.', 'http:', 'a@b@c', '*', '**.test', 'fe80::1%eth0'])(
    'refuses %j',
    (text) => {
      expect(recogniseName(text)).toBeUndefined();
    },
  );
});
